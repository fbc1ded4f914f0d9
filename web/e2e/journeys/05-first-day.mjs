import { done, must } from "../browser.mjs";
import { givesPaper } from "../factors.mjs";
import { administrator, house } from "../house.mjs";
import { arrive, ask, fresh, once, password, signedIn, signsIn, twice, visit } from "../people.mjs";
import { message, openRoom, send } from "../rooms.mjs";

const enters = (page) => page.getByRole("button", { name: /^Mon compte/ }).waitFor();

async function fill(page, name, username) {
  await page.getByLabel("Prénom et nom").fill(name);
  await page.getByLabel("Nom d’utilisateur").fill(username);
  await page.getByLabel("Mot de passe", { exact: true }).fill(password);
}

/** Where a code is asked for, another one is called by its name. */
async function wrongCode(page) {
  await page.goto("/sign-up");
  await page.getByLabel("Code d’entrée").fill("celui-ci-non");
  await fill(page, "Noé Petit", fresh("noe"));
  await page.getByRole("button", { name: "Créer mon compte" }).click();
  await page.getByText("Le code d’entrée ne convient pas").waitFor();
}

export const journeys = [
  {
    name: "who administers the house decides who comes in",
    needs: "setup",
    async run({ browser, url, setup }) {
      const marie = await administrator(url, setup);
      await ask(url, marie, "PUT", "/api/v1/registration", { mode: "closed" });
      const page = await browser.window();
      await arrive(page, marie, "/admin/registration");
      await page.getByRole("radio", { name: /^Personne/, checked: true }).waitFor();
      await browser.audit(page, "admin-registration");

      const stranger = await browser.window();
      await stranger.goto(setup);
      await stranger.getByRole("heading", { name: "Ce lien ne vaut plus" }).waitFor();
      await browser.audit(stranger, "setup-over");
      await stranger.goto("/sign-up");
      await stranger.getByRole("heading", { name: "Entrez avec une invitation ou un code" }).waitFor();
      await browser.audit(stranger, "sign-up-closed");

      await page.getByRole("radio", { name: /code d’entrée/ }).check();
      await page.getByRole("button", { name: "Copier" }).click();
      await page.getByRole("button", { name: "Copié" }).waitFor();
      await browser.audit(page, "admin-registration-code");
      await wrongCode(stranger);

      const closes = page.waitForResponse((r) => r.request().method() === "PUT" && r.ok());
      await page.getByRole("radio", { name: /^Personne/ }).check();
      await closes;
      await visit(page, "/admin/invitations");
      await page.getByRole("heading", { name: "Aucun lien d’invitation en cours" }).waitFor();
      await browser.audit(page, "admin-invitations-none");
      await page.getByText("En créer un les ouvre à qui a un lien").waitFor();
      await twice(page.getByRole("button", { name: "Créer un lien" }));
      await page.getByText("les inscriptions sont maintenant ouvertes à qui a un lien").waitFor();
      await stranger.goto("/sign-in");
      await stranger.getByRole("link", { name: "J’ai un code d’entrée" }).click();
      await stranger.getByLabel("Code d’entrée").fill("celui-ci-non");
      await stranger.getByRole("button", { name: "Continuer" }).click();
      await stranger.getByText("Ce code n’est pas connu, a expiré ou a servi.").waitFor();
      await browser.audit(stranger, "sign-up-word");
      const link = await page.getByLabel("Lien d’invitation").inputValue();
      once((await ask(url, await signedIn(page), "GET", "/api/v1/invitations")).invitations, "an invitation");
      await browser.audit(page, "admin-invitations");

      await stranger.goto(new URL(link).pathname);
      await stranger.getByRole("heading", { name: /On vous invite à rejoindre/ }).waitFor();
      await browser.audit(stranger, "invite");
      await fill(stranger, "Noé Petit", fresh("noe"));
      await stranger.getByRole("button", { name: "Créer mon compte" }).click();
      await enters(stranger);
      await visit(stranger, "/admin/registration");
      await stranger.getByRole("heading", { name: "Cette page n’existe pas" }).waitFor();
      await stranger.goto(new URL(link).pathname);
      await stranger.getByRole("heading", { name: "Une session est déjà ouverte" }).waitFor();
      await browser.audit(stranger, "already-in");

      await visit(page, "/admin/registration");
      await page.getByRole("radio", { name: /^Tout le monde/ }).check();
      await page.getByText("C’est changé.").waitFor();
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto("/admin");
      await page.getByRole("link", { name: "Inscriptions" }).waitFor();
      await browser.audit(page, "admin", { phone: true });
      const other = await browser.window();
      await other.goto("/");
      await other.getByRole("link", { name: "Créer un compte" }).waitFor();
      await done(page, stranger, other);
    },
  },
  {
    name: "an invitation that no longer holds says so",
    needs: "setup",
    async run({ browser }) {
      const page = await browser.window();
      await page.goto("/invite/celui-ci-n-existe-pas");
      await page.getByRole("heading", { name: "Cette invitation ne vaut plus" }).waitFor();
      await browser.audit(page, "invite-over");
      await done(page);
    },
  },
  {
    name: "what is reported comes to who runs the server, who decides on it",
    needs: "setup",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Place publique");
      const report = async (kind, reason) => {
        const dialog = one.getByRole("dialog", { name: `Signaler ${kind}` });
        await dialog.getByLabel("Ce qui ne va pas").fill(reason);
        if (kind === "le message") await browser.audit(one, "rooms-report");
        await dialog.getByRole("button", { name: "Signaler" }).click();
        await dialog.waitFor({ state: "hidden" });
        await one.getByText("Votre signalement est envoyé.").waitFor();
      };
      await send(two, "Une parole **vraiment** blessante");
      await message(one, "blessante").hover();
      await message(one, "blessante").getByRole("button", { name: "Autres actions" }).click();
      await one.getByRole("menuitem", { name: "Signaler" }).click();
      await report("le message", "C’est une insulte.");
      await one.getByRole("button", { name: "Visible par 2 personnes" }).click();
      await one.getByRole("button", { name: "Actions sur Lou Martel" }).click();
      await one.getByRole("menuitem", { name: "Signaler" }).click();
      await report("la personne", "Ce n’est pas la première fois.");
      await one.getByRole("link", { name: "À propos du salon" }).click();
      await one.getByRole("button", { name: "Signaler le salon" }).click();
      await report("le salon", "On n’y modère rien.");

      const page = await browser.window();
      await page.goto("/sign-in?next=/admin/reports");
      await signsIn(page, { username: house.administrator });
      await givesPaper(page, house.codes.pop());
      const line = page.getByRole("listitem").filter({ hasText: "C’est une insulte." });
      await line.getByText("Message de Lou Martel dans Place publique").waitFor();
      await page.getByText("Personne : Lou Martel").waitFor();
      const wait = (n) => page.getByRole("link", { name: new RegExp(`^Signalements\\s*${n} demandes à traiter`) });
      await wait(3).waitFor();
      await page.getByText("Salon : Place publique").waitFor();
      await browser.audit(page, "admin-reports");
      await line.getByRole("button", { name: "Examiner" }).click();
      const look = page.getByRole("dialog", { name: "Examiner le signalement" });
      await look.getByText("Une parole vraiment blessante").waitFor();
      must((await look.getByText("**").count()) === 0, "what was reported is shown with its signs");
      await look.getByRole("radio", { name: /Retirer le message/ }).check();
      await look.getByRole("button", { name: "Décider" }).click();
      await look.getByText("Écrivez le motif de la décision.").waitFor();
      await look.getByRole("textbox", { name: "Motif" }).fill("Une insulte n’a pas sa place ici.");
      await browser.audit(page, "admin-report-decide");
      await look.getByRole("button", { name: "Décider" }).click();
      await line.waitFor({ state: "hidden" });
      await wait(2).waitFor();
      await page.reload();
      await page.getByText("On n’y modère rien.").waitFor();
      await line.waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Voir ce qui est décidé" }).click();
      await page.getByText(/^Retirer le message, par/).waitFor();
      await visit(page, "/home");
      await page.getByText("2 signalements attendent une décision").waitFor();
      await message(one, "vraiment blessante").waitFor({ state: "hidden" });
      await done(one, two, page);
    },
  },
];
