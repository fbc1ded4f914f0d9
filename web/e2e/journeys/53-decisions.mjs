import { done, must, until } from "../browser.mjs";
import { arrive, ask, newPerson, visit } from "../people.mjs";

const at = encodeURIComponent;
const desk = { desk: true };
const dialog = (page) => page.getByRole("dialog");
const panel = (page) => page.getByRole("region", { name: "Détail" });
const row = (page, title) =>
  page.getByRole("region", { name: "Registre des décisions" }).getByRole("link", { name: title });

const under = (page, section, title) =>
  panel(page).getByRole("region", { name: section }).getByRole("link", { name: title });

/** A committee with a board, its animator, a contributor and a reader. */
async function committee(url) {
  const people = ["Hélène Marchetti", "Karim Ouali", "Lou Martel"].map((name) => newPerson(url, name));
  const [helene, karim, lou] = await Promise.all(people);
  const wish = { model: "committee", name: "Comité des accueils", purpose: "Décider.", visibility: "public" };
  const body = { ...wish, joining: "free", request_id: `decisions ${helene.id}` };
  const space = `/api/v1/spaces/${at((await ask(url, helene, "POST", "/api/v1/spaces", body)).space_id)}`;
  await ask(url, helene, "PUT", space, { apps: ["feed", "tasks", "decisions"] });
  for (const person of [karim, lou]) await ask(url, person, "POST", `${space}/join`, {});
  await ask(url, helene, "PUT", `${space}/members/${at(lou.id)}`, { role: "reader" });
  return { helene, karim, lou, space, path: `${space.replace("/api/v1", "")}/decisions` };
}

/** A draft is written, left, found again, recorded, and somebody is asked to take it. */
async function drafts(browser, two, three, path, helene) {
  await Promise.all(
    [two, three].map((page) => page.getByRole("heading", { name: "Rien n’a encore été décidé ici" }).waitFor()),
  );
  await browser.audit(two, "decisions-empty");
  await two.getByRole("button", { name: "Nouvelle décision" }).click();
  await panel(two).getByLabel("Objet").fill("Ouvrir le guichet le samedi");
  await visit(two, path);
  await panel(two).waitFor({ state: "detached" });
  await two.keyboard.press("n");
  await panel(two).getByLabel("Question posée").fill("Quand accueillir qui travaille ?");
  await panel(two).getByLabel("Ce qui est décidé").fill("Le guichet ouvre le samedi matin, de 9 h à 12 h.");
  await browser.audit(two, "decisions-new");
  await panel(two).getByRole("button", { name: "Enregistrer le projet" }).click();
  await panel(two).getByText("Ce projet attend qu’une personne").waitFor();
  // Whoever has the register before them sees it come.
  await row(three, /Ouvrir le guichet/).click();
  await panel(three).getByText("Projet", { exact: true }).waitFor();
  must(
    (await panel(two).getByRole("textbox", { name: "Objet" }).inputValue()) === "Ouvrir le guichet le samedi",
    "What was begun is lost.",
  );
  await panel(two).getByRole("button", { name: "Demander à quelqu’un" }).click();
  await panel(two).getByRole("textbox", { name: "Demander à quelqu’un" }).fill("Hél");
  await panel(two)
    .getByRole("button", { name: new RegExp(helene.name) })
    .click();
  await panel(two)
    .getByRole("button", { name: /^Fermer/ })
    .click();
  await browser.audit(two, "decisions-draft");
}

/** Who is asked finds it in Accueil, takes it there, and a task comes of it; when that is done, it is executed. */
async function takes(browser, url, one, three, { helene, space }) {
  await one.getByText("vous demande de prendre la décision").waitFor();
  await browser.audit(one, "decisions-home", desk);
  await one.getByRole("link", { name: "Prendre la décision" }).click();
  await dialog(one).getByText("Il manque qui a décidé").waitFor();
  await dialog(one).getByLabel("Instance").fill("Comité des accueils");
  await dialog(one).getByText("Il manque qui a décidé").waitFor({ state: "detached" });
  await dialog(one).getByLabel("Réunion").fill("Comité du 12 novembre, point 3");
  await browser.audit(one, "decisions-take");
  await dialog(one).getByRole("button", { name: "Prendre la décision" }).click();
  await panel(one).getByText("Prise", { exact: true }).waitFor();
  await panel(three).getByText("Prise", { exact: true }).waitFor();
  await panel(three).getByText("Comité du 12 novembre, point 3").waitFor();
  await panel(one).getByRole("textbox", { name: "Titre de la tâche" }).fill("Afficher les horaires");
  await panel(one).getByRole("button", { name: "Créer une tâche" }).click();
  await panel(one)
    .getByRole("link", { name: /Afficher les horaires/ })
    .waitFor();
  await browser.audit(one, "decisions-taken");
  await panel(one)
    .getByText(/^enregistrée par /)
    .waitFor();
  await panel(one).getByRole("button", { name: "Dire qu’elle est exécutée" }).click();
  await dialog(one).getByText("1 tâche qui en découle n’est pas finie.").waitFor();
  await browser.audit(one, "decisions-execute", desk);
  await dialog(one).getByRole("button", { name: "Annuler" }).click();
  const [task] = (await ask(url, helene, "GET", `${space}/tasks`)).tasks;
  const tied = (await ask(url, helene, "GET", `/api/v1/tasks/${task.id}/links`)).links;
  must(tied[0]?.title === "Ouvrir le guichet le samedi", "The task does not lead back.");
  const set = { place: { column: "done" } };
  await ask(url, helene, "PATCH", `/api/v1/tasks/${task.id}`, { request_id: "over", base: task.version, set });
  await one.evaluate(() => dispatchEvent(new Event("focus")));
  await panel(one).getByText("Toutes ses tâches sont faites").waitFor();
  await panel(one).getByRole("button", { name: "Dire qu’elle est exécutée" }).click();
  await panel(one).getByText("Exécutée", { exact: true }).waitFor();
  await panel(one).getByRole("button", { name: "Voir les changements" }).click();
  await panel(one).getByText("Historique").waitFor();
  await panel(one).getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Imprimer cette décision" }).waitFor();
  await browser.audit(one, "decisions-actions", desk);
  await one.keyboard.press("Escape");
}

/** Two who write the same: the second is told, and nothing written is lost. */
async function conflicts(browser, url, one, { karim, space, path }) {
  const wish = { request_id: "annexe", set: { title: "Fermer l’annexe en août" } };
  const draft = await ask(url, karim, "POST", `${space}/decisions`, wish);
  await visit(one, `${path}/${at(draft.id)}`);
  const title = panel(one).getByRole("textbox", { name: "Objet" });
  await until(async () => (await title.inputValue()) === wish.set.title, "The draft does not open.");
  await panel(one).getByRole("textbox", { name: "Objet" }).fill("Fermer l’annexe au mois d’août");
  const body = { request_id: "faster", base: draft.version, set: { title: "Fermer l’annexe du 1er au 31 août" } };
  await ask(url, karim, "PATCH", `/api/v1/decisions/${draft.id}`, body);
  await panel(one).getByRole("textbox", { name: "Objet" }).press("Enter");
  await panel(one).getByText("a changé pendant que vous écriviez").waitFor();
  await browser.audit(one, "decisions-outrun", desk);
  await panel(one).getByRole("button", { name: "Mettre ma version" }).click();
  await row(one, /Fermer l’annexe au mois/).waitFor();
  return draft.id;
}

/** What somebody does is to be decided: each says which came of the other, on paper, too. */
async function ofTask(browser, url, one, { helene, space, path }) {
  const [task] = (await ask(url, helene, "GET", `${space}/tasks`)).tasks;
  await visit(one, `${path.replace(/decisions$/, "tasks")}/${at(task.id)}`);
  await panel(one).getByRole("textbox", { name: "Titre" }).waitFor();
  await one.getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Enregistrer une décision…" }).click();
  await panel(one).getByLabel("Objet").fill("Imprimer les horaires en grand");
  await panel(one).getByRole("button", { name: "Enregistrer le projet" }).click();
  await under(one, "D’où elle vient", /Afficher les horaires/).waitFor();
  const draft = new URL(one.url()).pathname;
  await panel(one).getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Imprimer cette décision" }).click();
  await one.getByRole("heading", { name: "D’où elle vient" }).waitFor();
  await one.getByText("Afficher les horaires (faite)").waitFor();
  await browser.audit(one, "decisions-print-one", desk);
  await visit(one, draft);
  await under(one, "D’où elle vient", /Afficher les horaires/).click();
  await under(one, "Ce qui en découle", /Imprimer les horaires/).waitFor();
  await under(one, "D’où vient cette tâche", /Ouvrir le guichet/).waitFor();
  await browser.audit(one, "tasks-ways", desk);
}

export const journeys = [
  {
    name: "a decision is drafted, taken by who is asked, gives birth to a task, is executed, and stands in the register",
    async run({ browser, url }) {
      const made = await committee(url);
      const { helene, karim, lou, space, path } = made;
      const [one, two, three] = await Promise.all([browser.window(), browser.window(), browser.window()]);
      await Promise.all([arrive(one, helene, "/home"), arrive(two, karim, path), arrive(three, lou, path)]);
      await drafts(browser, two, three, path, helene);
      await takes(browser, url, one, three, made);
      await conflicts(browser, url, one, made);
      await ofTask(browser, url, one, made);
      const first = (await ask(url, helene, "GET", `${space}/decisions`)).decisions.find((d) => d.number === 1);
      const later = { title: "Ouvrir aussi le jeudi soir", body: "Comité", state: "taken", supersedes: first.id };
      await ask(url, helene, "POST", `${space}/decisions`, { request_id: "later", set: later });
      await panel(three).getByText("Remplacée par la décision").waitFor();
      must((await three.getByRole("button", { name: "Nouvelle décision" }).count()) === 0, "A reader records.");
      must((await panel(three).getByRole("textbox").count()) === 0, "A reader writes.");
      await browser.audit(three, "decisions-superseded");
      await visit(three, path);
      await three.getByRole("searchbox", { name: "Chercher dans le registre" }).fill("GUICHET");
      await row(three, /Ouvrir aussi/).waitFor({ state: "detached" });
      await browser.audit(three, "decisions-register");
      await three.getByRole("button", { name: "Actions du registre" }).click();
      await browser.audit(three, "decisions-register-actions", desk);
      await three.getByRole("menuitem", { name: "Registre à imprimer" }).click();
      await three.getByText("Le guichet ouvre le samedi matin").waitFor();
      await browser.audit(three, "decisions-print");
      await done(one, two, three);
    },
  },
];
