import { done } from "../browser.mjs";
import { arrive, makeRoom, newPerson, say } from "../people.mjs";

export const journeys = [
  {
    name: "what was said is found by its words, and opens in its place",
    async run({ browser, url }) {
      const camille = await newPerson(url, "Camille Roche");
      const works = await makeRoom(url, camille, { name: "Travaux" });
      const council = await makeRoom(url, camille, { name: "Conseil" });
      await say(url, camille, works, "L’école Jean-Moulin ferme à midi, les chaudières sont changées");
      for (let i = 1; i <= 60; i++) await say(url, camille, works, `Rien à signaler ${i}`);
      await say(url, camille, council, "Le budget de l’école passe au vote");
      const page = await browser.window();
      await arrive(page, camille, "/rooms");

      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Aller, trouver, faire" }).fill("ecole");
      await page.getByRole("option", { name: "Chercher « ecole » dans mes messages" }).waitFor();
      await page.keyboard.press("Control+Enter");
      await page.getByText("2 messages trouvés").waitFor();
      const hits = page.getByRole("list", { name: "Messages trouvés" });
      await hits.locator("mark", { hasText: "école" }).first().waitFor();
      await browser.audit(page, "search");

      await page.getByRole("combobox", { name: "Salon" }).click();
      await page.getByRole("option", { name: "Travaux" }).click();
      await page.getByText("1 message trouvé").waitFor();
      await hits.getByRole("link", { name: /chaudières/ }).click();
      await page.getByRole("heading", { level: 1, name: "Travaux" }).waitFor();
      await page.locator("[data-shown]", { hasText: "chaudières" }).waitFor();
      await page.goBack();
      await page.getByText("1 message trouvé").waitFor();

      await page.getByLabel("Mots à trouver").fill("piscine");
      await page.getByRole("button", { name: "Chercher", exact: true }).click();
      await page.getByRole("heading", { name: "Aucun message ne contient « piscine »" }).waitFor();
      await browser.audit(page, "search-none");
      await done(page);
    },
  },
];
