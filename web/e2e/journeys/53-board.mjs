import { done, must, until } from "../browser.mjs";
import { card, desk, dialog, options, panel } from "../columns.mjs";
import { fields } from "../fields.mjs";
import { arrive, ask, newPerson, visit } from "../people.mjs";

const at = encodeURIComponent;
const phone = { phone: true };
const column = (page, name) => page.getByRole("region", { name, exact: true });

/** A space with its animator, a contributor, and some tasks. */
async function project(url) {
  const [helene, karim] = await Promise.all(["Hélène Marchetti", "Karim Ouali"].map((name) => newPerson(url, name)));
  const wish = { model: "project", name: "Portail des aides", purpose: "Tout en ligne.", visibility: "public" };
  const body = { ...wish, joining: "free", request_id: `board ${helene.id}` };
  const space = `/api/v1/spaces/${at((await ask(url, helene, "POST", "/api/v1/spaces", body)).space_id)}`;
  await ask(url, karim, "POST", `${space}/join`, {});
  const titles = ["Supprimer l’avis d’imposition", "Brancher la Caf", "Relire les écrans", "Former les agents"];
  const make = (title, i) =>
    ask(url, helene, "POST", `${space}/tasks`, { request_id: `t${i}`, set: { title, assignees: i ? [] : [karim.id] } });
  const tasks = [];
  for (const [i, title] of titles.entries()) tasks.push(await make(title, i));
  const its = { ...body, name: "Portail des familles", request_id: `other ${karim.id}` };
  const other = `/spaces/${at((await ask(url, karim, "POST", "/api/v1/spaces", its)).space_id)}/tasks`;
  return { helene, karim, space, tasks, other, path: `${space.replace("/api/v1", "")}/tasks` };
}

/** A column comes, gets a limit, goes to the left, and goes; its tasks go elsewhere. */
async function arranges(browser, one, two) {
  await one.getByRole("button", { name: "Affichage du tableau" }).click();
  await one.getByRole("menuitem", { name: "Par personne" }).waitFor();
  await browser.audit(one, "board-options", desk);
  await one.getByRole("menuitem", { name: "Ajouter une colonne…" }).click();
  await dialog(one).getByLabel("Nom").fill("À relire");
  await browser.audit(one, "board-column-new", desk);
  await dialog(one).getByRole("button", { name: "Ajouter" }).click();
  await column(two, "À relire").waitFor();
  await column(one, "À relire").getByRole("button", { name: "Actions pour la colonne À relire" }).click();
  await one.getByRole("menuitem", { name: "Déplacer à gauche" }).waitFor();
  await browser.audit(one, "board-column", desk);
  await one.getByRole("menuitem", { name: "Déplacer à gauche" }).click();
  await one.getByText("Colonne déplacée").waitFor();
  await card(one, "Relire les écrans").focus();
  await one.keyboard.press("Control+ArrowRight");
  await column(one, "À relire").locator("a:focus", { hasText: "Relire les écrans" }).waitFor();
  await card(column(two, "À relire"), "Relire les écrans").waitFor();
  await column(one, "À relire").locator("a:focus", { hasText: "Relire les écrans" }).waitFor();
  await column(one, "À relire").getByRole("button", { name: "Actions pour la colonne À relire" }).click();
  await one.getByRole("menuitem", { name: "Nom et limite…" }).click();
  await dialog(one).getByLabel("Limite").fill("3");
  await browser.audit(one, "board-column-edit", desk);
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await column(two, "À relire").getByText("1 sur 3").waitFor();
  await column(one, "À relire").getByRole("button", { name: "Actions pour la colonne À relire" }).click();
  await one.getByRole("menuitem", { name: "Supprimer la colonne" }).click();
  await dialog(one).getByLabel("Où va sa tâche ?").selectOption({ label: "En cours" });
  await browser.audit(one, "board-column-delete", desk);
  await dialog(one).getByRole("button", { name: "Supprimer la colonne" }).click();
  await column(two, "À relire").waitFor({ state: "detached" });
  await card(column(two, "En cours"), "Relire les écrans").waitFor();
}

/** A click with Ctrl chooses; who may not validate is told so, and so is who takes away what they need instead. */
async function says(browser, one, two) {
  await card(one, "Brancher la Caf").click({ modifiers: ["Control"] });
  await one.getByText("1 tâche choisie").waitFor();
  await one.getByRole("region", { name: "Choisir plusieurs tâches" }).getByRole("button", { name: "Fermer" }).click();
  await column(one, "À valider").getByRole("button", { name: "Actions pour la colonne À valider" }).click();
  await one.getByRole("menuitem", { name: "Supprimer la colonne" }).click();
  await dialog(one)
    .getByText(/C’est la seule colonne des tâches à valider/)
    .waitFor();
  await browser.audit(one, "board-column-last", desk);
  await dialog(one).getByRole("button", { name: "Annuler" }).click();
  await card(two, "Supprimer l’avis").hover();
  await two.getByRole("button", { name: "Actions pour Supprimer l’avis" }).click();
  await two.getByText(/Valider est un droit à part/).waitFor();
  await browser.audit(two, "board-apart", desk);
  await two.keyboard.press("Escape");
  await card(two, "Supprimer l’avis").click({ modifiers: ["Control"] });
  await two.getByRole("button", { name: "Modifier…" }).click();
  await dialog(two)
    .getByText(/Valider est un droit à part/)
    .waitFor();
  must(await dialog(two).getByRole("option", { name: "Terminé" }).isDisabled(), "What is barred can be chosen.");
  await dialog(two).getByRole("button", { name: "Annuler" }).click();
  await two.getByRole("region", { name: "Choisir plusieurs tâches" }).getByRole("button", { name: "Fermer" }).click();
}

/** Labels are made and renamed for the whole board; a task gets one, and another lane. */
async function labels(browser, one, two) {
  await options(one, "Étiquettes du tableau…");
  await dialog(one).getByRole("button", { name: "Nouvelle étiquette" }).click();
  await dialog(one).getByLabel("Nom").fill("Technik");
  await dialog(one).getByRole("radio", { name: "Couleur 7" }).check({ force: true });
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await dialog(one).getByRole("button", { name: "Modifier l’étiquette Technik" }).click();
  await dialog(one).getByLabel("Nom").fill("Technique");
  await browser.audit(one, "board-labels", desk);
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await dialog(one).getByRole("button", { name: "Modifier l’étiquette Technique" }).waitFor();
  await dialog(one).getByRole("button", { name: "Terminé" }).click();
  await options(one, "Par étiquette");
  await one.getByRole("heading", { name: /Technique/ }).waitFor();
  await browser.audit(one, "board-lanes");
  const from = await card(one, "Brancher la Caf").boundingBox();
  const to = await one.locator('[data-lane]:not([data-lane="-"])').first().boundingBox();
  await one.mouse.move(from.x + 40, from.y + 20);
  await one.mouse.down();
  await one.mouse.move(from.x + 60, from.y + 10, { steps: 3 });
  await one.mouse.move(to.x + 80, to.y + 30, { steps: 5 });
  await one.mouse.up();
  await one.getByText("Modifié : Étiquettes").waitFor();
  await card(two, "Technique.*Brancher la Caf").waitFor();
  for (const [key, lane] of [
    ["ArrowDown", "Sans étiquette"],
    ["ArrowUp", "Technique"],
  ]) {
    await card(one, "Brancher la Caf").focus();
    await one.keyboard.press(`Control+Shift+${key}`);
    await one.getByText(new RegExp(`Brancher la Caf.*couloir ${lane}`)).waitFor({ state: "attached" });
  }
  await one.locator('[data-lane]:not([data-lane="-"]) a:focus', { hasText: "Brancher la Caf" }).waitFor();
  await options(one, "Sans couloirs");
  await options(one, "Historique du tableau…");
  await dialog(one).getByText("Étiquette Technik renommée : Technique").waitFor();
  await browser.audit(one, "board-past", desk);
  await dialog(one).getByRole("button", { name: "Revenir à avant" }).first().click();
  await dialog(one).getByText("Étiquette Technique renommée : Technik").waitFor();
  await dialog(one).getByRole("button", { name: "Terminé" }).click();
  await one.getByRole("button", { name: "Annuler", exact: true }).click();
  await card(two, "Technique.*Brancher la Caf").waitFor();
}

/** Sorted and changed in the cells; several at once. */
async function table(browser, one, two) {
  await one.getByText("Table", { exact: true }).click();
  const grid = one.getByRole("table", { name: "Table des tâches" });
  for (const [key, name] of [
    ["ArrowRight", "À valider"],
    ["ArrowLeft", "En cours"],
  ]) {
    await card(grid, "Relire les écrans").focus();
    await one.keyboard.press(`Control+${key}`);
    await one.getByText(new RegExp(`Relire les écrans\\s»\\s: ${name}`)).waitFor({ state: "attached" });
  }
  await grid.locator("a:focus", { hasText: "Relire les écrans" }).waitFor();
  await one.keyboard.press("F2");
  await grid.getByRole("textbox", { name: "Titre" }).waitFor();
  await one.keyboard.press("Escape");
  await grid.getByLabel("Échéance, Relire les écrans").fill("2031-03-04");
  await grid.getByLabel("Échéance, Relire les écrans").press("Enter");
  await grid.getByLabel("Début, Relire les écrans").fill("2031-04-01");
  await grid.getByLabel("Début, Relire les écrans").press("Enter");
  await grid.getByText("Le début suit l’échéance.").waitFor();
  await grid.getByLabel("Début, Relire les écrans").fill("");
  await grid.getByLabel("Priorité, Former les agents").selectOption({ label: "Urgent" });
  await card(two, "Urgent.*Former les agents").waitFor();
  await grid.getByRole("button", { name: "Priorité" }).click();
  await grid.getByRole("columnheader", { name: "Priorité" }).waitFor();
  must((await grid.getByRole("row").nth(1).textContent()).includes("Former les agents"), "It is not sorted.");
  await grid.getByRole("button", { name: "Changer les responsables" }).first().click();
  await one.getByRole("textbox", { name: "Confier à" }).waitFor();
  await browser.audit(one, "board-table");
  await one.keyboard.press("Escape");
  await options(one, "Choisir plusieurs tâches");
  for (const title of ["Former les agents", "Brancher la Caf"]) await grid.getByLabel(`Choisir ${title}`).check();
  await one.getByRole("button", { name: "Modifier…" }).click();
  await dialog(one).getByLabel("Échéance").fill("2031-03-05");
  await browser.audit(one, "board-many", desk);
  await dialog(one).getByRole("button", { name: "Modifier" }).click();
  await one.getByText("2 tâches modifiées").waitFor();
  await card(two, "5 mars 2031.*").first().waitFor();
  await one.getByRole("button", { name: "Annuler", exact: true }).click();
  await card(two, "5 mars 2031").first().waitFor({ state: "detached" });
  await one.getByText("Tableau", { exact: true }).click();
}

/** All filters behind one button, which a phone covers itself with. */
async function filters(browser, one) {
  await one.getByRole("button", { name: "Filtrer" }).click();
  await one.getByRole("textbox", { name: "Chercher une tâche" }).fill("caf");
  await browser.audit(one, "board-filter", desk);
  await one.keyboard.press("Escape");
  await card(one, "Former les agents").waitFor({ state: "detached" });
  const size = one.viewportSize();
  await one.setViewportSize({ width: 360, height: 740 });
  const tools = await one.getByRole("button", { name: "Fichiers et programmes" }).boundingBox();
  must(tools && tools.x + tools.width <= 360, "The tools lie beyond the edge.");
  await one.getByRole("button", { name: "Filtrer (1)" }).click();
  await one.getByRole("heading", { name: "Filtrer les tâches" }).waitFor();
  await browser.audit(one, "board-filter-phone", phone);
  await dialog(one).getByRole("textbox", { name: "Chercher une tâche" }).fill("");
  await dialog(one).getByRole("button", { name: "Voir 4 tâches" }).click();
  await card(one, "Former les agents").waitFor();
  await one.setViewportSize(size);
}

/** Steps and parts: added, pasted, ticked, moved, taken away and brought back. */
async function divides(one, two) {
  await panel(one).getByRole("button", { name: "Ajouter une étape" }).click();
  const step = panel(one).getByRole("textbox", { name: "Nouvelle étape" });
  await step.fill("Vérifier le texte");
  await step.press("Enter");
  await step.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "- Demander l’accord\n- Prévenir le guichet");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await panel(one).getByRole("checkbox", { name: "Prévenir le guichet" }).check();
  await panel(one).getByText("1 sur 3").waitFor();
  const grip = panel(one).getByRole("button", { name: "Déplacer l’étape Prévenir le guichet" });
  await grip.focus();
  await grip.press("ArrowUp");
  await one.getByText("« Prévenir le guichet » : position 2").waitFor({ state: "attached" });
  await panel(one).getByRole("button", { name: "Supprimer l’étape Vérifier le texte" }).click();
  await panel(one).getByText("1 sur 2").waitFor();
  await one.getByRole("button", { name: "Annuler", exact: true }).click();
  await panel(one).getByText("1 sur 3").waitFor();
  await panel(one).getByRole("button", { name: "Ajouter une sous-tâche" }).click();
  const part = panel(one).getByRole("textbox", { name: "Nouvelle sous-tâche" });
  for (const title of ["Écrire la note", "Signer la note"]) {
    await part.fill(title);
    await part.press("Enter");
  }
  await panel(one).getByRole("link", { name: "Signer la note" }).waitFor();
  await panel(one).getByRole("checkbox", { name: "Faite : Écrire la note" }).check();
  await card(column(two, "Terminé"), "Écrire la note").waitFor();
  await panel(one).getByText("1 sur 2").waitFor();
}

/** What it waits for, and another place in the tree. */
async function ties(browser, one, { url, helene, space }) {
  await panel(one).getByRole("button", { name: "Ajouter une dépendance" }).click();
  await dialog(one).getByRole("textbox", { name: "Chercher une tâche" }).fill("Brancher");
  await browser.audit(one, "board-waits", desk);
  await one.keyboard.press("Enter");
  await panel(one).getByLabel("Comment elle attend Brancher la Caf").selectOption({ label: "Finit quand elle finit" });
  const lag = panel(one).getByLabel("Jours de décalage avec Brancher la Caf");
  await lag.fill("3");
  await lag.press("Tab");
  await until(async () => {
    const { tasks } = await ask(url, helene, "GET", `${space}/tasks`);
    return tasks.some((task) => task.waits_for?.[0]?.lag_days === 3);
  }, "The lag that was typed is not kept.");
  await card(one, "En attente.*Supprimer l’avis").waitFor();
  await panel(one).getByRole("button", { name: "Lier…" }).click();
  await dialog(one).getByLabel("Adresse, ou titre d’une tâche").fill("Former");
  await browser.audit(one, "board-link", desk);
  await one.keyboard.press("Enter");
  await panel(one)
    .getByRole("region", { name: "Liens" })
    .getByRole("link", { name: /Former les agents/ })
    .waitFor();
  const plan = { name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") };
  await panel(one).locator("input[type=file]").setInputFiles(plan);
  await panel(one).getByRole("region", { name: "Fichiers" }).getByText("plan.pdf").waitFor();
  await panel(one).getByRole("button", { name: "Voir les changements" }).click();
  await panel(one).getByText("Fichier joint : plan.pdf").waitFor();
  await panel(one).getByRole("link", { name: "Signer la note" }).click();
  await panel(one).getByRole("navigation", { name: "Fait partie de" }).waitFor();
  await one.getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Placer sous une autre tâche…" }).click();
  await dialog(one).getByRole("textbox", { name: "Chercher une tâche" }).fill("Former");
  await browser.audit(one, "board-under", desk);
  await one.keyboard.press("Enter");
  await panel(one).getByRole("link", { name: "Former les agents" }).waitFor();
  await panel(one).getByRole("link", { name: "Former les agents" }).click();
  await panel(one).getByText("0 sur 1").waitFor();
}

/** Said with form and kept by leaving the field; it comes again, in words; and somebody wants to be reminded. */
async function plans(browser, one, two) {
  const said = panel(one).getByRole("region", { name: "Description" });
  await said.getByRole("textbox", { name: "Description" }).fill("Prévoir **deux salles** :\n- Mairie\n- Annexe");
  await panel(one).getByRole("textbox", { name: "Titre" }).focus();
  await said.getByRole("strong").filter({ hasText: "deux salles" }).waitFor();
  await said.getByText("Mairie").click();
  await said.getByRole("textbox", { name: "Description" }).fill("Une autre idée");
  await one.keyboard.press("Escape");
  await one.getByText("Description laissée comme elle était").waitFor();
  await one.getByRole("button", { name: "Annuler", exact: true }).click();
  must((await said.getByRole("textbox").inputValue()) === "Une autre idée", "What was typed is lost.");
  await said.getByRole("button", { name: "Annuler" }).click();
  await panel(two).getByRole("listitem").filter({ hasText: "Annexe" }).waitFor();
  await panel(one).getByRole("button", { name: "Répéter…" }).click();
  await dialog(one).getByLabel("Répéter", { exact: true }).selectOption({ label: "Par semaines" });
  await dialog(one).getByRole("checkbox", { name: "lundi" }).check();
  await dialog(one).getByLabel("Répéter", { exact: true }).selectOption({ label: "Par mois" });
  await dialog(one).getByText("Un jour de la semaine", { exact: true }).click();
  await dialog(one).getByLabel("Lequel du mois").selectOption({ label: "2e" });
  await dialog(one).getByLabel("Jour de la semaine", { exact: true }).selectOption({ label: "mardi" });
  await dialog(one).getByLabel("Jusqu’à quand").selectOption({ label: "Jusqu’à une date" });
  await dialog(one).getByLabel("Jusqu’à une date", { exact: true }).fill("2031-06-30");
  await dialog(one).getByText("Chaque 2e mardi du mois, jusqu’au 30 juin 2031, une fois faite").waitFor();
  await browser.audit(one, "board-repeat");
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await card(two, "Chaque 2e mardi du mois").waitFor();
  await panel(one).getByLabel("Rappel", { exact: true }).selectOption({ label: "La veille" });
  await panel(one).getByLabel("Heure du rappel").fill("08:30");
  await panel(one).getByLabel("Heure du rappel").press("Enter");
  await panel(one).getByText("Pour vous seulement.").waitFor();
  await browser.audit(one, "board-plan");
}

/** A task becomes a template, by which another one is made; a board is taken over by another space. */
async function templates(browser, one, two, { other, karim, url }) {
  await one.getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Enregistrer comme modèle…" }).click();
  await dialog(one).getByLabel("Nom du modèle").fill("Formation");
  await dialog(one).getByLabel("Avec sa sous-tâche").waitFor();
  await browser.audit(one, "board-template", desk);
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await one.getByText("Modèle Formation enregistré").waitFor();
  await two.getByRole("button", { name: "À partir d’un modèle" }).click();
  await two.getByRole("menuitem", { name: "Formation" }).waitFor();
  await browser.audit(two, "board-from-template", desk);
  await two.getByRole("menuitem", { name: "Formation" }).click();
  await card(column(one, "À faire"), "Former les agents").nth(1).waitFor();
  await card(column(one, "À faire"), "Signer la note").nth(1).waitFor();
  await two.keyboard.press("Control+k");
  await two.getByRole("combobox", { name: "Aller, trouver, faire" }).fill("Nouvelle tâche");
  await two.getByRole("option", { name: "Nouvelle tâche", exact: true }).click();
  await dialog(two).getByLabel("Tableau", { exact: true }).selectOption({ label: "Portail des aides" });
  await dialog(two).getByLabel("À partir d’un modèle").selectOption({ label: "Formation" });
  must((await dialog(two).getByLabel("Titre").inputValue()) === "Former les agents", "The template says no title.");
  await dialog(two).getByLabel("Titre").fill("Former les élus");
  await dialog(two).getByRole("button", { name: "Créer une tâche" }).click();
  await two.getByRole("link", { name: "Former les élus" }).waitFor();
  await options(one, "Modèles de tâches…");
  await dialog(one).getByRole("button", { name: "Modifier le modèle Formation" }).click();
  await dialog(one).getByLabel("Nom du modèle").fill("Session de formation");
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await dialog(one).getByRole("button", { name: "Supprimer le modèle Session de formation" }).waitFor();
  await browser.audit(one, "board-templates", desk);
  await dialog(one).getByRole("button", { name: "Supprimer le modèle Session de formation" }).click();
  await dialog(one).getByText("Pas encore de modèle.").waitFor();
  await dialog(one).getByRole("button", { name: "Terminé" }).click();
  await visit(two, other);
  await two.getByRole("button", { name: "Reprendre un tableau…" }).click();
  await dialog(two).getByLabel("Tableau de").waitFor();
  await browser.audit(two, "board-copy", desk);
  await dialog(two).getByRole("button", { name: "Reprendre" }).click();
  await two.getByText("Tableau repris").waitFor();
  await visit(two, "/spaces/new");
  await two.getByLabel("Nom de l’espace").fill("Portail des écoles");
  await two.getByRole("button", { name: "Continuer" }).click();
  await two.getByText("Projet", { exact: true }).click();
  for (const step of ["Qui le trouve", "Tout est là"]) {
    await two.getByRole("button", { name: "Continuer" }).click();
    await two.getByRole("heading", { name: new RegExp(step) }).waitFor();
  }
  await two.getByLabel("Tableau des tâches").selectOption({ label: "Comme dans Portail des aides" });
  await two.getByRole("button", { name: "Créer l’espace" }).click();
  await two.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
  const made = new URL(two.url()).pathname.split("/")[2];
  const { fields: its } = await ask(url, karim, "GET", `/api/v1/spaces/${at(decodeURIComponent(made))}/board`);
  must(its.map((field) => field.name).join() === "Service,Budget,Contact", "The board was not taken over.");
  // What a task has called him for stands where everything stands that waits.
  await visit(two, "/");
  const calls = two.getByRole("listitem").filter({ hasText: "vous confie « Supprimer l’avis d’imposition »" });
  await calls.getByRole("link", { name: "Ouvrir" }).waitFor();
}

/** What people say of a task, with who is called; it is edited and taken back. */
async function talks(browser, one, two, { helene, karim }) {
  await panel(two).locator("textarea[aria-label=Commenter]").pressSequentially("Vu avec @Hél");
  await two.getByRole("option", { name: new RegExp(helene.name) }).waitFor();
  await two.keyboard.press("Enter");
  await two.keyboard.press("Enter");
  await panel(one).getByText("Vu avec").waitFor();
  const mine = panel(two).getByRole("listitem").filter({ hasText: "Vu avec" });
  await mine.getByRole("button", { name: "Modifier" }).waitFor();
  await panel(two).getByRole("textbox", { name: "Commenter" }).press("ArrowUp");
  await panel(two).getByRole("textbox", { name: "Modifier le commentaire" }).fill("Revu.");
  await two.keyboard.press("Enter");
  await panel(one).getByText("Revu.").waitFor();
  await panel(one).getByText("(modifié)").waitFor();
  await browser.audit(two, "board-task");
  await panel(one)
    .getByRole("listitem")
    .filter({ hasText: karim.name })
    .getByRole("button", { name: "Supprimer" })
    .click();
  await one.getByRole("heading", { name: "Supprimer ce commentaire ?" }).waitFor();
  await browser.audit(one, "board-comment-delete", desk);
  await dialog(one).getByRole("button", { name: "Supprimer" }).click();
  await panel(two).getByText("Revu.").waitFor({ state: "detached" });
  await one.getByText("Commentaire supprimé").waitFor();
  await one.keyboard.press("Control+z");
  await panel(two).getByText("Revu.").waitFor();
}

/** Put away and brought back. */
async function archives(browser, one, title) {
  await one.getByRole("button", { name: "Actions", exact: true }).click();
  await one.getByRole("menuitem", { name: "Archiver" }).click();
  await one.getByRole("link", { name: "Fermer le panneau" }).click();
  await options(one, "Tâches archivées");
  await one.getByRole("button", { name: new RegExp(`^Remettre.*${title}`) }).waitFor();
  await one.getByRole("heading", { name: "Tâches archivées" }).waitFor();
  await one.getByText("1 tâche archivée").waitFor();
  await browser.audit(one, "board-archive", desk);
  await one.getByRole("button", { name: new RegExp(`^Remettre.*${title}`) }).click();
  await one.getByRole("heading", { name: "Aucune tâche archivée" }).waitFor();
  await one.getByRole("button", { name: "Revenir aux tâches en cours" }).click();
  await card(one, title).first().waitFor();
}

export const journeys = [
  {
    name: "a board gets its columns, labels and lanes, its tasks are sorted, filtered and changed together, and each tells everything about itself",
    async run({ browser, url }) {
      const world = await project(url);
      const { helene, karim, tasks, path, other } = world;
      const [one, two] = await Promise.all([browser.window(), browser.window()]);
      await Promise.all([arrive(one, helene, path), arrive(two, karim, path)]);
      await Promise.all([one, two].map((page) => card(page, "Former les agents").waitFor()));
      await arranges(browser, one, two);
      await says(browser, one, two);
      await labels(browser, one, two);
      await table(browser, one, two);
      await filters(browser, one);
      await visit(one, `${path}/${at(tasks[0].id)}`);
      await divides(one, two);
      await ties(browser, one, { url, ...world });
      await visit(two, `${path}/${at(tasks[3].id)}`);
      await talks(browser, one, two, { helene, karim });
      await fields(browser, one, two);
      await plans(browser, one, two);
      await templates(browser, one, two, { other, karim, url });
      await archives(browser, one, "Former les agents");
      await done(one, two);
    },
  },
];
