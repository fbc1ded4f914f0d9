import { done, must } from "../browser.mjs";
import { administrator, house } from "../house.mjs";
import { arrive, ask, newPerson, visit } from "../people.mjs";

const at = encodeURIComponent;
const field = (page, name) => page.getByRole("textbox", { name }).or(page.getByRole("combobox", { name }));
const desk = { desk: true };
const halfYearMs = 180 * 86_400_000;

/**
 * An organisation with two agents, and somebody from outside whom an administrator answers for. One of the agents is who came in by
 * mail, where the whole story of the first day is walked.
 */
async function town(url, setup) {
  const marie = await administrator(url, setup);
  await ask(url, marie, "PUT", "/api/v1/registration", { mode: "open" });
  const [odile, hugo] = await Promise.all(["Odile Ranc", "Hugo Castel"].map((name) => newPerson(url, name)));
  const org = house.agent
    ? (await ask(url, house.agent, "GET", "/api/v1/organisation")).organisation.id
    : await founded(url, marie);
  const agent = house.agent ?? (await newPerson(url, "Hélène Marchetti"));
  const one = `/api/v1/organisations/${at(org)}`;
  for (const { id } of house.agent ? [odile] : [odile, agent])
    await ask(url, marie, "PUT", `${one}/members/${at(id)}`, { role: "member" });
  await ask(url, marie, "POST", `${one}/externals`, { user_id: hugo.id, expires_in_ms: halfYearMs });
  const ends = () => ask(url, marie, "DELETE", `${one}/externals/${at(hugo.id)}`);
  return { marie, odile, agent, hugo, ends };
}

async function founded(url, marie) {
  const wish = { name: `Métropole ${Date.now()}`, label: "Métropole" };
  return (await ask(url, marie, "POST", "/api/v1/organisations", wish)).id;
}

async function share(page, words) {
  await page.getByRole("button", { name: "Partager une nouvelle" }).click();
  await field(page, "Écrire une publication").fill(words);
  await field(page, "Écrire une publication").press("Enter");
}

/** Who is from outside does in the feed what everybody does there, and finds nobody and no place beside it. */
async function takesPart(url, host, guest, { hugo, odile, name }) {
  await share(host, "Le budget est voté.");
  const said = guest.getByRole("article").filter({ hasText: "Le budget est voté." });
  await said.getByRole("button", { name: "Utile" }).first().click();
  await said.getByRole("button", { name: "Commenter" }).first().click();
  await field(guest, "Écrire un commentaire").fill("Merci pour le détail.");
  await field(guest, "Écrire un commentaire").press("Enter");
  await host.getByText("Merci pour le détail.").waitFor();
  await host.getByRole("button", { name: "Utile 1" }).waitFor();
  await share(guest, "Voici notre devis.");
  await host
    .getByRole("article")
    .filter({ hasText: "Voici notre devis." })
    .getByText(/Invité externe/)
    .first()
    .waitFor();
  await host.getByRole("button", { name: "Sondage", exact: true }).click();
  const dialog = host.getByRole("dialog", { name: "Poser une question" });
  await dialog.getByLabel("Question").fill("Quel jour pour la visite ?");
  await dialog.getByLabel("Réponse 1").fill("Lundi");
  await dialog.getByLabel("Réponse 2").fill("Mardi");
  await dialog.getByRole("button", { name: "Poser la question" }).click();
  await guest.getByRole("radio", { name: "Mardi" }).click();
  await host
    .getByText(/^1 personne a répondu/)
    .first()
    .waitFor();

  const finds = async (who) => {
    const path = "/_matrix/client/v3/user_directory/search";
    return (await ask(url, who, "POST", path, { search_term: "Odile Ranc" })).results.some(
      (one) => one.user_id === odile.id,
    );
  };
  must(!(await finds(hugo)), "who is from outside finds agents");
  await visit(guest, "/spaces/find");
  const found = guest.getByRole("list", { name: "Espaces trouvés" }).getByRole("listitem");
  await found.filter({ hasText: name }).waitFor();
  must((await found.count()) === 1, `who is from outside finds ${await found.allTextContents()}`);
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
    name: "an agent asks for a space, it is approved, people are invited by a list, and a guest takes part in what was opened until the end of their access",
    needs: "setup",
    async run({ browser, url, setup }) {
      const { marie, odile, agent, hugo, ends } = await town(url, setup);
      const [one, two, three] = await Promise.all([browser.window(), browser.window(), browser.window()]);
      const name = `Budget ${Date.now()}`;
      await arrive(one, agent, "/spaces/new");
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
      await one.getByLabel("Adresses ou identifiants").fill(`${odile.id}\n${hugo.id}\nni l’un ni l’autre`);
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
      await visit(one, new URL(three.url()).pathname);
      await takesPart(url, one, three, { hugo, odile, name });
      // Once their time is over nothing is open to them, and what they wrote stays.
      three.expected = /403/;
      await ends();
      await three.getByRole("heading", { level: 1, name: "Votre compte a expiré" }).waitFor();
      await one.getByText("Voici notre devis.").waitFor();
      await done(one, two, three);
    },
  },
];
