import { done, must, until } from "../browser.mjs";
import { administrator, house, textFor } from "../house.mjs";
import { arrive, ask } from "../people.mjs";

const mailbox = "garde@sdis-de-la-vallee.example";
const lea = { first: "Léa", last: "Morel", password: "sept loutres sous la pluie" };
const malik = { first: "Malik", last: "Haddad", password: "onze girafes au musée" };
const nameOf = ({ first, last }) => `${first} ${last}`;

/** A code that is none of before: others have asked for theirs. */
async function freshCode(url, admin, used) {
  let code;
  await until(async () => {
    code = /^ {4}(\d{6})$/m.exec(await textFor(url, admin, mailbox))?.[1];
    return code !== undefined && !used.has(code);
  }, "no code");
  used.add(code);
  return code;
}

/** Who administers says that several people read an address. */
async function shares(browser, url, admin) {
  const { id } = await ask(url, admin, "POST", "/api/v1/organisations", { name: "SDIS de la Vallée", label: "SDIS V" });
  const domains = [{ domain: "sdis-de-la-vallee.example", below: false }];
  await ask(url, admin, "PUT", `/api/v1/organisations/${id}/domains`, { domains });
  const page = await browser.window();
  await arrive(page, admin, "/admin/mailboxes");
  await page.getByLabel("Adresse que plusieurs personnes lisent").waitFor();
  const which = page.getByRole("combobox", { name: "Organisation" });
  if ((await which.count()) > 0) await which.selectOption({ label: "SDIS de la Vallée" });
  await page.getByText("Aucune boîte partagée").waitFor();
  await page.getByRole("button", { name: "Partager cette adresse" }).click();
  await page.getByText("Écrivez l’adresse.").waitFor();
  await page.getByLabel("Adresse que plusieurs personnes lisent").fill(mailbox);
  await page.keyboard.press("Enter");
  await page.getByText("Personne n’a encore ouvert de compte par cette adresse.").waitFor();
  return page;
}

/** Somebody writes the address of the mailbox, and the code that came. */
async function shows(browser, { url, admin, used }) {
  const page = await browser.window();
  await page.goto("/sign-in?by=code");
  await page.getByLabel("Adresse professionnelle").fill(mailbox);
  await page.keyboard.press("Enter");
  await page.getByLabel("Chiffre 1 sur 6").waitFor();
  await page.getByLabel("Chiffre 1 sur 6").fill(await freshCode(url, admin, used));
  return page;
}

async function opens(page, who) {
  await page.getByLabel("Prénom").fill(who.first);
  await page.getByLabel("Nom", { exact: true }).fill(who.last);
  await page.getByLabel("Mot de passe à vous seul").fill(who.password);
  await page.getByRole("button", { name: "Entrer" }).click();
  await isIn(page, who);
}

const isIn = (page, who) => page.getByRole("button", { name: `Mon compte, ${nameOf(who)}` }).waitFor();
const accountOf = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("parvis.account")).userId);

/** Who administers makes a code for somebody; what it is. */
async function handsOver(browser, page, who) {
  await page.reload();
  await page.getByRole("button", { name: `Actions sur ${nameOf(who)}` }).click();
  await browser.audit(page, "shared-mailbox-menu");
  await page.getByRole("menuitem", { name: "Remettre un code de réinitialisation" }).click();
  const asked = page.getByRole("dialog", { name: `Remettre un code à ${nameOf(who)} ?` });
  await asked.getByLabel("Code de votre application, ou code de secours").fill(house.codes.pop());
  await browser.audit(page, "shared-mailbox-code");
  await asked.getByRole("button", { name: "Faire un code" }).click();
  const made = page.getByRole("dialog", { name: `Le code de ${nameOf(who)}` });
  const code = await made.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent();
  await browser.audit(page, "shared-mailbox-code-made");
  await made.getByRole("button", { name: "Fermer", exact: true }).last().click();
  return code;
}

/** As long as several people come in by it, the mailbox stays one. */
async function staysShared(browser, page) {
  await page.getByRole("button", { name: "Ne plus partager" }).click();
  const asked = page.getByRole("dialog", { name: `Ne plus partager ${mailbox} ?` });
  await asked.getByText("Plusieurs personnes ont un compte par cette adresse.").waitFor();
  must(
    await asked.getByRole("button", { name: "Ne plus partager" }).isDisabled(),
    "two people would lose their way in",
  );
  await browser.audit(page, "shared-mailbox-unshare");
  await asked.getByRole("button", { name: "Annuler" }).click();
}

export const journeys = [
  {
    name: "two people read one mailbox, and each has an account that the other cannot open",
    needs: "setup",
    async run({ browser, url, setup }) {
      const admin = await administrator(url, setup);
      const place = { url, admin, used: new Set() };
      const administration = await shares(browser, url, admin);
      const first = await shows(browser, place);
      await first.getByRole("heading", { name: "Ouvrez votre compte" }).waitFor();
      await first.getByRole("button", { name: "Entrer" }).click();
      await first.getByText("Écrivez votre prénom et votre nom.").waitFor();
      await browser.audit(first, "shared-mailbox-new");
      await opens(first, lea);
      const id = await accountOf(first);
      const second = await shows(browser, place);
      await second.getByRole("heading", { name: "Qui êtes-vous ?" }).waitFor();
      await browser.audit(second, "shared-mailbox-who");
      await second.getByRole("button", { name: "Je suis quelqu’un d’autre" }).click();
      await opens(second, malik);
      must((await accountOf(second)) !== id, "two people have one account");
      await done(first);
      const third = await shows(browser, place);
      await third.getByRole("button", { name: nameOf(lea) }).click();
      await third.getByRole("heading", { name: `Bonjour ${nameOf(lea)}` }).waitFor();
      await third.getByLabel("Mot de passe", { exact: true }).fill(malik.password);
      await third.keyboard.press("Enter");
      await third.getByText("Cela ne prouve pas que c’est vous.").waitFor();
      await browser.audit(third, "shared-mailbox-known");
      await third.getByRole("button", { name: "J’ai oublié mon mot de passe" }).click();
      await third.getByRole("heading", { name: "Choisissez de nouveau votre mot de passe" }).waitFor();
      await browser.audit(third, "shared-mailbox-reset");
      await third.getByLabel("Code de réinitialisation").fill(await handsOver(browser, administration, lea));
      await third.getByLabel("Mot de passe à vous seul").fill("neuf hérons sur la digue");
      await third.getByRole("button", { name: "Entrer" }).click();
      await isIn(third, lea);
      must((await accountOf(third)) === id, "the code leads to another account");
      await third.goto("/settings/addresses");
      await third.getByText(/d’autres personnes la lisent/).waitFor();
      await browser.audit(third, "shared-mailbox-settings");
      await administration.reload();
      await administration.getByText(nameOf(malik)).waitFor();
      await browser.audit(administration, "shared-mailbox-admin");
      await staysShared(browser, administration);
      for (const page of [administration, second, third]) await done(page);
    },
  },
];
