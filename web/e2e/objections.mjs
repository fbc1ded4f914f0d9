import { done, must } from "./browser.mjs";
import { press, row } from "./desk.mjs";
import { arrive, visit } from "./people.mjs";

/** Who objects to a use of their data is answered in words, from the line of Accueil, which goes with it. */
export async function answersObjection(browser, page, asks) {
  await visit(page, "/home");
  const waits = page.getByRole("listitem").filter({ hasText: "1 personne s’oppose à un usage de ses données" });
  await waits.getByRole("link", { name: "Ouvrir" }).click();
  await row(page, "Zoé Faure").getByText("Je ne veux pas être comptée.").waitFor();
  await browser.audit(page, "admin-objections");
  await page.getByRole("button", { name: "Répondre à Zoé Faure" }).click();
  await press(asks("Répondre à Zoé Faure"), "Envoyer la réponse");
  await page.getByText("Écrivez une réponse").waitFor();
  await browser.audit(page, "admin-objection-answer");
  await page.getByLabel("Votre réponse").fill("Vous ne l’êtes plus.");
  await press(asks("Répondre à Zoé Faure"), "Envoyer la réponse");
  await page.getByRole("heading", { name: "Aucune opposition en attente" }).waitFor();
  await visit(page, "/home");
  await page.getByRole("heading", { name: "Ce qui vous attend" }).waitFor();
  await waits.waitFor({ state: "hidden" });
  await visit(page, "/admin/people");
}

/** Who objected finds the answer in Accueil, reads it where they wrote, and puts the line behind them. */
export async function isAnswered(browser, zoe) {
  const page = await browser.window();
  await arrive(page, zoe, "/home");
  const line = page.getByRole("main").getByRole("listitem").filter({ hasText: "Il est répondu à votre opposition" });
  await line.getByRole("button", { name: "Traité" }).waitFor();
  await browser.audit(page, "home-objection-answered");
  await line.getByRole("link", { name: "Lire la réponse" }).click();
  await page.getByText(/^Réponse du/).waitFor();
  await page.getByText("Vous ne l’êtes plus.").waitFor();
  await browser.audit(page, "settings-data-answered", { phone: true });
  await visit(page, "/home");
  await line.getByRole("button", { name: "Traité" }).click();
  await line.waitFor({ state: "detached" });
  await page.reload();
  await page.getByText(/^Rien ne vous attend/).waitFor();
  must((await line.count()) === 0, "what is done waits again");
  await done(page);
}
