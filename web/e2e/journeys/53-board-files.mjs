import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { done, must, until } from "../browser.mjs";
import { arrive, ask, newPerson, visit } from "../people.mjs";

const at = encodeURIComponent;
const desk = { desk: true };
const card = (place, title) => place.getByRole("link", { name: new RegExp(title) });
const dialog = (page) => page.getByRole("dialog");
const item = (page, name) => page.getByRole("menuitem", { name });

/** A space with its animator and a contributor, and tasks of which one is late. */
async function project(url) {
  const [nadia, yanis] = await Promise.all(["Nadia Benali", "Yanis Roux"].map((name) => newPerson(url, name)));
  const wish = { model: "project", name: "Budget participatif", purpose: "Ensemble.", visibility: "public" };
  const body = { ...wish, joining: "free", request_id: `files ${nadia.id}` };
  const space = `/api/v1/spaces/${at((await ask(url, nadia, "POST", "/api/v1/spaces", body)).space_id)}`;
  await ask(url, yanis, "POST", `${space}/join`, {});
  const make = (title, more) => {
    const wish = { request_id: title, set: { title, ...more } };
    return ask(url, nadia, "POST", `${space}/tasks`, wish);
  };
  await make("Ouvrir le vote", { due: "2020-01-06" });
  await make("Afficher les projets", {});
  await make("Compter les voix", { description: "À deux,\nà voix haute ; deux fois" });
  return { nadia, yanis, space, path: `${space.replace("/api/v1", "")}/tasks` };
}

const views = (page) => page.getByRole("button", { name: /^Vue/ });
async function view(page, name) {
  await views(page).click();
  await item(page, name).click();
}

/** A look is kept under a name, marked when it is changed, opened by its link, and goes. */
async function keepsViews(browser, one, two, path) {
  await one.getByText("Liste", { exact: true }).click();
  await one.getByRole("button", { name: "Filtrer" }).click();
  await one.getByLabel("Échéance").selectOption({ label: "En retard" });
  await one.keyboard.press("Escape");
  await card(one, "Afficher les projets").waitFor({ state: "detached" });
  await views(one).click();
  await one.getByText(/Aucune vue pour l’instant/).waitFor();
  await browser.audit(one, "views-none", desk);
  await item(one, "Enregistrer comme vue…").click();
  await dialog(one).getByLabel("Nom de la vue").fill("En retar");
  await dialog(one).getByLabel("Pour tout l’espace").check();
  await browser.audit(one, "views-keep");
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await one.getByRole("button", { name: "Vue : En retar", exact: true }).waitFor();
  await view(one, "Renommer ou partager…");
  await dialog(one).getByLabel("Nom de la vue").fill("En retard");
  await browser.audit(one, "views-rename", desk);
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await one.getByRole("button", { name: "Vue : En retard", exact: true }).waitFor();
  await one.getByText("Table", { exact: true }).click();
  await one.getByRole("button", { name: "Vue : En retard (modifiée)" }).click();
  await item(one, "Enregistrer les changements").waitFor();
  await browser.audit(one, "views-changed");
  await item(one, "Enregistrer les changements").click();
  await one.getByRole("button", { name: "Vue : En retard", exact: true }).waitFor();
  const link = new URL(one.url()).searchParams.get("saved");
  await visit(two, `${path}?saved=${link}`);
  await two.getByRole("table", { name: "Table des tâches" }).waitFor();
  await card(two, "Ouvrir le vote").waitFor();
  must((await card(two, "Compter les voix").count()) === 0, "The link does not filter.");
  await views(two).click();
  await item(two, "Quitter la vue").waitFor();
  must((await item(two, "Supprimer la vue…").count()) === 0, "Who does not arrange the board removes a view of all.");
  await two.keyboard.press("Escape");
  await view(one, "Supprimer la vue…");
  await browser.audit(one, "views-remove", desk);
  await dialog(one).getByRole("button", { name: "Supprimer" }).click();
  await one.getByRole("button", { name: "Vues", exact: true }).waitFor();
  await two.goto(`${path}?saved=${link}`);
  await two.getByText("Cette vue n’existe plus.").waitFor();
  await visit(one, path);
}

async function tool(page, name) {
  await page.getByRole("button", { name: "Fichiers et programmes" }).click();
  await item(page, name).click();
}
async function saved(page, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), tool(page, name)]);
  return readFile(await file.path(), "utf8");
}

/** What is shown goes out, and all of it. */
async function exports_(browser, one, path) {
  await visit(one, `${path}?q=${at("voix")}`);
  await card(one, "Ouvrir le vote").waitFor({ state: "detached" });
  await one.getByRole("button", { name: "Fichiers et programmes" }).click();
  await item(one, "Exporter la tâche affichée (CSV)").waitFor();
  await browser.audit(one, "board-tools");
  await one.keyboard.press("Escape");
  const some = await saved(one, "Exporter la tâche affichée (CSV)");
  must(some.startsWith('\ufeff"Numéro";') && some.includes("à voix haute ; deux fois"), "What is shown is not saved.");
  must(!some.includes("Ouvrir le vote"), "What is not shown is saved.");
  await visit(one, path);
  await card(one, "Ouvrir le vote").waitFor();
  must((await saved(one, "Exporter tout le tableau (CSV)")).includes("Ouvrir le vote"), "Not all is saved.");
}

const csv = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text, "latin1") });

/** A file is looked at line by line, then read, and what it made can be taken back. */
async function imports(browser, one, two) {
  await tool(one, "Importer un fichier CSV…");
  const field = dialog(one).locator("input[type=file]");
  await dialog(one).getByText("Rien n’est créé avant").waitFor();
  await browser.audit(one, "board-import", desk);
  await field.setInputFiles({ name: "plan.xlsx", mimeType: "application/zip", buffer: Buffer.from("PK") });
  await dialog(one).getByText("C’est un classeur").waitFor();
  await field.setInputFiles(csv("gros.csv", "x".repeat(2 * 1024 * 1024 + 1)));
  await dialog(one).getByText("Ce fichier dépasse 2 Mo").waitFor();
  await field.setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("Titre\nA\n", "utf16le") });
  await dialog(one).getByText("ne sont pas lisibles").waitFor();
  await field.setInputFiles(csv("lune.csv", "Titre;Lune\nA;1\n"));
  await dialog(one).getByText("Ce tableau n’a pas la colonne « Lune »").waitFor();
  await field.setInputFiles(csv("vide.csv", "Titre;Échéance\nInviter;demain\n"));
  await dialog(one).getByText("Rien à importer").waitFor();
  must(await dialog(one).getByRole("button", { name: "Importer", exact: true }).isDisabled(), "Nothing is imported.");
  const text =
    "Titre;Échéance;Priorité;État\nRéserver la salle;31/12/2030;haute;\nInviter;demain;;\n;;;\nLouer;;;Ailleurs\n";
  await field.setInputFiles(csv("suite.csv", text.replace(";;;\n", ";;basse;\n")));
  await dialog(one).getByText("1 tâche sera créée.").waitFor();
  const faults = dialog(one).getByRole("table", { name: "Lignes qui ne conviennent pas" });
  await faults.getByRole("row", { name: /3 Échéance.*demain.*Une date s’écrit/ }).waitFor();
  await faults.getByRole("row", { name: /4 Titre.*Le titre manque/ }).waitFor();
  await faults.getByRole("row", { name: /5 État.*Ailleurs.*pas de colonne de ce nom/ }).waitFor();
  await browser.audit(one, "board-import-report");
  await dialog(one).getByRole("button", { name: "Importer 1 tâche" }).click();
  await card(two, "Haute.*Réserver la salle").waitFor();
  await dialog(one).getByRole("button", { name: "Terminé" }).click();
  await one.getByRole("button", { name: "Annuler", exact: true }).click();
  await card(two, "Réserver la salle").waitFor({ state: "detached" });
}

/** A program hears what it is to hear, is tried, paused, and told no more. */
async function tellsPrograms(browser, one, two, space, { url, nadia }) {
  const heard = [];
  const program = createServer((asked, answer) => {
    let body = "";
    asked.on("data", (some) => {
      body += some;
    });
    asked.on("end", () => {
      heard.push(JSON.parse(body).type);
      answer.writeHead(204).end();
    });
  });
  await new Promise((listening) => program.listen(0, "127.0.0.1", listening));
  try {
    await tool(one, "Programmes prévenus");
    await one.getByRole("heading", { name: "Aucun programme n’est prévenu" }).waitFor();
    await browser.audit(one, "webhooks-none", desk);
    await one.getByRole("button", { name: "Ajouter", exact: true }).click();
    await dialog(one).getByLabel("Adresse du programme").fill("programme.exemple");
    await dialog(one).getByRole("button", { name: "Ajouter" }).click();
    await dialog(one).getByText("Cette adresse ne convient pas.").waitFor();
    await browser.audit(one, "webhooks-add");
    await dialog(one).getByLabel("Adresse du programme").fill(`http://127.0.0.1:${program.address().port}/taches#non`);
    await dialog(one).getByRole("button", { name: "Ajouter" }).click();
    await dialog(one).getByText("Cette adresse ne convient pas.").waitFor();
    await dialog(one).getByLabel("Adresse du programme").fill(`http://127.0.0.1:${program.address().port}/taches`);
    await dialog(one).getByLabel("le tableau lui-même change").uncheck();
    await dialog(one).getByRole("button", { name: "Ajouter" }).click();
    await dialog(one).getByRole("heading", { name: "Le secret du programme" }).waitFor();
    must((await dialog(one).getByLabel("Secret").inputValue()).startsWith("whsec_"), "There is no secret.");
    await browser.audit(one, "webhooks-secret", desk);
    await dialog(one).getByRole("button", { name: "Je l’ai copié" }).click();
    await one.getByText("Pas encore appelé").waitFor();
    await one.getByRole("button", { name: "Essayer" }).click();
    await one.getByText("Le programme a répondu (204).").first().waitFor();
    const wish = { request_id: "told", set: { title: "Remercier" } };
    await ask(url, nadia, "POST", `${space}/tasks`, wish);
    await until(() => heard.includes("task.changed"), "The program was not told.");
    await one.getByRole("button", { name: "Choisir de quoi…" }).click();
    await dialog(one).getByLabel("une tâche est supprimée").uncheck();
    await browser.audit(one, "webhooks-edit", desk);
    await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
    await one.getByRole("button", { name: "Mettre en pause" }).click();
    await one.getByText("En pause", { exact: true }).waitFor();
    await one.getByText(/derniers appels|Dernier appel/).click();
    await browser.audit(one, "webhooks");
    await one.getByRole("button", { name: "Supprimer…" }).click();
    await browser.audit(one, "webhooks-remove", desk);
    await dialog(one).getByRole("button", { name: "Ne plus prévenir" }).click();
    await one.getByRole("heading", { name: "Aucun programme n’est prévenu" }).waitFor();
    await visit(two, `${new URL(two.url()).pathname}/webhooks`);
    await two.getByText("Seules les personnes qui animent l’espace choisissent").waitFor();
  } finally {
    program.close();
  }
}

export const journeys = [
  {
    name: "a board is kept in views, goes out and comes in as a file, and tells programs of others",
    async run({ browser, url }) {
      const { nadia, yanis, space, path } = await project(url);
      const [one, two] = await Promise.all([browser.window(), browser.window()]);
      await Promise.all([arrive(one, nadia, path), arrive(two, yanis, path)]);
      await Promise.all([one, two].map((page) => card(page, "Compter les voix").waitFor()));
      await keepsViews(browser, one, two, path);
      await visit(two, path);
      await exports_(browser, one, path);
      await imports(browser, one, two);
      await tellsPrograms(browser, one, two, space, { url, nadia });
      await done(one, two);
    },
  },
];
