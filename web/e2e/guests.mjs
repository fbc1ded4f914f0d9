import { done } from "./browser.mjs";
import { arrive, ask, newPerson, twice, visit } from "./people.mjs";

const at = encodeURIComponent;
const dayMs = 86_400_000;

/** Somebody from outside whose end is near. */
export async function guestOf(url, organisation, sponsor) {
  const basile = await newPerson(url, "Basile Noir");
  await ask(url, sponsor, "POST", `${organisation}/externals`, { user_id: basile.id, expires_in_ms: 10 * dayMs });
  return basile;
}

/**
 * Somebody from outside who is in no space reads on their first page who answers for them, and may invite them. Their end is
 * near: they ask for more time there, and read the answer.
 */
export async function isNowhere(browser, url, { basile: guest, odile, org }) {
  const page = await browser.window();
  await arrive(page, guest, "/home");
  await page.getByText("Odile Ranc répond de vous et peut vous y inviter").waitFor();
  await browser.audit(page, "home-guest-nowhere");
  await page.getByRole("button", { name: "Demander plus de temps" }).click();
  const dialog = page.getByRole("dialog", { name: "Demander plus de temps ?" });
  await dialog.getByText("Odile Ranc reçoit votre demande").waitFor();
  await browser.audit(page, "home-guest-asks");
  await twice(dialog.getByRole("button", { name: "Demander", exact: true }));
  // The button is gone, and the focus is with what is said instead of it.
  await page
    .locator("[role=status]:focus")
    .getByText(/^Vous avez demandé plus de temps le/)
    .waitFor();
  await ask(url, odile, "DELETE", `/api/v1/organisations/${at(org)}/externals/${at(guest.id)}/longer`);
  await page.reload();
  await page.getByText(/^Votre accès n’est pas prolongé/).waitFor();
  await page.getByText(/^Vous pourrez demander plus de temps ici/).waitFor();
  await done(page);
}

/** That a page learns how many ask for more time. */
const counted = (page, many) =>
  page.waitForResponse(
    async (answer) => answer.url().endsWith("/api/v1/awaiting") && (await answer.json()).more_time === many,
  );

/**
 * A sponsor is asked by their guest and gives more time, once; then they ask for more themselves: who decides is told on their
 * first page, and gives it until a day.
 */
export async function asksForTime(browser, url, { four, two, odile, basile }) {
  await arrive(four, odile, "/settings/organisation");
  await four.getByText(/^Vous vous portez garant/).waitFor();
  // Wherever one stands, one is told as the page comes to the front, and the way home says so.
  const told = counted(four, 1);
  await ask(url, basile, "POST", "/api/v1/organisation/longer", {});
  await four.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await told;
  await four
    .getByRole("navigation")
    .getByRole("link", { name: /^Accueil.*\d/ })
    .waitFor();
  await visit(four, "/home");
  const asked = four.getByRole("listitem").filter({ hasText: "Basile Noir vous demande plus de temps" });
  await asked.getByRole("button", { name: "Prolonger", exact: true }).click();
  const once = four.getByRole("dialog", { name: "Prolonger l’accès de Basile Noir" });
  await once.getByText("Vous ne le prolongez qu’une fois").waitFor();
  await browser.audit(four, "home-time-wished");
  await once.getByRole("button", { name: "Prolonger" }).click();
  await asked.waitFor({ state: "hidden" });
  await visit(four, "/settings/organisation");
  await four.getByRole("button", { name: "Demander plus de temps pour Basile Noir" }).click();
  const wish = four.getByRole("dialog", { name: "Demander plus de temps pour Basile Noir ?" });
  const { externals } = await ask(url, odile, "GET", "/api/v1/sponsored");
  const { deciders } = externals.find((one) => one.user_id === basile.id);
  const who = new Intl.ListFormat("fr", { type: "disjunction" }).format(deciders);
  const words = who
    ? `Votre demande s’affiche dans l’accueil de ${who},`
    : "La réponse est donnée par les personnes qui";
  await wish.getByText(words).waitFor();
  await browser.audit(four, "organisation-ask-more");
  await wish.getByRole("button", { name: "Demander plus" }).click();
  await four.getByRole("button", { name: "Ne plus demander de temps pour Basile Noir" }).click();
  await four.getByText("La demande est retirée.").waitFor();
  await four.getByRole("button", { name: "Demander plus de temps pour Basile Noir" }).click();
  await wish.getByRole("button", { name: "Demander plus" }).click();
  await four.getByText("Plus de temps est demandé.").waitFor();
  await visit(two, "/home");
  await two.reload();
  const row = two.getByRole("listitem").filter({ hasText: "demande plus de temps pour Basile Noir" });
  await row.getByRole("button", { name: "Prolonger", exact: true }).click();
  const dialog = two.getByRole("dialog", { name: "Prolonger l’accès de Basile Noir" });
  await dialog.getByLabel("Dernier jour d’accès").fill("2020-01-01");
  await dialog.getByText(/^Choisissez un jour d’ici au/).waitFor();
  await dialog.getByRole("button", { name: "3 mois" }).click();
  await browser.audit(two, "home-more-time");
  await dialog.getByRole("button", { name: "Prolonger" }).click();
  await two.getByText(/^Accès prolongé jusqu’au/).waitFor();
  await row.waitFor({ state: "hidden" });
}
