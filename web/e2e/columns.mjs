/** Ways about a board, and what stands on it. */

export const desk = { desk: true };
export const card = (place, title) => place.getByRole("link", { name: new RegExp(title) });
export const dialog = (page) => page.getByRole("dialog");
export const panel = (page) => page.getByRole("region", { name: "Détail" });

/** Something of the menu of a board. */
export async function options(page, item) {
  await page.getByRole("button", { name: "Affichage du tableau" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}
