import { arrive, newPerson } from "./people.mjs";

/** What journeys about conversations have in common. A place is a page, or a part of one. */
export const rail = (page) => page.getByRole("navigation", { name: "Principal" }).first();
export const composer = (place) =>
  place
    .getByRole("textbox", { name: /^(Écrire dans|Répondre dans)/ })
    .or(place.getByRole("combobox", { name: /^(Écrire dans|Répondre dans)/ }))
    .first();
export const message = (place, text) => place.locator("[data-message]", { hasText: text });
export const last = (place, text) => message(place, text).last();

export async function send(place, text) {
  await composer(place).fill(text);
  await composer(place).press("Enter");
}

/** Creates a room through its form, and waits until it is open. */
export async function createRoom(page, name, { topic, invite, open } = {}) {
  await page.goto("/rooms/new");
  await page.getByLabel("Nom du salon").fill(name);
  if (topic) await page.getByLabel("Sujet").fill(topic);
  if (open) await page.getByLabel("Toute personne de ce serveur").check();
  if (invite) {
    await page.getByLabel("Inviter").fill(invite.id);
    await page.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
  }
  await page.getByRole("button", { name: "Créer le salon" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await composer(page).waitFor();
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
}

/** Two people in one room, each in a window of their own. */
export async function openRoom(browser, url, name) {
  const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
  const [one, two] = [await browser.window(), await browser.window()];
  await arrive(one, camille, "/rooms");
  const id = await createRoom(one, name, { invite: lou });
  await arrive(two, lou, `/rooms/${encodeURIComponent(id)}`);
  await two.getByRole("button", { name: "Accepter" }).click();
  await composer(two).waitFor();
  return { one, two, id, camille, lou };
}
