import { must } from "./browser.mjs";
import { card, desk, dialog, options, panel } from "./columns.mjs";

/** A field of the board comes. */
async function newField(page, name, kind) {
  await dialog(page).getByRole("button", { name: "Nouveau champ" }).click();
  await dialog(page).getByLabel("Nom du champ").fill(name);
  await dialog(page).getByLabel("Ce que l’on y met").selectOption({ label: kind });
}

/** The board asks more of its tasks: it is filled in, sorted and filtered by, told in words; a field goes and comes back. */
export async function fields(browser, one, two) {
  await options(one, "Champs du tableau…");
  await newField(one, "Budget", "Nombre");
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await newField(one, "Service", "Choix dans une liste");
  await dialog(one).getByLabel("Choix 1", { exact: true }).fill("Voirie");
  await one.keyboard.press("Enter");
  await dialog(one).getByLabel("Choix 2", { exact: true }).fill("État civil");
  await dialog(one).getByLabel("Montrer sur les cartes").check();
  await browser.audit(one, "board-field", desk);
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await newField(one, "Contact", "Personne");
  await dialog(one).getByRole("button", { name: "Enregistrer" }).click();
  await dialog(one).getByRole("button", { name: "Monter Service" }).click();
  await one.getByText("Service : position 1").waitFor({ state: "attached" });
  await browser.audit(one, "board-fields", desk);
  await dialog(one).getByRole("button", { name: "Terminé" }).click();
  await panel(one).getByLabel("Budget", { exact: true }).fill("1 200,5");
  await panel(one).getByLabel("Budget", { exact: true }).press("Enter");
  await panel(one).getByLabel("Service", { exact: true }).selectOption({ label: "Voirie" });
  await panel(one)
    .getByRole("button", { name: /^.*Contact, Former les agents : choisir/ })
    .click();
  await one.getByRole("textbox", { name: "Contact" }).waitFor();
  await browser.audit(one, "board-field-person", desk);
  await one.keyboard.press("Escape");
  await one.getByText("Table", { exact: true }).click();
  await two.getByText("Table", { exact: true }).click();
  const grid = two.getByRole("table", { name: "Table des tâches" });
  await grid.getByRole("columnheader", { name: "Budget" }).waitFor();
  await two.waitForFunction(
    () => document.querySelector('[aria-label="Budget, Former les agents"]')?.value === "1200,5",
  );
  await grid.getByRole("button", { name: "Service" }).click();
  must((await grid.getByRole("row").nth(1).textContent()).includes("Former les agents"), "It is not sorted.");
  await two.getByRole("button", { name: "Filtrer" }).click();
  await two.getByRole("dialog", { name: "Filtrer" }).getByLabel("Service").selectOption({ label: "Voirie" });
  await two.keyboard.press("Escape");
  await card(two, "Brancher la Caf").waitFor({ state: "detached" });
  await browser.audit(two, "board-table-fields");
  await two.getByRole("button", { name: "Filtrer (1)" }).click();
  await two
    .getByRole("dialog", { name: "Filtrer" })
    .getByLabel("Service")
    .selectOption({ label: "Toutes les valeurs" });
  await two.keyboard.press("Escape");
  for (const page of [one, two]) await page.getByText("Tableau", { exact: true }).click();
  await card(two, "Former les agents").getByText("Voirie").waitFor();
  await options(two, "Par Service");
  await two.getByRole("heading", { name: /État civil/ }).waitFor();
  await card(two.locator("[data-lane-row]", { hasText: "Voirie" }), "Former les agents").waitFor();
  await browser.audit(two, "board-lanes-field");
  await options(two, "Sans couloirs");
  await options(one, "Champs du tableau…");
  await dialog(one).getByRole("button", { name: "Modifier le champ Budget" }).click();
  await dialog(one).getByRole("button", { name: "Supprimer le champ" }).click();
  await one.getByRole("heading", { name: "Supprimer le champ Budget ?" }).waitFor();
  await browser.audit(one, "board-field-delete", desk);
  await dialog(one).getByRole("button", { name: "Supprimer le champ" }).click();
  await dialog(one).getByRole("button", { name: "Modifier le champ Service" }).waitFor();
  await dialog(one).getByRole("button", { name: "Terminé" }).click();
  await panel(one).getByLabel("Budget", { exact: true }).waitFor({ state: "detached" });
  await one.getByRole("button", { name: "Annuler", exact: true }).click();
  await panel(one).getByLabel("Budget", { exact: true }).waitFor();
  await panel(one).getByRole("button", { name: "Voir les changements" }).click();
  await panel(one)
    .getByText(/Budget.*1.200,5/)
    .first()
    .waitFor();
}
