/** Ways about the pages of the administration, and what stands in them. */

export const section = (page, name) => page.getByRole("complementary").getByRole("link", { name });
export const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
export const row = (page, words) => page.getByRole("main").getByRole("listitem").filter({ hasText: words });
export const press = (where, name) => where.getByRole("button", { name, exact: true }).click();

/** Another page of the administration, once it has come. */
export async function go(page, name) {
  await section(page, name).click();
  await title(page, name);
  await page.locator("main [role=status]").waitFor({ state: "detached" });
}
