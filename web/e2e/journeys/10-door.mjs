import { done, must, until } from "../browser.mjs";
import { arrive, ask, fresh, newPerson, password, signedIn, signsIn, visit } from "../people.mjs";
import { composer, picture, send } from "../rooms.mjs";
import { terms } from "../server.mjs";

const rail = (page) => page.getByRole("navigation", { name: "Principal" }).first();

/** Somebody has made their first steps, one after the other: each is marked, and after the last all are gone. */
async function makesFirstSteps(page, url, someone) {
  const steps = page.getByRole("region", { name: "Vos premiers pas" });
  const made = (count) => until(async () => (await steps.getByLabel("Fait").count()) === count, `not ${count} steps`);
  await steps.waitFor();
  await made(0);
  const other = await newPerson(url, "Camille");
  const wish = { model: "community", name: `Écoles ${Date.now()}`, visibility: "public", joining: "free" };
  const { space_id } = await ask(url, other, "POST", "/api/v1/spaces", { ...wish, request_id: wish.name });
  await ask(url, someone, "POST", `/api/v1/spaces/${encodeURIComponent(space_id)}/join`, {});
  await made(1);
  await steps.getByRole("link", { name: /Écrire à quelqu’un/ }).click();
  await page.getByLabel("À qui voulez-vous écrire ?").fill(other.id);
  await page.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
  await composer(page).waitFor();
  await send(page, "Bonjour");
  await visit(page, "/home");
  await made(2);
  await steps.getByRole("link", { name: /Ajouter votre photo/ }).click();
  const photo = { name: "moi.png", mimeType: "image/png", buffer: await picture(page, 200, 200) };
  await page.locator("input[type=file]").setInputFiles(photo);
  await page.getByRole("button", { name: "Garder ce cadrage" }).click();
  await page.getByText("Votre image est changée.").waitFor();
  await visit(page, "/home");
  await steps.waitFor({ state: "hidden" });
}

export const journeys = [
  {
    name: "the sign-in page says where one is and what is wrong",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Alix");
      const page = await browser.window();
      await page.goto("/sign-in");
      await page.getByRole("heading", { name: "Entrez avec votre adresse professionnelle" }).waitFor();
      await browser.audit(page, "sign-in-door");
      await page.getByRole("button", { name: "Entrer avec un nom d’utilisateur" }).click();
      await page.getByLabel("Nom d’utilisateur").fill(someone.username);
      await browser.audit(page, "sign-in");
      // Who looks at the other way finds what they wrote, when they come back.
      await page.getByRole("button", { name: "Entrer avec mon adresse" }).click();
      await page.getByRole("button", { name: "Entrer avec un nom d’utilisateur" }).click();
      const kept = await page.getByLabel("Nom d’utilisateur").inputValue();
      must(kept === someone.username, `the name that was typed is lost at the door: ${kept}`);
      await page.getByRole("button", { name: "Entrer", exact: true }).click();
      await page.getByText("Écrivez votre adresse ou votre nom, et votre mot de passe.").waitFor();
      await page.getByLabel("Mot de passe", { exact: true }).fill("ce n’est pas celui-là");
      await page.getByRole("button", { name: "Entrer", exact: true }).click();
      await page.getByText("L’adresse, le nom ou le mot de passe ne convient pas").waitFor();
      await browser.audit(page, "sign-in-refused");
      must(
        (await page.getByLabel("Nom d’utilisateur").inputValue()) === someone.username,
        "the name that was typed is lost",
      );
      await page.getByLabel("Mot de passe", { exact: true }).fill(password);
      await page.keyboard.press("Enter");
      await rail(page).waitFor();
      await done(page);
    },
  },
  {
    name: "who forgot the password asks for a code, and a wrong one opens nothing",
    async run({ browser }) {
      const page = await browser.window();
      await page.goto("/sign-in?by=password");
      await page.getByRole("link", { name: "Mot de passe oublié ?" }).click();
      await page.getByRole("heading", { name: "Choisissez un autre mot de passe" }).waitFor();
      await browser.audit(page, "forgotten");
      await page.getByLabel("Adresse e-mail").fill(`${fresh("nul")}@ville.example`);
      await page.getByRole("button", { name: "Envoyer le code" }).click();
      await page.getByText("Un courriel est parti").waitFor();
      await page.getByLabel("Code du courriel").fill("000000");
      await page.getByLabel("Mot de passe", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Changer et entrer" }).click();
      await page.getByText("Ce code n’est pas le bon").waitFor();
      await browser.audit(page, "forgotten-code");
      await done(page);
    },
  },
  {
    name: "a page asked for before signing in is the one that opens after",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Alix");
      const page = await browser.window();
      await page.goto("/settings/look");
      await page.getByRole("heading", { name: "Entrez avec votre adresse professionnelle" }).waitFor();
      await signsIn(page, someone);
      await page.getByRole("heading", { level: 1, name: "Apparence et clavier" }).waitFor();
      await done(page);
    },
  },
  {
    name: "somebody signs up, and the language changes without losing what is typed",
    async run({ browser, url }) {
      const page = await browser.window();
      const username = fresh("lea.fontaine");
      await page.goto("/sign-up");
      await page.getByLabel("Prénom et nom").fill("Léa Fontaine");
      must((await page.getByLabel("Nom d’utilisateur").inputValue()) === "lea.fontaine", "no user name is proposed");
      await browser.audit(page, "sign-up");
      const accepted = page.getByRole("link", { name: "conditions d’utilisation" });
      must((await accepted.getAttribute("href")) === terms, "the terms that one accepts are not named");
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("heading", { name: "Create your account" }).waitFor();
      must(
        (await page.getByLabel("First and last name").inputValue()) === "Léa Fontaine",
        "the name is lost with the language",
      );
      await page.getByRole("button", { name: "Français" }).click();
      await page.getByRole("link", { name: "Aide" }).click();
      await page.getByRole("heading", { level: 1, name: "Aide" }).waitFor();
      await page.goBack();
      must((await page.getByLabel("Prénom et nom").inputValue()) === "Léa Fontaine", "the name is lost with the page");
      await page.getByLabel("Nom d’utilisateur").fill(username);
      await page.getByLabel("Mot de passe", { exact: true }).fill("court");
      await page.getByRole("button", { name: "Créer mon compte" }).click();
      await page.getByText("Le mot de passe compte au moins").waitFor();
      await page.getByLabel("Mot de passe", { exact: true }).fill(password);

      // A name that somebody has is refused where it is written.
      const name = page.getByLabel("Nom d’utilisateur");
      await name.fill((await newPerson(url, "Alix")).username);
      await page.getByRole("button", { name: "Créer mon compte" }).click();
      await page.getByText("Ce nom est déjà pris").waitFor();
      must((await name.getAttribute("aria-invalid")) === "true", "the name that is taken is not marked");
      await until(
        () => name.evaluate((field) => field === document.activeElement),
        "the name that is taken has not the cursor",
      );
      await browser.audit(page, "sign-up-taken");
      await name.fill(username);
      await page.getByRole("button", { name: "Créer mon compte" }).click();
      await page.getByRole("button", { name: "Mon compte, Léa Fontaine" }).waitFor();
      await done(page);
    },
  },
  {
    name: "the pages of text are readable by anybody",
    async run({ browser }) {
      const page = await browser.window();
      for (const [path, name] of [
        ["/help", "Aide"],
        ["/accessibility", "Accessibilité"],
        ["/privacy", "Données personnelles"],
      ]) {
        await page.goto(path);
        await page.getByRole("heading", { level: 1, name }).waitFor();
        await browser.audit(page, path.slice(1));
      }
      await done(page);
    },
  },
  {
    name: "an address that leads nowhere says so",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Alix");
      const page = await browser.window();
      await arrive(page, someone, "/nowhere/at-all");
      await page.getByRole("heading", { name: "Cette page n’existe pas" }).waitFor();
      await browser.audit(page, "lost");
      await done(page);
    },
  },
  {
    name: "a session that ended elsewhere is taken up again without leaving the page",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Alix");
      const page = await browser.window();
      await arrive(page, someone, "/settings/profile");
      await page.getByLabel("Prénom et nom").fill("Alix Morel");
      await ask(url, someone, "POST", "/_matrix/client/v3/logout");
      page.expected = /^console: .*(token|M_UNKNOWN_TOKEN)/;
      await page.getByRole("dialog", { name: "Cet appareil a été déconnecté" }).waitFor();
      must(!(await page.getByLabel("Prénom et nom").isVisible()), "the page is read behind the question");
      await browser.audit(page, "expired");
      await page.getByLabel("Mot de passe de").fill(password);
      await page.getByRole("button", { name: "Reprendre" }).click();
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      must(
        (await page.getByLabel("Prénom et nom").inputValue()) === "Alix Morel",
        "what was typed is lost with the session",
      );
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByRole("button", { name: "Mon compte, Alix Morel" }).waitFor();

      // An account that has ended says so, and asks for nothing.
      const again = await signedIn(page, "Alix");
      const auth = { type: "m.login.password", identifier: { type: "m.id.user", user: someone.username }, password };
      await ask(url, again, "POST", "/_matrix/client/v3/account/deactivate", { auth });
      await page.getByRole("dialog", { name: "Votre compte a pris fin" }).waitFor();
      await browser.audit(page, "account-over");
      await page.getByRole("button", { name: "Quitter cette session" }).click();
      await signsIn(page, someone);
      await page.getByText("Ce compte a pris fin, et ne s’ouvre plus.").waitFor();
      await done(page);
    },
  },
  {
    name: "signing out ends the session here and on the server",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Alix");
      const page = await browser.window();
      await arrive(page, someone);
      await makesFirstSteps(page, url, someone);
      await page.getByRole("button", { name: /^Mon compte/ }).click();
      await page.getByRole("menuitem", { name: "Se déconnecter" }).waitFor();
      await browser.audit(page, "account-menu", { desk: true });
      await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
      await page.getByRole("heading", { name: "Entrez avec votre adresse professionnelle" }).waitFor();
      const whoami = await fetch(`${url}/_matrix/client/v3/account/whoami`, {
        headers: { Authorization: `Bearer ${someone.token}` },
      });
      must(whoami.status === 401, "the server still knows the token");
      await done(page);
    },
  },
];
