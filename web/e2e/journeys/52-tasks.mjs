import { done, must, until } from "../browser.mjs";
import { arrive, ask, newPerson, once, twice, visit } from "../people.mjs";

const at = encodeURIComponent;
const desk = { desk: true };
const column = (page, name) => page.getByRole("region", { name, exact: true });
const card = (place, title) => place.getByRole("link", { name: new RegExp(title) });

/** A space with its animator, a contributor and a reader. */
async function project(url) {
  const people = ["Hélène Marchetti", "Karim Ouali", "Lou Martel"].map((name) => newPerson(url, name));
  const [helene, karim, lou] = await Promise.all(people);
  const wish = { model: "project", name: "Refonte du portail", purpose: "Tout en ligne.", visibility: "public" };
  const body = { ...wish, joining: "free", request_id: `tasks ${helene.id}` };
  const space = `/api/v1/spaces/${at((await ask(url, helene, "POST", "/api/v1/spaces", body)).space_id)}`;
  for (const person of [karim, lou]) await ask(url, person, "POST", `${space}/join`, {});
  await ask(url, helene, "PUT", `${space}/members/${at(lou.id)}`, { role: "reader" });
  return { helene, karim, lou, space, path: `${space.replace("/api/v1", "")}/tasks` };
}

/** Adds by the foot of a column, one by one and by a list; the other window sees it. */
async function adds(browser, one, two) {
  await one.getByRole("button", { name: "Créer une tâche" }).click();
  const line = one.getByRole("textbox", { name: "Nouvelle tâche dans À faire" });
  for (const title of ["Relire les écrans", "Purger les comptes"]) {
    await line.fill(title);
    await line.press("Enter");
  }
  await card(column(two, "À faire"), "Purger les comptes").waitFor();
  await line.fill("De trop");
  await line.press("Enter");
  await card(column(two, "À faire"), "De trop").waitFor();
  await line.press("Control+z");
  await card(column(two, "À faire"), "De trop").waitFor({ state: "detached" });
  await line.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "- Former les agents\n- Écrire la lettre");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await one.getByRole("heading", { name: "Ajouter 2 tâches ?" }).waitFor();
  await browser.audit(one, "tasks-paste", desk);
  await one.getByRole("dialog").getByRole("button", { name: "Ajouter" }).click();
  await card(column(two, "À faire"), "Écrire la lettre").waitFor();
}

/** By mouse, by keys and by the menu. */
async function moves(browser, one, two) {
  const from = await card(one, "Relire les écrans").boundingBox();
  const to = await column(one, "En cours").boundingBox();
  await one.mouse.move(from.x + 40, from.y + 20);
  await one.mouse.down();
  await one.mouse.move(from.x + 80, from.y + 40, { steps: 3 });
  await one.mouse.move(to.x + to.width / 2, to.y + 120, { steps: 5 });
  await one.mouse.up();
  await card(column(two, "En cours"), "Relire les écrans").waitFor();
  await card(one, "Purger les comptes").focus();
  await one.keyboard.press("Control+ArrowRight");
  await one.getByText(/«\sPurger les comptes\s»\s: En cours/).waitFor({ state: "attached" });
  await card(column(two, "En cours"), "Purger les comptes").waitFor();
  await column(one, "En cours").locator("a:focus", { hasText: "Purger les comptes" }).waitFor();
  await card(one, "Former les agents").hover();
  await one.getByRole("button", { name: "Actions pour Former les agents" }).click();
  await one.getByRole("menuitem", { name: "À valider" }).waitFor();
  await browser.audit(one, "tasks-menu", desk);
  await one.getByRole("menuitem", { name: "À valider" }).click();
  await card(column(two, "À valider"), "Former les agents").waitFor();
}

/** Two who write the same title: the second is told, and takes theirs again. */
async function conflicts(browser, one, two) {
  for (const page of [one, two]) {
    await card(page, "Relire les écrans").click();
    await page.getByRole("textbox", { name: "Titre" }).waitFor();
  }
  await two.context().setOffline(true);
  await two.getByRole("textbox", { name: "Titre" }).fill("Relire tous les écrans");
  await two.getByRole("textbox", { name: "Titre" }).press("Enter");
  await card(column(two, "En cours"), "Relire tous les écrans").waitFor();
  await one.getByRole("textbox", { name: "Titre" }).fill("Relire avec le CCAS");
  await one.getByRole("textbox", { name: "Titre" }).press("Enter");
  await one.getByRole("button", { name: "Je m’en charge" }).click();
  await one.getByText("pas encore enregistré").waitFor({ state: "detached" });
  await two.context().setOffline(false);
  await two.getByText(/il reste «\sRelire avec le CCAS\s»/).waitFor();
  await browser.audit(two, "tasks-outrun", desk);
  await two.getByRole("button", { name: "Remettre ma version" }).click();
  await card(column(one, "En cours"), "Relire tous les écrans").waitFor();
  await one.getByRole("button", { name: "Voir les changements" }).click();
  await one.getByRole("button", { name: "Annuler ce changement" }).first().waitFor();
  await browser.audit(one, "tasks-task");
}

/** When it begins, how long it takes and what it costs; what cannot be is said at its field, and not kept. */
async function plans(url, one, two, { karim, space }) {
  const line = (page, name) => page.getByRole("region", { name: "Détail" }).getByLabel(name, { exact: true });
  const writes = async (name, words) => {
    await line(one, name).fill(words);
    await line(one, name).press("Enter");
  };
  await writes("Début", "2031-04-01");
  await writes("Durée", "5");
  await until(
    async () => (await line(two, "Échéance").inputValue()) === "05/04/2031",
    "How long it takes does not move its end.",
  );
  for (const [words, wrong] of [
    ["31/12/9999", "Donnez une date entre 1970 et 2200."],
    ["2031-03-01", "L’échéance précède le début."],
  ]) {
    await writes("Échéance", words);
    await one.getByText(wrong).waitFor();
  }
  await writes("Échéance", "2031-04-05");
  await writes("Temps estimé", "beaucoup");
  await one.getByText("Écrivez par exemple 1 h 30").waitFor();
  await writes("Temps estimé", "1 h 30");
  await writes("Temps passé", "45 min");
  await until(async () => {
    const { tasks } = await ask(url, karim, "GET", `${space}/tasks`);
    const task = tasks.find(({ title }) => title === "Relire tous les écrans");
    return task.due === "2031-04-05" && task.estimate_minutes === 90 && task.spent_minutes === 45;
  }, "What was planned is not kept.");
}

const dayMs = 86_400_000;
/** A day so many from now, as the server counts them; that of a browser may be the next one. */
const dayIn = (days) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
const need = (page, words) => page.getByRole("main").getByRole("listitem").filter({ hasText: words });

/** Who watches a task by one click is told in Accueil when it goes on, and watches it no more from there. */
async function watches(browser, url, two, { helene, space }, path) {
  const title = "Écrire la lettre";
  const task = async () => (await ask(url, helene, "GET", `${space}/tasks`)).tasks.find((one) => one.title === title);
  await visit(two, `${path}/${at((await task()).id)}`);
  await two.getByRole("button", { name: "Suivre", exact: true }).click();
  await two.getByRole("button", { name: "Ne plus suivre" }).click();
  await two.getByRole("button", { name: "Suivre", exact: true }).click();
  await two.getByRole("button", { name: "Ne plus suivre" }).waitFor();
  await two.getByText("pas encore enregistré").waitFor({ state: "detached" });
  await browser.audit(two, "tasks-watching", desk);
  await until(async () => (await task()).watchers?.length === 1, "Nobody watches.");
  await visit(two, "/home");
  const { id, version } = await task();
  const set = { place: { column: "doing" } };
  await ask(url, helene, "PATCH", `/api/v1/tasks/${id}`, { request_id: "on", base: version, set });
  const told = need(two, `a travaillé sur « ${title} »`);
  await told.getByRole("link", { name: "Ouvrir" }).waitFor();
  await browser.audit(two, "task-watched");
  await told.getByRole("button", { name: "Ne plus suivre" }).click();
  await told.waitFor({ state: "detached" });
  must(!(await task()).watchers?.length, "Who stopped watching watches.");
}

/** Every part of Mon travail has its task; what is due tomorrow is told in Accueil, and done there. */
async function isDue(browser, url, one, { helene, karim, space }) {
  const days = [
    ["En retard", "Rendre la clé", -2],
    ["Aujourd’hui", "Ouvrir le guichet", 0],
    // Weeks end with their Sunday.
    [new Date().getUTCDay() === 0 ? "Plus tard" : "Cette semaine", "Imprimer les affiches", 1],
    ["Plus tard", "Ranger l’annexe", 40],
  ];
  for (const [, title, days_] of days) {
    const set = { title, due: dayIn(days_), assignees: [helene.id] };
    await ask(url, karim, "POST", `${space}/tasks`, { request_id: title, set });
  }
  await visit(one, "/work");
  for (const [part, title] of days)
    await one.getByRole("region", { name: part }).getByRole("link", { name: title }).waitFor();
  await browser.audit(one, "tasks-work-days");
  await visit(one, "/home");
  const told = need(one, "Échéance proche : « Imprimer les affiches »");
  await told.getByText("échéance : demain").waitFor();
  await browser.audit(one, "task-due", desk);
  await told.getByRole("button", { name: "Marquer comme faite" }).click();
  await told.waitFor({ state: "detached" });
  const { tasks } = await ask(url, helene, "GET", `${space}/tasks`);
  must(tasks.find((task) => task.title === "Imprimer les affiches").state === "done", "What is done is not.");
}

/** What the board asks besides, in words and as a day, is written in the panel and read by the other. */
async function fills(url, one, two, { helene, space }) {
  const { version: base } = await ask(url, helene, "GET", `${space}/board`);
  const fields = [
    { id: "ref", name: "Référence", kind: "text", choices: [] },
    { id: "signed", name: "Signée le", kind: "date", choices: [] },
  ];
  await ask(url, helene, "PUT", `${space}/board`, { base, fields });
  const field = (page, name) => page.getByRole("region", { name: "Détail" }).getByLabel(name, { exact: true });
  for (const [name, words, kept] of [
    ["Référence", "DSI-2031/7", "DSI-2031/7"],
    ["Signée le", "2031-03-04", "04/03/2031"],
  ]) {
    await field(one, name).fill(words);
    await field(one, name).press("Enter");
    await until(async () => (await field(two, name).inputValue()) === kept, `${name} is not kept.`);
  }
}

/** Put away, found in the list, deleted. */
async function deletes(browser, one) {
  await one.getByRole("button", { name: "Actions", exact: true }).click();
  await browser.audit(one, "tasks-actions", desk);
  await one.getByRole("menuitem", { name: "Archiver" }).click();
  await one.getByText("Archivée", { exact: true }).waitFor();
  await one.getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Supprimer" }).click();
  await one.getByRole("heading", { name: "Supprimer cette tâche ?" }).waitFor();
  await browser.audit(one, "tasks-delete", desk);
  await one.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
  await one.getByText("Tâche supprimée").waitFor();
}

/** On a phone, too, the tools of a board stand beside each other. */
async function toolsInOneRow(page) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const boxes = await Promise.all([
    page.getByRole("button", { name: "Filtrer" }).boundingBox(),
    page.getByRole("button", { name: "Fichiers et programmes" }).boundingBox(),
  ]);
  await page.setViewportSize(before);
  const middles = boxes.map(({ y, height }) => Math.round(y + height / 2));
  must(Math.abs(middles[0] - middles[1]) <= 2, `the tools of a board take two rows: ${middles.join(", ")}`);
}

export const journeys = [
  {
    name: "tasks go over the board of two people at once, offline too, and a reader changes nothing",
    async run({ browser, url }) {
      const { helene, karim, lou, space, path } = await project(url);
      const [one, two, three] = await Promise.all([browser.window(), browser.window(), browser.window()]);
      await Promise.all([arrive(one, helene, path), arrive(two, karim, path)]);
      await two.getByRole("heading", { name: "Pas encore de tâche ici" }).waitFor();
      await adds(browser, one, two);
      await moves(browser, one, two);
      await browser.audit(one, "tasks-board");
      await toolsInOneRow(one);
      await conflicts(browser, one, two);
      await plans(url, one, two, { karim, space });
      await fills(url, one, two, { helene, space });
      await deletes(browser, one);
      await one.getByText("Liste", { exact: true }).click();
      await one.getByRole("region", { name: "Liste des tâches" }).waitFor();
      await browser.audit(one, "tasks-list");
      // What waits for the network survives a reload.
      await two.route("**/api/v1/spaces/*/tasks", (route) =>
        route.request().method() === "POST" ? route.abort() : route.continue(),
      );
      await two.goto(path);
      await column(two, "À faire").getByRole("button", { name: "Ajouter une tâche" }).click();
      await two.getByRole("textbox", { name: "Nouvelle tâche dans À faire" }).fill("Écrit sans réseau");
      await two.keyboard.press("Enter");
      await card(two, "Écrit sans réseau").waitFor();
      await two.reload();
      await card(two, "Écrit sans réseau").waitFor();
      await two.unroute("**/api/v1/spaces/*/tasks");
      await two.evaluate(() => ["offline", "online"].map((kind) => dispatchEvent(new Event(kind))));
      const titles = async () => (await ask(url, karim, "GET", `${space}/tasks`)).tasks.map((task) => task.title);
      await until(async () => (await titles()).includes("Écrit sans réseau"), "What was queued was not sent.");
      await arrive(three, lou, path);
      await card(three, "Écrire la lettre").waitFor();
      const controls = three.getByRole("button", { name: /^(Nouvelle|Ajouter|Créer)|Actions pour/ });
      must((await controls.count()) === 0, "A reader has controls.");
      await one.goto("/work");
      await one.getByRole("link", { name: "Former les agents" }).waitFor();
      await browser.audit(one, "tasks-work");
      await one.getByRole("button", { name: "Tâche", exact: true }).click();
      await one.getByRole("dialog").getByLabel("Titre").fill("Appeler l’éditeur");
      await one.getByRole("dialog").getByText("Visible par 3 personnes").waitFor();
      await browser.audit(one, "tasks-new", desk);
      await twice(one.getByRole("dialog").getByRole("button", { name: "Créer une tâche" }));
      await one.getByRole("link", { name: "Appeler l’éditeur" }).waitFor();
      once(
        (await titles()).filter((title) => title === "Appeler l’éditeur"),
        "a task",
      );
      // What is given to somebody stands before them at once, whatever board it is of.
      const given = { request_id: "given", set: { title: "Prévenir le guichet", assignees: [helene.id] } };
      const { id, version } = await ask(url, karim, "POST", `${space}/tasks`, given);
      await one.getByRole("link", { name: "Prévenir le guichet" }).waitFor();
      const reworded = { request_id: "reworded", base: version, set: { title: "Prévenir les guichets" } };
      await ask(url, karim, "PATCH", `/api/v1/tasks/${id}`, reworded);
      await one.getByRole("link", { name: "Prévenir les guichets" }).waitFor();
      await watches(browser, url, two, { helene, space }, path);
      await isDue(browser, url, one, { helene, karim, space });
      await done(one, two, three);
    },
  },
];
