import { done, must, until } from "../browser.mjs";
import { visit } from "../people.mjs";
import { composer, message, rail, send } from "../rooms.mjs";

const room = (page, name) => page.getByRole("complementary").getByRole("link", { name }).first();

/** Becomes one of the people of the fictitious town hall, found by a part of the name. */
async function become(page, part, name) {
  await page.goto("/");
  await page.getByRole("heading", { name: "Qui voulez-vous être" }).waitFor();
  await page.getByRole("textbox").fill(part);
  await page.getByRole("button", { name }).click();
  await page.getByRole("button", { name: `Mon compte, ${name}` }).waitFor();
  await rail(page)
    .getByRole("link", { name: /^Messages/ })
    .click();
}

/** The set-up writes to who administers, over the mail server. */
async function triesMail(browser, page, post) {
  await visit(page, "/setup");
  await page.getByRole("button", { name: "Plus tard" }).click();
  await page.getByRole("heading", { name: "Comment on vous joint" }).waitFor();
  await page.getByRole("button", { name: "Envoyer un message d’essai" }).click();
  await page.getByText("Écrivez votre adresse.").waitFor();
  await page.getByLabel("Votre adresse").fill("yannick.oulmont@ville.example");
  await page.getByRole("button", { name: "Envoyer un message d’essai" }).click();
  await page.getByText("Un message est parti vers yannick.oulmont@ville.example.").waitFor();
  await browser.audit(page, "setup-mail");
  await until(() => post.mails.some(({ to }) => to.includes("yannick.oulmont@ville.example")), "no message came");
}

/** A mail that the server refuses says why, and goes once it is taken. */
async function isRefused(browser, page, post) {
  await visit(page, "/admin/outbox");
  await page.getByText("Ce que Parvis écrit aux personnes, et ce qu’il en est advenu.").waitFor();
  const row = (to) => page.getByRole("listitem").filter({ hasText: to });
  // The open page shows by itself what becomes of a mail.
  const becomes = (to, state) => row(to).getByText(state, { exact: true }).waitFor();
  await becomes("yannick.oulmont@ville.example", "Envoyé");
  const wrong = "inconnu@ville.example";
  await page.getByLabel("Envoyer un courriel d’essai à").fill(wrong);
  await page.getByRole("button", { name: "Envoyer", exact: true }).click();
  await becomes(wrong, "Refusé");
  await row(wrong)
    .getByText(/cette personne n.est pas d.ici/)
    .waitFor();
  await browser.audit(page, "admin-outbox-refused");
  must(!post.mails.some(({ to }) => to.includes(wrong)), "what was refused was taken");
  post.knows(wrong);
  await row(wrong)
    .getByRole("button", { name: /^Envoyer de nouveau/ })
    .click();
  await becomes(wrong, "Envoyé");
  must(post.mails.filter(({ to }) => to.includes(wrong)).length === 1, "what was refused does not come once");
}

export const journeys = [
  {
    name: "who administers tries the mail server, reads why a mail was refused, and sends it again",
    needs: "post",
    async run({ browser, post }) {
      const page = await browser.window();
      await become(page, "yannick", "Yannick Oulmont");
      await triesMail(browser, page, post);
      await isRefused(browser, page, post);
      await done(page);
    },
  },
  {
    name: "one chooses whom to be, finds the town hall at work, and talks with somebody else",
    needs: "demo",
    async run({ browser }) {
      const [one, two] = [await browser.window(), await browser.window()];
      await one.goto("/");
      const people = one.locator("main li button");
      await people.first().waitFor();
      must((await people.count()) >= 20, "there are fewer than 20 people");
      await one.getByText(`${await people.count()} personnes`).waitFor();
      await browser.audit(one, "demo");

      await become(one, "nadia", "Nadia Belkacem");
      for (const name of [/Accueil du public/, /Annonces de la mairie/, /Mairie, général/])
        await room(one, name).waitFor();
      await room(one, /Accueil du public/).click();
      await message(one, "La vitre du guichet 2 est fendue").waitFor();
      await browser.audit(one, "demo-rooms");

      await become(two, "helene", "Hélène Marchetti");
      await room(two, /Accueil du public/).click();
      await composer(two).waitFor();
      await send(one, "Le vitrier passe à 14 h");
      await message(two, "Le vitrier passe à 14 h").waitFor();
      await send(two, "Parfait, merci Nadia");
      await message(one, "Parfait, merci Nadia").waitFor();

      // A discussion from before one came here is read like any other.
      await room(two, /Parcours usagers/).click();
      await two
        .getByRole("link", { name: /réponses, dont des non lues/ })
        .first()
        .click();
      await two.getByRole("region", { name: "Détail" }).locator("[data-message]").last().waitFor();
      await two.getByRole("link", { name: /réponses, dont des non lues/ }).waitFor({ state: "hidden" });
      await two.getByText("1 discussion non lue").waitFor({ state: "hidden" });
      await done(one, two);
    },
  },
];
