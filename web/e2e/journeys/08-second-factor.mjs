import { done, must } from "../browser.mjs";
import { codeOf, enrols, givesPaper, keeps } from "../factors.mjs";
import { administrator, house } from "../house.mjs";
import { arrive, ask, newPerson, password, signsIn } from "../people.mjs";
import { readsCode } from "../qr.mjs";

const enters = (page) => page.getByRole("button", { name: /^Mon compte/ }).waitFor();

async function givesPassword(page, who) {
  await page.goto("/sign-in");
  await signsIn(page, who);
}

/** A key that is always touched by its person, in a browser's tools for authors. */
async function hasKey(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  await tools.send("WebAuthn.addVirtualAuthenticator", { options });
}

/** An app is added in the settings, which reads its secret off the screen; the secret, the code that it showed first, and those on paper. */
async function addsApp(browser, page) {
  await page.getByRole("button", { name: "Ajouter une application" }).click();
  const dialog = page.getByRole("dialog", { name: "Ajouter une application" });
  await dialog.getByLabel("Mot de passe", { exact: true }).fill(password);
  await browser.audit(page, "second-factor-proof");
  await dialog.getByRole("button", { name: "Continuer" }).click();
  const told = new URL(await readsCode(dialog.getByRole("img", { name: /application/ })));
  must(told.protocol === "otpauth:" && told.host === "totp", `an app reads ${told.protocol} here`);
  const secret = told.searchParams.get("secret");
  const first = codeOf(secret);
  await dialog.getByLabel("Le code que l’application montre").fill(first);
  await dialog.getByRole("button", { name: "Ajouter", exact: true }).click();
  const codes = await keeps(page, async () => {});
  await page.getByText("10 codes restants").waitFor();
  return { secret, first, codes };
}

/** A first proof does not do any longer: a code on paper does. */
async function addsKey(browser, page, paper) {
  await page.getByRole("button", { name: "Ajouter une clé d’accès" }).click();
  const dialog = page.getByRole("dialog", { name: "Ajouter une clé d’accès" });
  await dialog.getByLabel("Nom de la clé").fill("Bureau");
  await dialog.getByLabel("Code de votre application, ou code de secours").fill(paper);
  await browser.audit(page, "second-factor-key");
  await dialog.getByRole("button", { name: "Créer la clé" }).click();
  await page.getByRole("button", { name: "Renommer la clé Bureau" }).click();
  const naming = page.getByRole("dialog", { name: "Renommer la clé d’accès" });
  await naming.getByLabel("Nom de la clé").fill("Portable de la mairie");
  await browser.audit(page, "second-factor-name");
  await naming.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByText("Portable de la mairie").waitFor();
}

/** A browser offers the passkey beside the field in which one says who one is; nothing is typed. */
async function takesOffered(page, who) {
  await page.evaluate(() => localStorage.clear());
  await page.goto("/sign-in");
  const field = page.getByLabel("Adresse professionnelle");
  must(/\bwebauthn\b/.test(await field.getAttribute("autocomplete")), "the field offers no passkey");
  await field.focus();
  await enters(page);
  const mine = await page.evaluate(() => JSON.parse(localStorage.getItem("parvis.account")).userId);
  must(mine === who.id, "the passkey that was offered let somebody else in");
}

export const journeys = [
  {
    name: "an app, a code on paper and a passkey let in who has them, and a password alone nobody",
    async run({ browser, url }) {
      const who = await newPerson(url, "Awa Cissé");
      const page = await browser.window({ apart: true });
      await hasKey(page);
      await arrive(page, who, "/settings/security");
      const { secret, first, codes } = await addsApp(browser, page);
      await addsKey(browser, page, codes[1]);
      await browser.audit(page, "settings-security-factors");

      const other = await browser.window();
      await givesPassword(other, who);
      const step = other.getByRole("dialog", { name: "Encore une preuve que c’est vous" });
      await step.getByLabel("Code de votre application").fill(first);
      await step.getByRole("button", { name: "Continuer" }).click();
      await step.getByText("il a déjà servi").waitFor();
      await browser.audit(other, "second-factor");
      await step.getByLabel("Code de votre application").fill(codeOf(secret, 1));
      await step.getByRole("button", { name: "Continuer" }).click();
      await enters(other);

      const third = await browser.window();
      await givesPassword(third, who);
      await givesPaper(third, codes[0].toLowerCase());
      await enters(third);

      await page.evaluate(() => localStorage.clear());
      await page.goto("/sign-in?by=password");
      await page.getByRole("button", { name: "Se connecter avec une clé d’accès" }).click();
      await enters(page);
      const mine = await page.evaluate(() => JSON.parse(localStorage.getItem("parvis.account")).userId);
      must(mine === who.id, "the passkey let somebody else in");
      await takesOffered(page, who);
      await done(page, other, third);
    },
  },
  {
    name: "whoever must have a second factor sets it up before they are let in",
    needs: "setup",
    async run({ browser, url, setup }) {
      const marie = await administrator(url, setup);
      const town = await ask(url, marie, "POST", "/api/v1/organisations", {
        name: "Mairie exigeante",
        label: "Exigeante",
      });
      const who = await newPerson(url, "Awa Cissé");
      const one = `/api/v1/organisations/${town.id}`;
      await ask(url, marie, "PUT", `${one}/members/${encodeURIComponent(who.id)}`, { role: "member" });
      const admin = await browser.window();
      await arrive(admin, marie, `/admin/organisations/${town.id}`);
      await admin.getByRole("switch", { name: "Exiger un deuxième facteur" }).click({ force: true });
      await admin.getByText("C’est enregistré").waitFor();
      await admin.getByRole("switch", { name: "Fixer les fonctions" }).click({ force: true });
      await admin.getByRole("switch", { name: "Fixer les fonctions", checked: true }).waitFor();

      const page = await browser.window();
      await givesPassword(page, who);
      await enrols(page, (name) => browser.audit(page, name));
      await enters(page);

      const head = await newPerson(url, "Hugo Ranc");
      await ask(url, marie, "PUT", `${one}/members/${encodeURIComponent(head.id)}`, { role: "administrator" });
      const due = await browser.window();
      await arrive(due, head, "/admin/people");
      await due.getByRole("link", { name: "Ajouter un deuxième facteur" }).waitFor();
      await browser.audit(due, "admin-factor-due");

      // The page keeps which organisation was chosen last.
      await admin.evaluate((id) => sessionStorage.setItem("parvis.kept.admin.organisation", id), town.id);
      await admin.goto("/admin/people");
      await admin.getByRole("button", { name: "Actions sur Awa Cissé" }).click();
      await admin.getByRole("menuitem", { name: "Retirer les deuxièmes facteurs" }).click();
      await browser.audit(admin, "admin-people-factors");
      await admin.getByLabel("Code de votre application, ou code de secours").fill(house.codes.pop());
      await admin.getByRole("button", { name: "Les retirer" }).click();
      await admin.getByText("Deuxièmes facteurs retirés", { exact: true }).waitFor();
      await done(admin, page, due);
    },
  },
];
