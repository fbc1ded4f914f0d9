import { done, must, until } from "../browser.mjs";
import { house } from "../house.mjs";
import { password } from "../people.mjs";
import { readsCode } from "../qr.mjs";
import { picture } from "../rooms.mjs";

const actionsMax = 12;
const phone = { width: 360, height: 740, touch: true };

/** Somebody at a screen, whose actions are counted: an address that is opened, a button, a field, a file. */
class Hands {
  constructor(page) {
    this.page = page;
    this.actions = 0;
  }
  open(address) {
    this.actions++;
    return this.page.goto(address);
  }
  press(name) {
    this.actions++;
    return this.page
      .getByRole("button", { name, exact: true })
      .or(this.page.getByRole("link", { name }))
      .first()
      .click();
  }
  fill(label, text) {
    this.actions++;
    return this.page.getByLabel(label, { exact: true }).fill(text);
  }
  check(label) {
    this.actions++;
    return this.page.getByLabel(label).check();
  }
  async attach(name, photo) {
    this.actions++;
    const [chooser] = await Promise.all([
      this.page.waitForEvent("filechooser"),
      this.page.getByRole("button", { name, exact: true }).click(),
    ]);
    await chooser.setFiles(photo);
  }
}

/** What the first screens say to who comes without the link, or fills in nothing. */
async function looksFirst(browser, setup) {
  const page = await browser.window();
  await page.goto("/");
  await page.getByText("ouvrez le lien que Parvis a affiché en démarrant").waitFor();
  await browser.audit(page, "sign-in-new");
  await page.goto(setup);
  await page.getByRole("heading", { name: "Ouvrez la maison" }).waitFor();
  await browser.audit(page, "setup");
  await page.getByRole("button", { name: "Créer le compte et entrer" }).click();
  for (const fault of ["Écrivez votre prénom", "Écrivez un nom d’utilisateur", "Le mot de passe compte au moins"])
    await page.getByText(fault).waitFor();
  must(
    await page.getByLabel("Prénom et nom").evaluate((field) => field === document.activeElement),
    "the first field that is refused has not the focus",
  );
  await browser.audit(page, "setup-faults");
  await done(page);
}

/** Opens the house, a space in it, and asks everybody to read a photograph; gives back what a telephone reads of the printed code. */
async function opens(browser, hands, setup) {
  const { page } = hands;
  await hands.open(setup);
  await hands.fill("Prénom et nom", "Marie Dupré");
  await hands.fill("Mot de passe", password);
  house.administrator = await page.getByLabel("Nom d’utilisateur").inputValue();
  await hands.press("Créer le compte et entrer");
  await page.getByRole("heading", { name: "Pour quelle administration ?" }).waitFor();
  await browser.audit(page, "setup-organisation");
  await hands.press("Plus tard");
  await page.getByText("Aucun serveur de messagerie n’est réglé.").waitFor();
  await page.getByText("Étape 2 sur 3.").waitFor();
  await hands.press("Continuer");
  await page.getByRole("heading", { name: "Un premier espace" }).waitFor();
  await browser.audit(page, "setup-space");
  await hands.fill("Nom de l’espace", "Vie de la mairie");
  await hands.press("Créer l’espace");
  const link = await readsCode(page.getByRole("img", { name: "Code d’entrée de Vie de la mairie" }));
  await page.getByRole("link", { name: "L’ajouter maintenant" }).waitFor();
  await browser.audit(page, "setup-code");
  await page.locator("main p").getByText(link, { exact: true }).waitFor();
  await hands.press("Entrer dans l’espace");
  await page.getByRole("button", { name: "Photo", exact: true }).waitFor();
  const png = await picture(page, 320, 200);
  await hands.attach("Photo", { name: "place-du-marche.png", mimeType: "image/png", buffer: png });
  await hands.check("Demander « J’ai lu et compris »");
  await hands.press("Envoyer");
  return link;
}

/** Comes in by what was printed, sees the photograph, and says so. */
async function reads(browser, hands, link, name) {
  const { page } = hands;
  await hands.open(new URL(link).pathname);
  await page.getByRole("heading", { name: "On vous invite dans l’espace Vie de la mairie" }).waitFor();
  if (name.startsWith("Noé")) await browser.audit(page, "spaces-entry", { phone: true });
  await hands.press("Créer mon compte");
  await hands.fill("Prénom et nom", name);
  await hands.fill("Mot de passe", password);
  await hands.press("Créer mon compte");
  const photo = page.getByRole("article").locator("img[alt]").last();
  await photo.waitFor();
  await photo.evaluate((image) => image.decode());
  await hands.press("J’ai lu et compris");
  await page.getByText("Vous avez confirmé votre lecture").waitFor();
}

export const journeys = [
  {
    name: "from an empty folder to a photograph that three people have seen and confirmed, in twelve actions at most each",
    needs: "setup",
    async run({ browser, setup }) {
      await looksFirst(browser, setup);
      const marie = new Hands(await browser.window());
      const link = await opens(browser, marie, setup);
      const readers = await Promise.all(
        [{}, phone, phone].map(async (screen) => new Hands(await browser.window(screen))),
      );
      const names = ["Lou Martel", "Noé Petit", "Zoé Faure"];
      await Promise.all(readers.map((hands, i) => reads(browser, hands, link, names[i])));
      await marie.page.getByText("3 personnes sur 3 ont confirmé.").waitFor();
      await browser.audit(marie.page, "feed-read", { desk: true });
      for (const { actions } of [marie, ...readers])
        must(actions <= actionsMax, `somebody needs ${actions} actions, and ${actionsMax} are allowed`);
      const factorFirst = marie.page.getByRole("heading", { name: "Un deuxième facteur d’abord" });
      await until(async () => {
        await marie.page.goto("/setup");
        await marie.page.locator("h1").first().waitFor();
        return factorFirst.isVisible();
      }, "who is not alone any more goes on with the set-up without a second factor");
      // The way to one leads back afterwards.
      await marie.page.getByRole("link", { name: "Ajouter un deuxième facteur" }).click();
      await marie.page.waitForURL("**/settings/security?next=%2Fsetup");
      const all = [marie, ...readers];
      await done(...all.map(({ page }) => page));
      return `${all.map(({ actions }) => actions).join(", ")} actions`;
    },
  },
];
