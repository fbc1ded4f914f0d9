import { done } from "../browser.mjs";
import { administrator } from "../house.mjs";
import { arrive, ask, newPerson } from "../people.mjs";

const at = encodeURIComponent;
const desk = { desk: true };
const halfYearMs = 180 * 86_400_000;

/** An organisation with an agent, and somebody from outside whom an administrator answers for. */
async function town(url, setup) {
  const marie = await administrator(url, setup);
  await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
  const [odile, hugo] = await Promise.all(["Odile Ranc", "Hugo Castel"].map((name) => newPerson(url, name)));
  const wish = { name: `Métropole ${Date.now()}`, label: "Métropole" };
  const { id } = await ask(url, marie, "POST", "/api/v1/organisations", wish);
  const org = `/api/v1/organisations/${at(id)}`;
  await ask(url, marie, "PUT", `${org}/members/${at(odile.id)}`, { role: "member" });
  await ask(url, marie, "POST", `${org}/externals`, { user_id: hugo.id, expires_in_ms: halfYearMs });
  return { marie, odile, hugo };
}

/** An agent asks for a space. */
async function asksFor(browser, page, name) {
  await page.getByLabel("Nom de l’espace").fill(name);
  for (let step = 1; step <= 2; step++) await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByText("Privé", { exact: true }).click();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("button", { name: "Envoyer la demande" }).click();
  await page.getByRole("heading", { name: "Votre demande est partie" }).waitFor();
  await browser.audit(page, "spaces-requested");
}

export const journeys = [
  {
    name: "an agent asks for a space, it is approved, people are invited by a list, and a guest sees what was opened",
    needs: "setup",
    async run({ browser, url, setup }) {
      const { marie, odile, hugo } = await town(url, setup);
      const [one, two, three] = await Promise.all([browser.window(), browser.window(), browser.window()]);
      const name = `Budget ${Date.now()}`;
      await arrive(one, odile, "/spaces/new");
      await asksFor(browser, one, name);

      await arrive(two, marie, "/home");
      const wait = two.getByRole("listitem").filter({ hasText: name });
      await wait.getByRole("link", { name: "Ouvrir" }).click();
      await two.getByRole("heading", { name: `Créer l’espace ${name}` }).waitFor();
      await browser.audit(two, "spaces-requests-waiting", desk);
      await two.getByRole("button", { name: "Accepter", exact: true }).click();
      await two.getByText("Acceptée").waitFor();
      await one.reload();
      await one.getByRole("link", { name: "Entrer dans l’espace" }).click();
      await one.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();

      // Private and invited: opened to people from outside first.
      await one.getByRole("link", { name: "Réglages de l’espace" }).click();
      await one.getByRole("button", { name: "Ouvrir aux invités externes" }).click();
      await one.getByText("Réglages enregistrés").waitFor();
      await one.getByRole("complementary").getByRole("link", { name: "Membres" }).click();
      await one.getByRole("button", { name: "Inviter" }).click();
      await one.getByText("Par une liste").click();
      await one.getByLabel("Adresses ou identifiants").fill(`${marie.id}\n${hugo.id}\nni l’un ni l’autre`);
      await one.getByRole("dialog").getByRole("button", { name: "Inviter" }).click();
      await one.getByText("2 personnes invitées sur 3").waitFor();
      await browser.audit(one, "spaces-report", desk);
      await one.getByText("Par un code d’entrée").click();
      await one.getByRole("button", { name: "Créer le code" }).click();
      await one.getByRole("img", { name: /^Code d’entrée de/ }).waitFor();
      await browser.audit(one, "spaces-code", desk);

      await arrive(three, hugo, "/home");
      await three.getByText("vous invite dans l’espace").waitFor();
      await three.getByRole("button", { name: "Accepter" }).click();
      await three.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
      await one.keyboard.press("Escape");
      await one.getByRole("heading", { name: "Invité externe" }).waitFor();
      await browser.audit(one, "spaces-guests");
      await one.getByRole("button", { name: "Actions pour Hugo Castel" }).click();
      await one.getByRole("menuitem", { name: "Ce que voit cette personne" }).click();
      await one.getByText(/^Accès jusqu’au/).waitFor();
      await browser.audit(one, "spaces-sees-guest", desk);
      await done(one, two, three);
    },
  },
];
