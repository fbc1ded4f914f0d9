import { done, must } from "../browser.mjs";
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

export const journeys = [
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
