import { done, must } from "../browser.mjs";
import { arrive, ask, makeRoom, newPerson, visit } from "../people.mjs";
import { composer, createRoom, message, openRoom, rail, send } from "../rooms.mjs";

const panelOf = (page) => page.getByRole("region", { name: "Détail" });
const inviting = (page) => page.getByRole("dialog", { name: "Inviter" });

/** Asks somebody in by name; who is there already, or unknown, is not. */
async function asksIn(browser, one, { url, lou }) {
  const [panel, dialog] = [panelOf(one), inviting(one)];
  await panel.getByRole("button", { name: "Inviter" }).click();
  await dialog.getByRole("textbox").and(one.locator(":focus")).waitFor();
  await one.keyboard.type(lou.id);
  await dialog.getByText("y sont déjà").waitFor();
  await dialog.getByRole("textbox").fill("@odile:ailleurs.example");
  await dialog.getByText("est inconnu ici").waitFor();
  await newPerson(url, "Odile Petit");
  await dialog.getByRole("textbox").fill("odile");
  await dialog.getByRole("button", { name: /Odile Petit/ }).click();
  await dialog.getByRole("button", { name: "Inviter 1 personne" }).waitFor();
  await browser.audit(one, "rooms-invite");
  await one.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await panel.getByRole("button", { name: "Actions sur Lou Martel" }).click();
  await one.getByRole("menuitem", { name: "Retirer du salon" }).waitFor();
  await browser.audit(one, "rooms-member-menu");
  await one.keyboard.press("Escape");
  await one.getByRole("menu").waitFor({ state: "hidden" });
  await panel.getByRole("button", { name: "Actions sur Lou Martel" }).click();
  await one.getByRole("menuitem", { name: "Retirer du salon" }).click();
  await one.getByRole("dialog", { name: "Retirer du salon" }).waitFor();
  await browser.audit(one, "rooms-member-out");
  await one.getByRole("dialog").getByRole("button", { name: "Annuler" }).click();
}

/** What one does to others is seen at once: an invitation, and that somebody was taken out. */
async function comesBackAndGoes(one, two, lou) {
  const [panel, dialog] = [panelOf(one), inviting(one)];
  await one.getByRole("button", { name: "Visible par 1 personne" }).click();
  await panel.getByRole("button", { name: "Inviter" }).click();
  await dialog.getByRole("textbox").fill(lou.id);
  await dialog.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
  await dialog.getByRole("button", { name: "Inviter 1 personne" }).click();
  await panel.getByRole("heading", { name: "Invitations en attente" }).waitFor();
  await two.getByRole("link", { name: /Conseil de juin/ }).click();
  await two.getByRole("button", { name: "Accepter" }).click();
  await panel.getByRole("heading", { name: "Invitations en attente" }).waitFor({ state: "hidden" });
  await panel.getByRole("button", { name: "Actions sur Lou Martel" }).click();
  await one.getByRole("menuitem", { name: "Retirer du salon" }).click();
  await one.getByRole("dialog").getByRole("button", { name: "Retirer", exact: true }).click();
  await panel.getByRole("button", { name: "Actions sur Lou Martel" }).waitFor({ state: "hidden" });
}

/** Whoever is the last to run a room names who does after them, and goes. */
async function leavesLast(browser, one, two, { url, camille, lou }) {
  const room = await makeRoom(url, camille, { name: "Fanfare", invite: [lou.id] });
  await ask(url, lou, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  await visit(one, `/rooms/${encodeURIComponent(room)}`);
  await one.getByRole("heading", { level: 1, name: "Fanfare" }).waitFor();
  await one.getByRole("link", { name: "À propos du salon" }).click();
  await one.getByRole("button", { name: "Quitter le salon" }).click();
  await one.getByRole("dialog").getByLabel("Qui prend votre suite ?").selectOption("Lou Martel");
  await browser.audit(one, "rooms-leave-last");
  await one.getByRole("button", { name: "Quitter", exact: true }).click();
  await one.getByText("Vous avez quitté Fanfare.").waitFor();
  await visit(two, `/rooms/${encodeURIComponent(room)}`);
  await two.getByRole("link", { name: "À propos du salon" }).click();
  await two.getByLabel("Nom du salon").waitFor();
}

export const journeys = [
  {
    name: "members, roles and the settings of a room",
    async run({ browser, url }) {
      const { one, two, camille, lou } = await openRoom(browser, url, "Conseil");
      await one.getByRole("button", { name: "Visible par 2 personnes" }).click();
      const panel = panelOf(one);
      await panel.getByText("On entre sur invitation seulement.").waitFor();
      await browser.audit(one, "rooms-members");

      await asksIn(browser, one, { url, lou });
      await panel.getByRole("button", { name: /Changer le rôle de Lou Martel/ }).click();
      await one.getByRole("menuitem", { name: "Modération" }).waitFor();
      await browser.audit(one, "rooms-role-menu");
      await one.getByRole("menuitem", { name: "Modération" }).click();
      await panel.getByRole("button", { name: /Lou Martel, actuellement Modération/ }).waitFor();
      await one.getByRole("link", { name: "À propos du salon" }).click();
      await panel.getByLabel("Nom du salon").fill("Conseil de juin");
      await panel.getByLabel("Sujet").fill("Ce que le conseil de quartier décide, et qui s’en charge ensuite");
      await panel.getByLabel("Nom du salon").press("Enter");
      const named = two.getByRole("heading", { level: 1, name: "Conseil de juin" });
      await named.waitFor();
      // The topic gives way before the name does.
      await two.getByRole("link", { name: "À propos du salon" }).click();
      await two.setViewportSize({ width: 1280, height: 800 });
      await two.getByText("Ce que le conseil de quartier décide").first().waitFor({ state: "attached" });
      const cut = (h) => {
        const words = document.createRange();
        words.selectNodeContents(h);
        return words.getBoundingClientRect().width > h.getBoundingClientRect().width;
      };
      must(!(await named.evaluate(cut)), "the name is cut while there is room");
      await two.screenshot({ path: "target/pictures/room-1280.png" });
      await two.setViewportSize({ width: 1440, height: 900 });
      await browser.audit(one, "rooms-about");
      await one.getByRole("button", { name: "Ajouter aux favoris" }).click();
      await one.getByRole("heading", { name: "Favoris" }).waitFor();
      await two.getByRole("link", { name: "À propos du salon" }).click();
      await browser.audit(two, "rooms-about-read");
      await two.getByRole("button", { name: "Quitter le salon" }).click();
      await two.getByRole("dialog", { name: "Quitter le salon" }).waitFor();
      await browser.audit(two, "rooms-leave");
      await two.getByRole("button", { name: "Quitter", exact: true }).click();
      await two.getByText("Vous avez quitté Conseil de juin.").waitFor();
      await two.getByRole("link", { name: /Conseil de juin/ }).waitFor({ state: "hidden" });
      // The way back, and any link, says that one left; on another device, too.
      await two.goBack();
      await two.getByText("Vous avez quitté ce salon.").waitFor();
      await two.getByRole("heading", { level: 1, name: "Conseil de juin" }).waitFor();
      await two.reload();
      await two.getByText("Vous avez quitté ce salon.").waitFor();
      await two.getByRole("link", { name: "Revenir aux messages" }).click();

      await comesBackAndGoes(one, two, lou);
      await leavesLast(browser, one, two, { url, camille, lou });
      await done(one, two);
    },
  },
  {
    name: "a room is made by its form",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const page = await browser.window();
      await arrive(page, camille, "/rooms/new");
      await page.getByRole("button", { name: "Créer le salon" }).click();
      await page.getByText("Donnez un nom au salon").waitFor();
      must(
        await page.getByLabel("Nom du salon").evaluate((field) => field === document.activeElement),
        "the field that is refused has not the focus",
      );
      await page.getByLabel("Inviter").fill("ca");
      await page.getByText("au moins trois lettres").waitFor();
      await page.getByLabel("Inviter").fill(lou.id);
      await page.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
      await page.getByRole("button", { name: /^Retirer lou/i }).waitFor();
      await browser.audit(page, "rooms-new");
      await page.getByLabel("Nom du salon").fill("Marché de Noël");
      await page.getByRole("button", { name: "Créer le salon" }).click();
      await page.getByRole("heading", { level: 1, name: "Marché de Noël" }).waitFor();
      await done(page);
    },
  },
  {
    name: "a direct conversation, and an open room that is found",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const [one, two] = [await browser.window(), await browser.window()];
      await arrive(one, camille, "/rooms");
      await arrive(two, lou, "/rooms");
      await one.getByRole("button", { name: "Commencer une conversation" }).click();
      await one.getByRole("menuitem", { name: "Écrire à quelqu’un" }).waitFor();
      await browser.audit(one, "rooms-start");
      await one.getByRole("menuitem", { name: "Écrire à quelqu’un" }).click();
      const absent = lou.id.replace(/^@[^:]+/, "@personne");
      await one.getByLabel("À qui voulez-vous écrire").fill(absent);
      await one.getByText(`Personne n’a l’identifiant ${absent}.`).waitFor();
      await one.getByLabel("À qui voulez-vous écrire").fill(lou.id);
      await one.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().waitFor();
      await browser.audit(one, "rooms-direct");
      await one.getByLabel("À qui voulez-vous écrire").press("Enter");
      await send(one, "Vous avez une minute ?");
      await two.getByRole("link", { name: /Camille Roche/ }).click();
      await two.getByRole("heading", { name: "Camille Roche veut vous écrire" }).waitFor();
      await two.getByRole("button", { name: "Accepter" }).click();
      await message(two, "une minute").waitFor();
      await two.getByRole("heading", { name: "Messages directs" }).waitFor();
      await two.getByRole("link", { name: "À propos de la conversation" }).click();
      await two.getByRole("button", { name: "Quitter la conversation" }).waitFor();
      await two.getByRole("button", { name: "Signaler la personne" }).waitFor();
      must((await two.getByLabel("Nom du salon").count()) === 0, "a direct conversation asks for a name");
      await browser.audit(two, "rooms-direct-about");

      // Whoever is not in the list of conversations yet is found from everywhere.
      const stranger = `Anne Lefèvre${Date.now()}`;
      await newPerson(url, stranger);
      await one.keyboard.press("Control+k");
      await one.getByRole("combobox", { name: "Aller, trouver, faire" }).fill(stranger.toLowerCase());
      await one.getByRole("option", { name: stranger }).filter({ hasNotText: "Tout voir" }).click();
      await one.getByRole("heading", { level: 1, name: stranger }).waitFor();

      const name = `Réseau des jardins ${Date.now()}`;
      await createRoom(one, name, { open: true });
      await one.getByRole("button", { name: "1 membre, ouvert à toutes et tous" }).waitFor();
      await visit(two, "/rooms/directory");
      await two.getByLabel("Chercher parmi les salons ouverts").fill(name.replace("Réseau", "reseau"));
      await two.getByRole("button", { name: `Rejoindre ${name}` }).waitFor();
      await browser.audit(two, "rooms-directory");
      await two.getByRole("button", { name: `Rejoindre ${name}` }).click();
      await composer(two).waitFor();
      await rail(two).waitFor();
      await done(one, two);
    },
  },
];
