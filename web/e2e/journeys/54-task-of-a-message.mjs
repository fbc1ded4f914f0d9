import { done, must, until } from "../browser.mjs";
import { administrator } from "../house.mjs";
import { arrive, ask, newPerson, once, say, twice, visit } from "../people.mjs";

const at = encodeURIComponent;
const desk = { desk: true };
const halfYearMs = 180 * 86_400_000;
const dialog = (page) => page.getByRole("dialog");
const panel = (page) => page.getByRole("region", { name: "Détail" });
const column = (page, name) => page.getByRole("region", { name, exact: true });
const card = (place, title) => place.getByRole("link", { name: new RegExp(title) });

/** A project space of an organisation: its animator, a contributor, a guest from outside, and a room without the guest. */
async function project(url, setup) {
  const marie = await administrator(url, setup);
  await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
  const names = ["Hélène Marchetti", "Karim Ouali", "Lou Martel"];
  const [helene, karim, lou] = await Promise.all(names.map((name) => newPerson(url, name)));
  const wished = { name: `Régie ${Date.now()}`, label: `Régie ${Date.now() % 10_000}` };
  const org = `/api/v1/organisations/${at((await ask(url, marie, "POST", "/api/v1/organisations", wished)).id)}`;
  for (const { id } of [helene, karim]) await ask(url, marie, "PUT", `${org}/members/${at(id)}`, { role: "approver" });
  await ask(url, helene, "POST", `${org}/externals`, { user_id: lou.id, expires_in_ms: halfYearMs });
  const wish = { model: "project", name: "Refonte du portail", purpose: "Tout en ligne.", visibility: "private" };
  const body = { ...wish, joining: "invitation", request_id: `message ${helene.id}` };
  const { space_id: id } = await ask(url, helene, "POST", "/api/v1/spaces", body);
  const space = `/api/v1/spaces/${at(id)}`;
  await ask(url, helene, "PUT", space, { guests: true });
  for (const person of [karim, lou]) {
    await ask(url, helene, "POST", `/_matrix/client/v3/rooms/${at(id)}/invite`, { user_id: person.id });
    await ask(url, person, "POST", `${space}/join`, {});
  }
  const room = (await ask(url, helene, "POST", `${space}/rooms`, { name: "Parcours", private: true })).room_id;
  await ask(url, helene, "POST", `/_matrix/client/v3/rooms/${at(room)}/invite`, { user_id: karim.id });
  await ask(url, karim, "POST", `/_matrix/client/v3/rooms/${at(room)}/join`, {});
  return { helene, karim, lou, space, room, path: `/spaces/${at(id)}` };
}

/** By one click a message becomes a task, and its row says so to who reads it. */
async function becomes(browser, one, two, row) {
  await row(one).hover();
  await row(one).getByRole("button", { name: "Autres actions" }).click();
  await one.getByRole("menuitem", { name: "Créer une tâche…" }).click();
  await dialog(one).getByLabel("Titre").waitFor();
  must(
    (await dialog(one).getByLabel("Titre").inputValue()) === "Relire les écrans avec le CCAS",
    "Its title is not the message.",
  );
  await browser.audit(one, "message-task", desk);
  await twice(dialog(one).getByRole("button", { name: "Créer une tâche" }));
  await row(two).getByRole("link", { name: "Relire les écrans avec le CCAS" }).waitFor();
  await row(two).getByText("À faire").waitFor();
  once(await row(two).getByRole("link", { name: "Relire les écrans avec le CCAS" }).all(), "a task of a message");
  await row(one).getByRole("link", { name: "Relire les écrans avec le CCAS" }).click();
  await panel(one).getByRole("region", { name: "D’où vient cette tâche" }).getByText("Il faut").waitFor();
  await panel(one).getByRole("link", { name: "Ouvrir dans Parcours" }).waitFor();
}

/** A finger that stays takes a card, and brings it to another column. */
async function byFinger(page, title, to) {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1024, height: 740 });
  const finger = await page.context().newCDPSession(page);
  const touch = (type, ...points) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  const from = await card(page, title).boundingBox();
  const there = await column(page, to).boundingBox();
  const at = { x: from.x + 40, y: from.y + 20 };
  await touch("touchStart", at);
  await page.locator("[data-dragged]").waitFor();
  const aim = { x: there.x + there.width / 2, y: there.y + 120 };
  for (const part of [0.3, 0.6, 1])
    await touch("touchMove", { x: at.x + (aim.x - at.x) * part, y: at.y + (aim.y - at.y) * part });
  await column(page, to).and(page.locator("[data-over]")).waitFor();
  await touch("touchEnd");
  await card(column(page, to), title).waitFor();
  await page.setViewportSize(size);
}

/** A guest sees what is given to them, and nothing of where it comes from; they answer, and hand it over. */
async function guest(browser, one, three, path, { helene, lou }) {
  await panel(one).getByRole("button", { name: "Confier à" }).click();
  await panel(one).getByRole("textbox", { name: "Confier à" }).fill("Lou");
  await panel(one)
    .getByRole("button", { name: new RegExp(lou.name) })
    .click();
  await card(three, "Relire les écrans").waitFor();
  await byFinger(three, "Relire les écrans", "En cours");
  await card(three, "Relire les écrans").click();
  await panel(three).getByRole("textbox", { name: "Titre" }).waitFor();
  await browser.audit(three, "guest-task", { phone: true });
  must((await panel(three).getByText("D’où vient").count()) === 0, "The guest learns of a room that is not theirs.");
  await panel(three).locator("textarea[aria-label=Commenter]").pressSequentially("Vendredi ? @Hél");
  await three.getByRole("option", { name: new RegExp(helene.name) }).click();
  await three.keyboard.press("Enter");
  await panel(one).getByText("Vendredi ?").waitFor();
  await panel(three).getByLabel("État").selectOption({ label: "À valider" });
  must(
    (await panel(three).getByLabel("État").getByRole("option", { name: "Terminé" }).count()) === 0,
    "A guest validates.",
  );
  await visit(one, "/work");
  await one
    .getByRole("region", { name: "À valider" })
    .getByRole("button", { name: "Valider : Relire les écrans" })
    .click();
  await one.getByRole("region", { name: "Validées par moi" }).getByRole("link", { name: "Relire les écrans" }).click();
  await one.waitForURL((to) => to.pathname.startsWith(`${path}/tasks/`));
}

/** It is validated, which the message says, too, and taken back; then a post becomes a task. */
async function validates(browser, one, two, path, { room, space, helene, url }, row) {
  await visit(two, `/rooms/${at(room)}`);
  await row(two).getByText("Terminé").waitFor();
  await browser.audit(two, "message-traced", desk);
  await panel(one).getByRole("button", { name: "Voir les changements" }).click();
  await panel(one).getByRole("button", { name: "Annuler ce changement" }).first().click();
  await row(two).getByText("À valider").waitFor();
  const feed = (await ask(url, helene, "GET", space)).feed_room;
  const words = { msgtype: "m.text", body: "Former les agents d’accueil.", "fr.parvis.post": { kind: "announcement" } };
  await say(url, helene, feed, words);
  await visit(one, `${path}/feed`);
  const post = one.getByRole("article").filter({ hasText: "Former les agents" });
  await post.getByRole("button", { name: "Actions sur cette publication" }).click();
  await one.getByRole("menuitem", { name: "Créer une tâche…" }).click();
  await dialog(one).getByRole("button", { name: "Créer une tâche" }).click();
  await post.getByRole("link", { name: "Former les agents d’accueil" }).waitFor();
  await one.getByRole("button", { name: "Ouvrir" }).click();
  await panel(one)
    .getByRole("link", { name: /^Ouvrir dans/ })
    .click();
  await one.waitForURL((to) => to.pathname.startsWith(`${path}/feed/`));
}

/** What two wrote without a network of two fields of one task, both of them stay; it was sent once. */
async function offline(one, two, path, { url, helene, space }) {
  await visit(one, `${path}/tasks`);
  await visit(two, `${path}/tasks`);
  for (const page of [one, two]) await card(page, "Former les agents").click();
  await two.context().setOffline(true);
  await panel(two).getByLabel("Priorité").selectOption({ label: "Haute" });
  await panel(two).locator("textarea[aria-label=Commenter]").fill("Écrit sans réseau");
  await two.keyboard.press("Enter");
  await panel(two).getByText("Pas encore enregistré").waitFor();
  await panel(one).getByLabel("Échéance").fill("2031-03-04");
  await panel(one).getByLabel("Échéance").press("Enter");
  await two.context().setOffline(false);
  await panel(one).getByText("Écrit sans réseau").waitFor();
  await card(one, "Haute.*Former les agents").waitFor();
  await until(
    async () => (await panel(two).getByLabel("Échéance").inputValue()) === "2031-03-04",
    "One lost what they wrote.",
  );
  const [task] = (await ask(url, helene, "GET", `${space}/tasks`)).tasks.filter((one) =>
    one.title.startsWith("Former"),
  );
  must(task.priority === "high" && task.comments === 1, "What was queued was not sent once.");
}

export const journeys = [
  {
    name: "a message becomes a task that a guest does and an animator validates, and each tells of the other",
    needs: "setup",
    async run({ browser, url, setup }) {
      const world = { url, ...(await project(url, setup)) };
      const { helene, karim, lou, room, path } = world;
      const [one, two] = await Promise.all([browser.window(), browser.window()]);
      const three = await browser.window({ width: 360, height: 740, touch: true });
      const row = (page) => page.getByRole("article").filter({ hasText: "Il faut relire" });
      await Promise.all([arrive(one, helene, `/rooms/${at(room)}`), arrive(two, karim, `/rooms/${at(room)}`)]);
      await arrive(three, lou, `${path}/tasks`);
      await three.getByText("Vous voyez ici les tâches que vous créez").waitFor();
      await browser.audit(three, "guest-empty", { phone: true });
      await two
        .getByRole("textbox", { name: /^Écrire dans/ })
        .fill("Relire les écrans avec le CCAS. Il faut relire avant vendredi.");
      await two.keyboard.press("Enter");
      await row(one).waitFor();
      await becomes(browser, one, two, row);
      await guest(browser, one, three, path, { helene, lou });
      await validates(browser, one, two, path, world, row);
      await offline(one, two, path, world);
      await done(one, two, three);
    },
  },
];
