import { done, must } from "../browser.mjs";
import { go, press, row, title } from "../desk.mjs";
import { administrator, protects } from "../house.mjs";
import { arrive, ask, newPerson, password, visit } from "../people.mjs";

/** Another organisation, whose accounts end soon: who administers it, and two spaces of theirs. */
async function foundsAnother(url, marie) {
  const { id } = await ask(url, marie, "POST", "/api/v1/organisations", { name: "Régie des eaux", label: "Régie" });
  const one = `/api/v1/organisations/${id}`;
  await ask(url, marie, "PUT", one, { name: "Régie des eaux", label: "Régie", validity_days: 20 });
  await ask(url, marie, "PUT", `${one}/domains`, { domains: [{ domain: "ailleurs.example", below: false }] });
  const boss = await newPerson(url, "Omar Leroy");
  await ask(url, marie, "PUT", `${one}/members/${encodeURIComponent(boss.id)}`, { role: "administrator" });
  await protects(url, boss);
  const spaces = [];
  for (const name of ["Réseaux", "Fontaines"]) {
    const wish = { model: "community", name, visibility: "public", joining: "free", request_id: name };
    spaces.push((await ask(url, boss, "POST", "/api/v1/spaces", wish)).space_id);
  }
  return { boss, spaces };
}

/** An account that ends is renewed by the link that is mailed to it. */
async function renews(browser, marie, address) {
  const page = await browser.window();
  await page.goto("/expired");
  await page.getByLabel("Votre adresse de courriel").fill(address);
  // The outbox is open before the mail is written, and shows it by itself.
  const desk = await browser.window();
  await arrive(desk, marie, "/admin/outbox");
  await desk.getByLabel("Envoyer un courriel d’essai à").waitFor();
  await press(page, "Recevoir un lien");
  await page.getByText(`Si un compte de ${address}`).waitFor();
  const mail = desk.getByRole("listitem").filter({ hasText: "Renouveler votre compte Parvis" });
  await mail.getByRole("button", { name: /^Lire/ }).click();
  const link = /\/renew\/\S+/.exec(await mail.locator("pre").textContent())[0];
  await page.goto(link);
  await title(page, "Garder votre compte ?");
  await browser.audit(page, "renew");
  await press(page, "Renouveler mon compte");
  await title(page, "Votre compte est renouvelé");
  await page.goto(link);
  await title(page, "Ce lien ne vaut plus");
  await visit(desk, "/admin/people");
  await desk.getByLabel("Organisation").selectOption("Régie des eaux");
  await press(desk, "Prolonger le compte de Léa Brun");
  await desk.getByText(/^Le compte ouvre jusqu’au/).waitFor();
  await browser.audit(desk, "admin-people-ending");
  await done(page, desk);
}

/** The code that was mailed to an address, out of the list of mails that nobody sends. */
async function codeFor(desk, address) {
  const mail = desk.getByRole("listitem").filter({ hasText: address }).first();
  await mail.getByText("À lire ici").waitFor();
  await mail.getByRole("button", { name: /^Lire/ }).click();
  return /^\s*(\d{6})\s*$/m.exec(await mail.locator("pre").textContent())[1];
}

/** Somebody proves an address of another organisation: the one before decides on what it gave. */
async function moves(browser, url, page, desk, { lea, boss, spaces }) {
  for (const space of spaces) await ask(url, lea, "POST", `/api/v1/spaces/${encodeURIComponent(space)}/join`, {});
  await page.getByLabel("Adresse", { exact: true }).fill("lea.brun@sainte-agathe.example");
  await press(page, "Recevoir un code");
  await page.getByLabel(/^Code (reçu par courriel|que l’on vous a donné)/).waitFor();
  await desk.goto("/admin/outbox");
  await page
    .getByLabel(/^Code (reçu par courriel|que l’on vous a donné)/)
    .fill(await codeFor(desk, "lea.brun@sainte-agathe.example"));
  await page.getByLabel("Mot de passe actuel").fill(password);
  await press(page, "Ajouter l’adresse");
  await page.getByText("lea.brun@ailleurs.example").waitFor({ state: "detached" });

  const head = await browser.window();
  await arrive(head, boss, "/admin/spaces");
  await row(head, "Fontaines").getByText("1 salon").click();
  await row(head, "Fontaines").getByText("Animé par Omar Leroy").waitFor();
  await browser.audit(head, "admin-spaces");
  await go(head, "Départs à revoir");
  const move = head.getByRole("region", { name: "Léa Brun" });
  await move.getByLabel("Fontaines").uncheck();
  await browser.audit(head, "admin-moves");
  await press(move, "C’est décidé");
  const sure = head.getByRole("dialog", { name: "Retirer ceci à Léa Brun ?" });
  await sure.getByText("Fontaines").waitFor();
  await browser.audit(head, "admin-moves-ask");
  await press(sure, "Retirer");
  await head.getByRole("heading", { name: "Aucun départ à revoir" }).waitFor();
  await done(head);
  const mine = (await ask(url, lea, "GET", "/api/v1/spaces")).spaces.filter((one) => one.role);
  must(mine.length === 1 && mine[0].name === "Réseaux", `what was withdrawn, or kept, is not: ${JSON.stringify(mine)}`);
}

export const journeys = [
  {
    name: "an address is added by the code that is mailed to it, renews the account, moves it elsewhere, and is removed",
    needs: "setup",
    async run({ browser, url, setup }) {
      const marie = await administrator(url, setup);
      const { boss, spaces } = await foundsAnother(url, marie);
      const lea = await newPerson(url, "Léa Brun");
      const page = await browser.window();
      await arrive(page, lea, "/settings/addresses");
      await page.getByLabel("Adresse", { exact: true }).fill("lea.brun");
      await press(page, "Recevoir un code");
      await page.getByText("Écrivez une adresse entière").waitFor();
      await page.getByLabel("Adresse", { exact: true }).fill("lea.brun@ailleurs.example");
      await press(page, "Recevoir un code");
      await page.getByLabel(/^Code (reçu par courriel|que l’on vous a donné)/).waitFor();

      const desk = await browser.window();
      await arrive(desk, marie, "/admin/outbox");
      const code = await codeFor(desk, "lea.brun@ailleurs.example");
      await desk.getByLabel("Envoyer un courriel d’essai à").fill("marie@sainte-agathe.example");
      await press(desk, "Envoyer");
      await desk.getByRole("listitem").filter({ hasText: "marie@sainte-agathe.example" }).first().waitFor();
      await browser.audit(desk, "admin-outbox");
      await go(desk, "État du serveur");
      await row(desk, "Base de données").getByText("Va bien").waitFor();
      await row(desk, "Sauvegarde").getByText("D’ici, aucune sauvegarde n’est connue.").waitFor();
      await row(desk, "Courriel").getByText("Aucun serveur de courriel n’est réglé.").waitFor();
      await row(desk, "Courriel").getByRole("link", { name: "Voir les courriels" }).waitFor();
      await browser.audit(desk, "admin-health");
      await go(desk, "Limites");
      await desk.getByRole("row", { name: /Un fichier envoyé.*100 Mo/ }).waitFor();
      await browser.audit(desk, "admin-limits");
      await go(desk, "Courriels");

      await page
        .getByLabel(/^Code (reçu par courriel|que l’on vous a donné)/)
        .fill(code === "000000" ? "111111" : "000000");
      await page.getByLabel("Mot de passe actuel").fill(password);
      await press(page, "Ajouter l’adresse");
      await page.getByText("Ce code ne convient pas.").waitFor();
      await browser.audit(page, "settings-address-code");
      await page.getByLabel(/^Code (reçu par courriel|que l’on vous a donné)/).fill(code);
      await press(page, "Ajouter l’adresse");
      await page.getByText("L’adresse est ajoutée.").waitFor();
      await renews(browser, marie, "lea.brun@ailleurs.example");
      await moves(browser, url, page, desk, { lea, boss, spaces });
      await page.getByRole("button", { name: "Retirer lea.brun@sainte-agathe.example" }).click();
      await page.getByText("Aucune adresse pour l’instant.").waitFor();
      await done(page, desk);
    },
  },
];
