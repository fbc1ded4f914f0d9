import { done, must, until } from "../browser.mjs";
import { administrator } from "../house.mjs";
import { arrive, ask, newPerson, visit } from "../people.mjs";

const at = encodeURIComponent;
const desk = { desk: true };
const dayMs = 86_400_000;
const halfYearMs = 180 * dayMs;
const dialog = (page) => page.getByRole("dialog");
const panel = (page) => page.getByRole("region", { name: "Détail" });
const column = (page, name) => page.getByRole("region", { name, exact: true });
const card = (place, title) => place.getByRole("link", { name: new RegExp(title) });
const row = (page, words) => page.getByRole("article").filter({ hasText: words });
const need = (page, words) => page.getByRole("main").getByRole("listitem").filter({ hasText: words });
const cameBack = (page) => page.evaluate(() => dispatchEvent(new Event("focus")));

/** A committee of an organisation: its animator, a contributor, a guest from outside, and a room of all three. */
async function committee(url, setup) {
  const marie = await administrator(url, setup);
  await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
  const names = ["Hélène Marchetti", "Karim Ouali", "Lou Martel"];
  const [helene, karim, lou] = await Promise.all(names.map((name) => newPerson(url, name)));
  const wished = { name: `Accueils ${Date.now()}`, label: `Accueils ${Date.now() % 10_000}` };
  const org = `/api/v1/organisations/${at((await ask(url, marie, "POST", "/api/v1/organisations", wished)).id)}`;
  for (const { id } of [helene, karim]) await ask(url, marie, "PUT", `${org}/members/${at(id)}`, { role: "approver" });
  await ask(url, helene, "POST", `${org}/externals`, { user_id: lou.id, expires_in_ms: halfYearMs });
  const wish = { model: "committee", name: "Comité des accueils", purpose: "Décider.", visibility: "private" };
  const body = { ...wish, joining: "invitation", request_id: `story ${helene.id}` };
  const { space_id: id } = await ask(url, helene, "POST", "/api/v1/spaces", body);
  const space = `/api/v1/spaces/${at(id)}`;
  await ask(url, helene, "PUT", space, { guests: true, apps: ["feed", "tasks", "decisions"] });
  for (const person of [karim, lou]) {
    await ask(url, helene, "POST", `/_matrix/client/v3/rooms/${at(id)}/invite`, { user_id: person.id });
    await ask(url, person, "POST", `${space}/join`, {});
  }
  const room = (await ask(url, helene, "POST", `${space}/rooms`, { name: "Parcours", private: true })).room_id;
  await ask(url, helene, "POST", `/_matrix/client/v3/rooms/${at(room)}/invite`, { user_id: karim.id });
  await ask(url, karim, "POST", `/_matrix/client/v3/rooms/${at(room)}/join`, {});
  return { helene, karim, lou, space, room, path: `/spaces/${at(id)}` };
}

async function says(page, text) {
  await page.getByRole("textbox", { name: /^Écrire dans/ }).fill(text);
  await page.keyboard.press("Enter");
}

/** What a message can become, by its menu. */
async function makesOf(page, words, item) {
  await row(page, words).hover();
  await row(page, words).getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** By one click a message becomes a task, and its row says so to who reads it; the task leads back. */
async function becomes(browser, one, two) {
  await says(two, "Relire les écrans avec le CCAS. Il faut relire avant vendredi.");
  await row(one, "Il faut relire").waitFor();
  await makesOf(one, "Il faut relire", "Créer une tâche…");
  await dialog(one).getByLabel("Titre").waitFor();
  const title = await dialog(one).getByLabel("Titre").inputValue();
  must(title === "Relire les écrans avec le CCAS", "Its title is not the message.");
  await browser.audit(one, "message-task", desk);
  await dialog(one).getByRole("button", { name: "Créer une tâche" }).click();
  await row(two, "Il faut relire").getByRole("link", { name: "Relire les écrans avec le CCAS" }).waitFor();
  await row(two, "Il faut relire").getByText("À faire").waitFor();
  await row(one, "Il faut relire").getByRole("link", { name: "Relire les écrans avec le CCAS" }).click();
  await panel(one).getByRole("region", { name: "D’où vient cette tâche" }).getByText("Il faut").waitFor();
  await panel(one).getByRole("link", { name: "Ouvrir dans Parcours" }).waitFor();
}

/** Nothing of the board is the guest's yet. */
async function empty(browser, three, path) {
  await visit(three, `${path}/tasks`);
  await three.getByText("Vous voyez ici les tâches que vous créez").waitFor();
  await browser.audit(three, "guest-empty", { phone: true });
  await visit(three, "/home");
}

/** In Accueil of a phone the guest finds what they were given, with what to do. */
async function given(browser, one, three, { lou }) {
  await panel(one).getByRole("button", { name: "Confier à" }).click();
  await panel(one).getByRole("textbox", { name: "Confier à" }).press("Escape");
  await panel(one).getByRole("textbox", { name: "Confier à" }).waitFor({ state: "detached" });
  await panel(one).getByRole("button", { name: "Confier à" }).click();
  await panel(one).getByRole("textbox", { name: "Confier à" }).fill("Lou");
  await panel(one)
    .getByRole("button", { name: new RegExp(lou.name) })
    .click();
  const told = need(three, "vous confie « Relire les écrans");
  await told.getByRole("button", { name: "Marquer comme faite" }).waitFor();
  await told.getByText("Comité des accueils").waitFor();
  await browser.audit(three, "task-given", { phone: true });
  await told.getByRole("link", { name: "Ouvrir" }).click();
  await panel(three).getByRole("textbox", { name: "Titre" }).waitFor();
  await browser.audit(three, "guest-task", { phone: true });
  must((await panel(three).getByText("D’où vient").count()) === 0, "The guest learns of a room that is not theirs.");
  await three.getByRole("link", { name: "Fermer le panneau" }).click();
}

/** A finger that stays takes a card; held at the edge of a phone it brings the next column, where the card is left. */
async function byFinger(page, title, to) {
  const finger = await page.context().newCDPSession(page);
  const touch = (type, ...points) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await card(page, title).waitFor();
  const from = await card(page, title).boundingBox();
  const start = { x: from.x + 60, y: from.y + 20 };
  const { width } = page.viewportSize();
  await touch("touchStart", start);
  await page.locator("[data-dragged]").waitFor();
  const y = start.y + 30;
  const middle = width / 2;
  await until(async () => {
    // Who was taken too far by a board that went on meanwhile, goes back.
    const edge = (await column(page, to).boundingBox()).x < 0 ? 8 : width - 8;
    for (const part of [0.3, 0.6, 1]) await touch("touchMove", { x: middle + (edge - middle) * part, y });
    await page.locator("[aria-current=true]", { hasText: to }).waitFor();
    // Away from the edge, the board stays where it is.
    for (const at of [Math.abs(edge - 80), middle]) await touch("touchMove", { x: at, y });
    const there = await column(page, to).boundingBox();
    return there.x < middle && middle < there.x + there.width;
  }, `The finger does not reach ${to}.`);
  await column(page, to).and(page.locator("[data-over]")).waitFor();
  await touch("touchEnd");
  await card(column(page, to), title).waitFor();
}

/** Everybody sees at once where a card goes, who ever takes it there. */
async function moves(one, two, three, path) {
  await visit(one, `${path}/tasks`);
  await visit(two, `${path}/tasks`);
  for (const page of [one, two]) await card(column(page, "À faire"), "Relire les écrans").waitFor();
  await byFinger(three, "Relire les écrans", "En cours");
  for (const page of [one, two]) await card(column(page, "En cours"), "Relire les écrans").waitFor();
  await card(two, "Relire les écrans").focus();
  await two.keyboard.press("Control+ArrowLeft");
  for (const page of [one, three]) await card(column(page, "À faire"), "Relire les écrans").waitFor();
}

/** Somebody is called in a comment, and answers in Accueil. */
async function answers(browser, one, three, { helene }) {
  await card(three, "Relire les écrans").click();
  await panel(three).locator("textarea[aria-label=Commenter]").pressSequentially("Vendredi ? @Hél");
  await three.getByRole("option", { name: new RegExp(helene.name) }).click();
  await three.keyboard.press("Enter");
  await visit(one, "/home");
  const told = need(one, "vous appelle dans « Relire les écrans");
  await told.getByRole("button", { name: "Répondre" }).click();
  await dialog(one).getByText("Vendredi ?").waitFor();
  await dialog(one).getByLabel("Votre réponse").fill("Oui, vendredi matin.");
  await browser.audit(one, "task-reply", desk);
  await dialog(one).getByRole("button", { name: "Envoyer" }).click();
  await told.waitFor({ state: "detached" });
  await panel(three).getByText("Oui, vendredi matin.").waitFor();
}

/** What is done waits for who validates: it is sent back with a reason, done again, and validated in place. */
async function validates(browser, one, three) {
  await panel(three).getByLabel("État").selectOption({ label: "À valider" });
  const apart = await panel(three).getByLabel("État").getByRole("option", { name: "Terminé" }).count();
  must(apart === 0, "A guest validates.");
  const told = need(one, "vous demande de valider « Relire les écrans");
  await told.getByRole("button", { name: "Renvoyer…" }).click();
  await dialog(one).getByLabel("Ce qui manque").fill("Il manque l’écran d’accueil.");
  await browser.audit(one, "task-back", desk);
  await dialog(one).getByRole("button", { name: "Renvoyer", exact: true }).click();
  await told.waitFor({ state: "detached" });
  await panel(three).getByText("Il manque l’écran d’accueil.").waitFor();
  await panel(three)
    .getByLabel("État")
    .locator("option:checked", { hasText: "En cours" })
    .waitFor({ state: "attached" });
  await panel(three).getByLabel("État").selectOption({ label: "À valider" });
  await told.getByRole("button", { name: "Valider", exact: true }).click();
  await told.waitFor({ state: "detached" });
  await visit(three, "/home");
  await need(three, "a validé « Relire les écrans").waitFor();
  // What they were called for is over with it.
  await need(three, "vous confie « Relire les écrans").waitFor({ state: "detached" });
  await visit(one, "/work?part=validated");
  await one
    .getByRole("region", { name: "Validées par moi" })
    .getByRole("link", { name: "Relire les écrans" })
    .waitFor();
}

/** The committee's decision is registered from the message that took it, taken, and gives birth to three tasks. */
async function decides(browser, url, one, two, { helene, karim, lou, space, room }) {
  await visit(one, `/rooms/${at(room)}`);
  await row(one, "Il faut relire").getByText("Terminé").waitFor();
  await browser.audit(one, "message-traced", desk);
  await row(one, "Il faut relire").getByRole("link", { name: "Relire les écrans avec le CCAS" }).click();
  await panel(one).getByRole("button", { name: "Voir les changements" }).click();
  await panel(one).getByRole("button", { name: "Annuler ce changement" }).first().click();
  await row(two, "Il faut relire").getByText("À valider").waitFor();
  await visit(one, `/rooms/${at(room)}`);
  await says(two, "On ferme l’accueil annexe en août.");
  await makesOf(one, "accueil annexe", "Enregistrer une décision…");
  await dialog(one).getByLabel("Objet").waitFor();
  await browser.audit(one, "decisions-message", desk);
  await dialog(one).getByRole("button", { name: "Enregistrer le projet" }).click();
  await row(one, "accueil annexe").getByRole("link", { name: /N° 1/ }).click();
  await panel(one).getByRole("region", { name: "D’où elle vient" }).getByText("Parcours").waitFor();
  await panel(one).getByText("On ferme l’accueil annexe en août.", { exact: true }).first().waitFor();
  must((await panel(one).getByText(" a écrit").count()) === 0, "What is decided says who wrote.");
  await panel(one).getByRole("button", { name: "Prendre la décision" }).click();
  await dialog(one).getByLabel("Instance").fill("Comité des accueils");
  await dialog(one).getByRole("button", { name: "Prendre la décision" }).click();
  await panel(one).getByText("Prise", { exact: true }).waitFor();
  for (const title of ["Prévenir les usagers", "Afficher les horaires", "Former les agents"]) {
    await panel(one).getByRole("textbox", { name: "Titre de la tâche" }).fill(title);
    await panel(one).getByRole("button", { name: "Créer une tâche" }).click();
    await panel(one)
      .getByRole("link", { name: new RegExp(title) })
      .waitFor();
  }
  const { tasks } = await ask(url, helene, "GET", `${space}/tasks`);
  const to = { "Prévenir les usagers": helene, "Afficher les horaires": karim, "Former les agents": lou };
  for (const task of tasks.filter((task) => task.title in to)) {
    const tied = (await ask(url, helene, "GET", `/api/v1/tasks/${task.id}/links`)).links;
    must(tied[0]?.title.startsWith("On ferme"), "A task does not lead back to its decision.");
    const set = { assignees: [to[task.title].id] };
    await ask(url, helene, "PATCH", `/api/v1/tasks/${task.id}`, { request_id: task.id, base: task.version, set });
  }
}

/** Everybody finds theirs under Mon travail, which is told of it while it is open. */
async function finds(browser, one, two, three) {
  const mine = [
    [one, "Prévenir les usagers"],
    [two, "Afficher les horaires"],
    [three, "Former les agents"],
  ];
  for (const [page] of mine) await visit(page, "/work");
  for (const [page, title] of mine) await page.getByRole("link", { name: title }).waitFor();
  must(
    (await three.getByRole("link", { name: "Prévenir les usagers" }).count()) === 0,
    "The guest has what is another's.",
  );
  await browser.audit(three, "guest-work", { phone: true });
  await two.getByRole("button", { name: "Faite : Afficher les horaires" }).click();
  await visit(two, "/home");
  // Done elsewhere, it waits no more.
  await cameBack(two);
  await need(two, "vous confie « Afficher les horaires").waitFor({ state: "detached" });
}

/** Who asked to be reminded is, though the day came nearer meanwhile, and says in Accueil of a phone that it is done. */
async function isReminded(browser, url, three, { helene, lou, space }) {
  const title = "Former les agents";
  const task = async () => (await ask(url, helene, "GET", `${space}/tasks`)).tasks.find((one) => one.title === title);
  const sets = async (request, set) => {
    const { id, version } = await task();
    await ask(url, helene, "PATCH", `/api/v1/tasks/${id}`, { request_id: request, base: version, set });
  };
  await sets("far", { due: "2031-03-04" });
  const wish = { days_before: 2, minute: 540, zone: "Europe/Paris" };
  await ask(url, lou, "PUT", `/api/v1/tasks/${(await task()).id}/reminder`, wish);
  await visit(three, "/home");
  await sets("near", { due: new Date(Date.now() + dayMs).toISOString().slice(0, 10) });
  const told = need(three, `Rappel : « ${title} »`);
  await told.getByText("échéance").waitFor();
  await browser.audit(three, "task-reminded", { phone: true });
  await told.getByRole("button", { name: "Marquer comme faite" }).click();
  await told.waitFor({ state: "detached" });
  must((await task()).state === "done", "What was marked as done is not.");
}

export const journeys = [
  {
    name: "a message becomes a task that goes over the board of three people, a decision gives birth to three, and everybody finds theirs",
    needs: "setup",
    async run({ browser, url, setup }) {
      const world = await committee(url, setup);
      const { helene, karim, lou, room, path } = world;
      const [one, two] = await Promise.all([browser.window(), browser.window()]);
      const three = await browser.window({ width: 360, height: 740, touch: true });
      await Promise.all([arrive(one, helene, `/rooms/${at(room)}`), arrive(two, karim, `/rooms/${at(room)}`)]);
      await arrive(three, lou, "/home");
      await becomes(browser, one, two);
      await empty(browser, three, path);
      await given(browser, one, three, world);
      await moves(one, two, three, path);
      await answers(browser, one, three, world);
      await validates(browser, one, three);
      await visit(two, `/rooms/${at(room)}`);
      await decides(browser, url, one, two, world);
      await finds(browser, one, two, three);
      await isReminded(browser, url, three, world);
      await done(one, two, three);
    },
  },
];
