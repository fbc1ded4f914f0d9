import { done } from "../browser.mjs";
import { arrive, ask, newPerson } from "../people.mjs";
import { picture } from "../rooms.mjs";

const at = encodeURIComponent;
const field = (page, name) => page.getByRole("textbox", { name }).or(page.getByRole("combobox", { name }));
const post = (page, title) => page.getByRole("article", { name: title });
const nav = (page) => page.getByRole("complementary", { name: "Dans cet endroit" });

/** Walks the four steps of a new space; gives back its id. */
async function makeSpace(browser, page, name) {
  await page.goto("/spaces/new");
  await page.getByLabel("Nom de l’espace").fill(name);
  await page.getByLabel("Sa raison d’être").fill("Préparer les crues avec les écoles et l’hôpital.");
  await page.getByLabel("Membres attendus").fill("12");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("heading", { name: "De quoi avez-vous besoin" }).waitFor();
  await page.getByText("Communauté", { exact: true }).click();
  await browser.audit(page, "spaces-new");
  // What was begun is there after a reload.
  await page.reload();
  await page.getByRole("heading", { name: "De quoi avez-vous besoin" }).waitFor();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByText("Sur demande").click();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("heading", { name: "Tout est là ?" }).waitFor();
  await page.getByRole("button", { name: "Envoyer" }).click();
  await page.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
}

/** Somebody finds a space and asks to come in; one of its animators lets them. */
async function comesIn(browser, page, host, name, id, who) {
  await page.goto("/spaces/find");
  await page.getByLabel("Nom de l’espace").fill(name);
  await page
    .getByRole("link", { name: new RegExp(name) })
    .first()
    .click();
  await page.getByLabel("Un mot pour l’animation").fill("Je remplace Odile.");
  await browser.audit(page, "spaces-door");
  await page.getByRole("button", { name: "Demander à entrer" }).click();
  await page.getByText("Votre demande est envoyée.").waitFor();
  await host.goto(`/spaces/${at(id)}/members`);
  await host.getByText(/^Demandes \(1\)/).click();
  await host.getByText("Je remplace Odile.").waitFor();
  await browser.audit(host, "spaces-asking");
  await host.getByRole("button", { name: `Accepter ${who}` }).click();
  await host.getByText("Personne ne demande à entrer").waitFor();
}

/** A post with a title and a photograph, which asks to be confirmed. */
async function publish(page) {
  await page.getByRole("button", { name: "Partager une nouvelle" }).click();
  await page.getByText("Annonce", { exact: true }).click();
  await page.getByRole("textbox", { name: "Titre" }).fill("Vigilance orange crues");
  await field(page, "Écrire une publication").fill("Fermez les niveaux bas des **parkings**.");
  await page.getByLabel("Demander « J’ai lu et compris »").check();
  const png = await picture(page, 320, 200);
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: "quai.png", mimeType: "image/png", buffer: png });
  await page.getByText("quai.png").waitFor();
  await field(page, "Écrire une publication").press("Enter");
}

/** Members, what one of them sees, the ways to invite, and the settings. */
async function overMembers(browser, page, id) {
  await page.goto(`/spaces/${at(id)}/members`);
  await page.getByRole("button", { name: "Actions pour Lou Martel" }).click();
  await browser.audit(page, "spaces-member-menu", { desk: true });
  await page.getByRole("menuitem", { name: "Ce que voit cette personne" }).click();
  await page.getByRole("heading", { name: "Ce qu’elle voit" }).waitFor();
  await browser.audit(page, "spaces-sees");
  await page.getByRole("link", { name: "Fermer le panneau" }).click();
  await page.getByRole("button", { name: /^Rôle de Lou Martel/ }).click();
  await page.getByRole("menuitem", { name: "Animation" }).click();
  await page.getByRole("button", { name: /^Rôle de Lou Martel.*Animation/ }).waitFor();
  await browser.audit(page, "spaces-members");
  await page.getByRole("button", { name: "Inviter" }).click();
  await page.getByText("Par une liste").click();
  await browser.audit(page, "spaces-invite");
  await page.keyboard.press("Escape");
  await nav(page).getByRole("link", { name: "Réglages de l’espace" }).click();
  await page.getByRole("heading", { name: "Archiver l’espace" }).waitFor();
  await browser.audit(page, "spaces-settings");
}

export const journeys = [
  {
    name: "a space is made, others come in, and read, confirm, comment and vote in its feed",
    async run({ browser, url }) {
      const people = await Promise.all(["Camille Roche", "Lou Martel", "Nour Haddad"].map((n) => newPerson(url, n)));
      const [camille, lou, nour] = people;
      const [one, two] = [await browser.window(), await browser.window({ width: 360, height: 740, touch: true })];
      await arrive(one, camille, "/spaces");
      await one.getByRole("heading", { name: "Vous n’êtes encore dans aucun espace" }).waitFor();
      await browser.audit(one, "spaces-none", { desk: true });
      const name = `Sauvegarde ${Date.now()}`;
      const id = await makeSpace(browser, one, name);
      await browser.audit(one, "feed-empty");
      await arrive(two, lou, "/spaces");
      await comesIn(browser, two, one, name, id, lou.name);
      await ask(url, nour, "POST", `/api/v1/spaces/${at(id)}/join`, {});
      await ask(url, camille, "PUT", `/api/v1/spaces/${at(id)}/asking/${at(nour.id)}`, { accept: true });

      await nav(one).getByRole("link", { name: "Fil d’actualité" }).click();
      await publish(one);
      const first = post(one, "Vigilance orange crues");
      await first.getByRole("button", { name: "quai.png" }).waitFor();
      await first.getByRole("button", { name: "Actions sur cette publication" }).click();
      await browser.audit(one, "feed-menu", { desk: true });
      await one.getByRole("menuitem", { name: "Épingler en tête du fil" }).click();
      await first.getByText("Épinglé").waitFor();

      // On a phone: Accueil says what waits; read, confirmed, found useful, commented.
      await two.goto("/home");
      await two.getByText("vous demande de lire et de confirmer").waitFor();
      await browser.audit(two, "home", { phone: true });
      await two.goto(`/spaces/${at(id)}`);
      await two.getByRole("link", { name: "Fil d’actualité" }).waitFor();
      await browser.audit(two, "space", { phone: true });
      await two.getByRole("link", { name: "Fil d’actualité" }).click();
      const theirs = post(two, "Vigilance orange crues");
      await theirs.getByRole("button", { name: "J’ai lu et compris" }).click();
      await theirs.getByText("Vous avez confirmé votre lecture").waitFor();
      await theirs.getByRole("button", { name: "Utile" }).first().click();
      await theirs.getByRole("button", { name: "Commenter" }).first().click();
      await field(two, "Écrire un commentaire").fill("C’est fait au parking Nord.");
      await field(two, "Écrire un commentaire").press("Enter");
      await first.getByText("C’est fait au parking Nord.").waitFor();
      await first.getByRole("button", { name: "Utile 1" }).waitFor();
      await first.getByText("1 personne a confirmé.").waitFor();
      await browser.audit(one, "feed");
      await first.getByRole("button", { name: "Suivre les lectures" }).click();
      await browser.audit(one, "feed-confirmed", { desk: true });
      await one.keyboard.press("Escape");
      await overMembers(browser, one, id);
      await browser.audit(two, "feed-phone", { phone: true });
      await done(one, two);
    },
  },
];
