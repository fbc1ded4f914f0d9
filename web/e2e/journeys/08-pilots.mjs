import { done, must } from "../browser.mjs";
import { enrols } from "../factors.mjs";
import { administrator, codeFor, textFor } from "../house.mjs";
import { arrive } from "../people.mjs";

const press = (where, name) => where.getByRole("button", { name, exact: true }).click();
const address = "ines.roy@syndicat-du-lac.example";

/** Somebody without an account applies, and follows the application by the link of the mail. */
async function applies({ browser, url }, admin, page) {
  await page.goto("/apply");
  await page.getByRole("heading", { name: "Demander Parvis pour une organisation" }).waitFor();
  // In this house no mail is sent, which is said before anything is written.
  await page.getByText("Ce Parvis n’envoie pas de courriel.").waitFor();
  await page.getByLabel("SIRET").fill("73282932000075");
  await press(page, "Continuer");
  await page.getByText("Ce n’est pas un SIRET").waitFor();
  await page.getByText("Écrivez le nom de l’organisation.").waitFor();
  await page.getByLabel("Votre nom et votre fonction").fill("Inès Roy, directrice");
  await page.getByLabel("Adresse professionnelle").fill(address);
  await page.getByLabel("Nom de l’organisation").fill("Syndicat du lac");
  await page.getByLabel("SIRET").fill("732 829 320 00074");
  await page.getByLabel("Nombre de personnes").fill("40");
  await page.getByLabel("Ce qu’il vous faut").fill("Dix communes se parlent par courriel.");
  await browser.audit(page, "apply");
  await press(page, "Continuer");
  await page.getByLabel("Chiffre 1 sur 6").waitFor();
  // The last digit sends it.
  await page.getByLabel("Chiffre 1 sur 6").fill(await codeFor(url, admin, address));
  await page.getByRole("heading", { name: "Votre demande est envoyée" }).waitFor();
  await page.getByText("et le lien pour la suivre, vous sont donnés").waitFor();

  const [link] = /\/apply\/[\w-]+/.exec(await textFor(url, admin, address));
  await page.goto(link);
  await page.getByText("Votre demande attend une réponse.").waitFor();
  await browser.audit(page, "applied");
}

/** Who runs the server reads it, and approves it for a pilot. */
async function decides({ browser }, desk) {
  await desk.getByText("Dix communes se parlent par courriel.").waitFor();
  await browser.audit(desk, "admin-applications");
  await press(desk, "Demander une précision");
  const back = desk.getByRole("dialog", { name: "Demander une précision à Syndicat du lac" });
  await press(back, "Demander une précision");
  await back.getByText("Écrivez un motif").waitFor();
  await browser.audit(desk, "admin-application-ask");
  await desk.keyboard.press("Escape");
  await press(desk, "Accepter");
  const asks = desk.getByRole("dialog", { name: "Accepter Syndicat du lac pour un essai" });
  await asks.getByLabel("Sigle").fill("Lac");
  await asks.getByLabel("Domaine de ses adresses").fill("syndicat-du-lac.example");
  await asks.getByLabel("Ce que l’essai doit montrer").fill("Moins de courriels");
  await browser.audit(desk, "admin-application-approve");
  await press(asks, "Accepter");
  await desk.getByText("acceptée").waitFor();
  await desk.getByRole("complementary").getByRole("link", { name: "Essais" }).click();
  await desk.getByText("40 personnes au plus").waitFor();
  await browser.audit(desk, "admin-pilots");
  await press(desk, "Prolonger");
  const longer = desk.getByRole("dialog", { name: "Prolonger l’essai de Syndicat du lac" });
  await longer.getByLabel("Dernier jour").fill("2020-01-01");
  await press(longer, "Prolonger");
  await longer.getByText("Choisissez un jour des deux prochaines années.").waitFor();
  await browser.audit(desk, "admin-pilot-extend");
  const day = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
  await longer.getByLabel("Dernier jour").fill(day);
  await longer.getByLabel("Personnes au plus").fill("60");
  await press(longer, "Prolonger");
  await desk.getByText("60 personnes au plus").waitFor();
  await press(desk, "Fermer");
  await desk.getByRole("dialog", { name: "Fermer l’essai de Syndicat du lac" }).waitFor();
  await browser.audit(desk, "admin-pilot-close");
  await desk.keyboard.press("Escape");
}

/** The first person of the pilot comes in, and says what they think of it. */
async function answers({ browser, url }, admin, page) {
  await page.goto("/sign-in?by=code");
  await page.getByLabel("Adresse professionnelle").fill(address);
  // No mail is sent here: the button promises none.
  await press(page, "Entrer avec mon adresse et un code");
  await page.getByLabel("Chiffre 1 sur 6").waitFor();
  await page.getByLabel("Chiffre 1 sur 6").fill(await codeFor(url, admin, address));
  // Whoever administers proves who they are twice.
  await enrols(page, async () => {});
  await page.getByRole("button", { name: "Mon compte, Inès Roy", exact: true }).waitFor();
  await page.goto("/settings/organisation");
  await press(page, "Donner votre avis");
  const survey = page.getByRole("dialog", { name: "Votre avis en cinq questions" });
  await press(survey, "Envoyer");
  await survey.getByText("Répondez aux cinq questions.").waitFor();
  for (const question of await survey.getByRole("radiogroup").all()) await question.getByLabel("4").check();
  await browser.audit(page, "pilot-survey");
  await press(survey, "Envoyer");
  await page.getByRole("button", { name: "Changer votre avis" }).waitFor();
  // Who administers the organisation sees how its pilot goes, and decides nothing on it.
  await page.goto("/admin/pilots");
  const own = page.getByRole("main").getByRole("listitem").filter({ hasText: "Syndicat du lac" });
  await own.getByText("60 personnes au plus").waitFor();
  must((await own.getByRole("button").count()) === 0, "who tries the house out decides on that");
  await browser.audit(page, "admin-pilot-own");
}

/** Its people read why nothing answers while the pilot is closed, and go on once it is opened. */
async function endsAndStays({ browser }, desk, page) {
  page.expected = /401/;
  await page.goto("/home");
  await page.getByRole("heading", { name: "Ce qui vous attend" }).waitFor();
  await press(desk, "Fermer");
  const close = desk.getByRole("dialog", { name: "Fermer l’essai de Syndicat du lac" });
  await close.getByLabel("Motif").fill("L’essai a assez duré.");
  await close.locator("[type=submit]").click();
  await desk.getByText("Essai fermé").waitFor();
  const over = page.getByRole("dialog", { name: "Votre compte n’entre plus" });
  await over.getByRole("button", { name: "Quitter cette session" }).waitFor();
  await browser.audit(page, "pilot-over");
  await press(desk, "Ouvrir pour de bon");
  const open = desk.getByRole("dialog", { name: "Ouvrir Syndicat du lac pour de bon" });
  await open.getByLabel("Motif").fill("Il reste.");
  await press(open, "Ouvrir pour de bon");
  await over.waitFor({ state: "hidden" });
  await page.getByRole("heading", { name: "Ce qui vous attend" }).waitFor();
}

export const journeys = [
  {
    name: "an organisation applies, is approved for a pilot, and its applicant comes in",
    needs: "setup",
    async run(world) {
      const admin = await administrator(world.url, world.setup);
      const page = await world.browser.window();
      await applies(world, admin, page);
      const desk = await world.browser.window();
      await arrive(desk, admin, "/admin/applications");
      await decides(world, desk);
      await answers(world, admin, page);
      await endsAndStays(world, desk, page);
      await done(page, desk);
    },
  },
];
