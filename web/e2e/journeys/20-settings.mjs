import { done, must, until } from "../browser.mjs";
import { arrive, ask, newPerson, password } from "../people.mjs";
import { photograph, picture } from "../rooms.mjs";

/** How long a page that is open elsewhere may be used once its session is over. */
const outMaxMs = 5_000;

/** Somebody objects to a use of their data: it waits for an answer, is written anew, and taken back. */
async function objects(browser, page) {
  const text = page.getByLabel("À quoi vous opposez-vous ?");
  await page.getByRole("button", { name: "Envoyer mon opposition" }).click();
  await page.getByText("Écrivez à quoi vous vous opposez.").waitFor();
  await text.fill("Je ne veux pas être comptée.");
  await page.getByRole("button", { name: "Envoyer mon opposition" }).click();
  await page.getByText(/^Votre opposition du .* attend une réponse$/).waitFor();
  await page.getByText("Ce que vous envoyez prend la place").waitFor();
  await browser.audit(page, "settings-data-objection");
  await page.getByRole("button", { name: "La retirer" }).click();
  await page.getByText("Votre opposition est retirée.").waitFor();
  await page.getByRole("button", { name: "La retirer" }).waitFor({ state: "hidden" });
}

export const journeys = [
  {
    name: "every section is clean in every size and light",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window();
      await arrive(page, someone, "/settings/profile");
      const sections = page.getByRole("complementary");
      for (const [section, title] of [
        ["profile", "Profil"],
        ["addresses", "Adresses de courriel"],
        ["organisation", "Mon organisation"],
        ["notifications", "Notifications"],
        ["security", "Appareils et mot de passe"],
        ["data", "Mes données"],
        ["look", "Apparence et clavier"],
        ["language", "Langue"],
        ["about", "À propos"],
      ]) {
        await sections.getByRole("link", { name: title }).click();
        await page.getByRole("heading", { level: 1, name: title }).waitFor();
        await until(
          async () => (await page.locator("main [role=status]").count()) === 0,
          `${title} does not come to rest`,
        );
        await browser.audit(page, `settings-${section}`);
        if (section === "data") await objects(browser, page);
      }
      await done(page);
    },
  },
  {
    name: "a name and a picture change, and the picture can come back",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window();
      await arrive(page, someone, "/settings/profile");
      await page.getByLabel("Prénom et nom").fill("Camille Roche");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByText("C’est enregistré.").waitFor();
      await page
        .locator("input[type=file]")
        .setInputFiles({ name: "moi.heic", mimeType: "image/heic", buffer: photograph(await picture(page, 300, 200)) });
      await page.getByRole("dialog", { name: "Cadrer l’image" }).waitFor();
      await page.getByRole("slider", { name: "Agrandissement" }).press("ArrowRight");
      await browser.audit(page, "settings-crop");
      await page.getByRole("button", { name: "Garder ce cadrage" }).click();
      await page.getByText("Votre image est changée.").waitFor();
      await page.locator("main img").waitFor();
      await page.getByRole("button", { name: "Retirer l’image" }).click();
      await page.locator("main img").waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Annuler" }).click();
      await page.locator("main img").waitFor();
      const profile = await ask(url, someone, "GET", `/_matrix/client/v3/profile/${encodeURIComponent(someone.id)}`);
      must(profile.displayname === "Camille Roche", "the server has another name");
      must(profile.avatar_url.startsWith("mxc://"), "the server has no picture");

      // Colleagues find who says what they do; nobody finds who is on the red list.
      const lou = await newPerson(url, "Lou");
      const word = someone.username.replace(/\W/g, "");
      const isFound = async () => {
        const path = "/_matrix/client/v3/user_directory/search";
        const { results } = await ask(url, lou, "POST", path, { search_term: word });
        return results.some((found) => found.user_id === someone.id);
      };
      await page.getByLabel("Ce que vous faites").fill(`Conteuse ${word}`);
      await page.getByRole("button", { name: "Mettre à jour" }).click();
      await until(isFound, "nobody is found by what they do");
      await page.getByRole("switch", { name: "Liste rouge" }).click({ force: true });
      await until(async () => !(await isFound()), "who is on the red list is found");
      await done(page);
    },
  },
  {
    name: "devices are named and signed out with the password, and all others within five seconds",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const logins = [];
      for (const name of ["Poste du guichet", "Téléphone", "Poste de l’étage"]) {
        const identifier = { type: "m.id.user", user: someone.username };
        const wish = { type: "m.login.password", identifier, password, initial_device_display_name: name };
        const answer = await fetch(`${url}/_matrix/client/v3/login`, { method: "POST", body: JSON.stringify(wish) });
        logins.push(await answer.json());
      }
      const { access_token: token, device_id: device } = logins[0];
      const other = await browser.window({ width: 360, height: 740 });
      await arrive(other, { ...someone, token, device }, "/rooms");
      await other.getByRole("heading", { name: "Pas encore de conversation" }).waitFor();
      const page = await browser.window();
      await arrive(page, someone, "/settings/security");
      await page.getByRole("button", { name: "Renommer Téléphone" }).click();
      await page.getByLabel("Nom de l’appareil").fill("Téléphone de service");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByText("Téléphone de service").waitFor();
      await page.getByRole("button", { name: "Déconnecter Téléphone de service" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Mot de passe", { exact: true }).fill("faux");
      await dialog.getByRole("button", { name: "Déconnecter" }).click();
      await dialog.getByText("Le mot de passe actuel ne convient pas").waitFor();
      await dialog.getByText("Confirmez d’abord que c’est bien vous").waitFor();
      await browser.audit(page, "settings-device-out");
      await dialog.getByLabel("Mot de passe", { exact: true }).fill(password);
      await dialog.getByRole("button", { name: "Déconnecter" }).click();
      await page.getByText("Téléphone de service").waitFor({ state: "hidden" });
      await page.getByText("Poste du guichet").waitFor();

      // Signed out everywhere at once: what is open there says so by itself.
      await page.getByRole("button", { name: "Déconnecter tous les autres appareils" }).click();
      await dialog.getByLabel("Mot de passe", { exact: true }).fill(password);
      await dialog.getByRole("button", { name: "Déconnecter" }).click();
      await page.getByText("C’est déconnecté.").last().waitFor();
      other.expected = /^console: .*(token|M_UNKNOWN_TOKEN)/;
      const gone = other.getByRole("dialog", { name: "Cet appareil a été déconnecté" });
      await gone.waitFor({ timeout: outMaxMs });
      await page.getByText("Poste du guichet").waitFor({ state: "hidden" });
      await done(page, other);
    },
  },
  {
    name: "a copy of one's data is made and fetched with the password",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window();
      await arrive(page, someone, "/settings/data");
      await page.getByRole("button", { name: "Préparer ma copie" }).click();
      await page.getByText("Copie du").waitFor();
      await browser.audit(page, "settings-data-ready");
      await page.getByRole("button", { name: "Télécharger ma copie" }).click();
      await page.getByRole("dialog", { name: "Télécharger ma copie" }).waitFor();
      await browser.audit(page, "settings-data-fetch");
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Mot de passe", { exact: true }).fill(password);
      const coming = page.waitForEvent("download");
      await dialog.getByRole("button", { name: "Télécharger ma copie" }).click();
      must((await coming).suggestedFilename() === "parvis.zip", "the copy has another name");
      await page.getByRole("button", { name: "Supprimer la copie" }).click();
      await page.getByRole("button", { name: "Préparer ma copie" }).waitFor();
      await done(page);
    },
  },
  {
    name: "a password changes",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window();
      await arrive(page, someone, "/settings/security");
      await page.getByLabel("Mot de passe actuel").fill(password);
      await page.getByLabel("Nouveau mot de passe").fill("une tout autre phrase");
      await page.getByRole("button", { name: "Changer le mot de passe" }).click();
      await page.getByText("Votre mot de passe est changé.").waitFor();
      const again = await fetch(`${url}/_matrix/client/v3/login`, {
        method: "POST",
        body: JSON.stringify({
          type: "m.login.password",
          identifier: { type: "m.id.user", user: someone.username },
          password: "une tout autre phrase",
        }),
      });
      must(again.status === 200, "the new password does not open");
      await done(page);
    },
  },
  {
    name: "theme, text size and language hold after a reload",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window({ apart: true });
      await arrive(page, someone, "/settings/look");
      await page.getByRole("radio", { name: "Sombre", exact: true }).check();
      await page.getByRole("radio", { name: "125" }).check();
      await page.reload();
      await page.getByRole("heading", { level: 1 }).waitFor();
      const look = await page.evaluate(() => ({
        theme: document.documentElement.dataset.mantineColorScheme,
        size: document.documentElement.style.fontSize,
      }));
      must(look.theme === "dark" && look.size === "125%", `the look is ${JSON.stringify(look)}`);

      // Larger letters find room: those of Parvis, and those of the browser.
      await page.getByRole("radio", { name: "150" }).check();
      const fits = () =>
        page.evaluate(
          () =>
            [...document.querySelectorAll("nav a, aside a, h1:not(.hidden)")].every(
              (e) => e.scrollWidth <= e.clientWidth + 1,
            ) && document.documentElement.scrollWidth <= innerWidth,
        );
      must(await fits(), "letters of 150 % do not fit");
      await page.screenshot({ path: "target/pictures/large-letters.png" });
      await page.getByRole("radio", { name: "100" }).check();
      const wire = await page.context().newCDPSession(page);
      for (const standard of [24, 32]) {
        await wire.send("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
        await page.goto("/rooms");
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        must(await fits(), `a browser with letters of ${standard} px does not fit`);
        await page.screenshot({ path: `target/pictures/large-browser-${standard}.png` });
      }
      await wire.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
      await page.goto("/settings/language");
      await page.getByRole("radio", { name: "English" }).check();
      await page.getByRole("heading", { level: 1, name: "Language" }).waitFor();
      await page.reload();
      await page.getByRole("heading", { level: 1, name: "Language" }).waitFor();
      must((await page.locator("html").getAttribute("lang")) === "en", "the page does not say its language");
      await done(page);
    },
  },
  {
    name: "notifications are chosen for all devices",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Camille");
      const page = await browser.window();
      await arrive(page, someone, "/settings/notifications");
      await page.getByRole("radio", { name: /Ce qui vous est adressé/ }).check();
      await page.getByText("C’est enregistré.").waitFor();
      await page.reload();
      await page.getByRole("radio", { name: /Ce qui vous est adressé/, checked: true }).waitFor();
      await done(page);
    },
  },
];
