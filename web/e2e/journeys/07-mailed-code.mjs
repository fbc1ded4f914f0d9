import { done, must, until } from "../browser.mjs";
import { administrator, arriveByCode, codeFor, house } from "../house.mjs";
import { arrive, ask, makeRoom, once, password, say, signedIn, twice } from "../people.mjs";
import { readsCode } from "../qr.mjs";

/** The set-up of an organisation goes on: who comes by the code that it prints is an agent, as who comes by their address is. */
async function printsCode(browser, url, page) {
  await page.getByText("Étape 3 sur 4.").waitFor();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("heading", { name: "Un premier espace" }).waitFor();
  await page.getByLabel("Nom de l’espace").fill("Guichets de Belleville");
  await twice(page.getByRole("button", { name: "Créer l’espace" }));
  const link = await readsCode(page.getByRole("img", { name: "Code d’entrée de Guichets de Belleville" }));
  const { spaces } = await ask(url, await signedIn(page), "GET", "/api/v1/spaces");
  once(
    spaces.filter(({ name }) => name === "Guichets de Belleville"),
    "a first space",
  );
  const agent = await browser.window();
  await agent.goto(new URL(link).pathname);
  const said = await agent.getByText(/vous serez agent de/).textContent();
  await agent.getByRole("link", { name: "Créer mon compte" }).click();
  await agent.getByLabel("Prénom et nom").fill("Aline Picard");
  await agent.getByLabel("Mot de passe", { exact: true }).fill(password);
  await agent.getByRole("button", { name: "Créer mon compte" }).click();
  await agent.getByRole("button", { name: "Visible par 2 personnes", exact: true }).waitFor();
  const { organisation } = await ask(url, await signedIn(agent), "GET", "/api/v1/organisation");
  must(said.includes(organisation.name), `who came by the code of the set-up is of ${organisation.name}: ${said}`);
  await done(agent);
}

/** An organisation whose people come in by their addresses. */
async function nameDomain(browser, admin, domain) {
  const page = await browser.window();
  await arrive(page, admin, "/setup");
  await page.getByRole("button", { name: "Créer l’organisation" }).click();
  await page.getByText("Écrivez le nom et le sigle.").waitFor();
  await page.getByLabel("Nom de l’organisation").fill("Mairie de Belleville-sur-Saône");
  await page.getByLabel("Sigle").fill("Belleville");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Quelles adresses ont vos agents ?" }).waitFor();
  await page.getByLabel("Domaines").fill("sainte belleville");
  await page.keyboard.press("Enter");
  await page.getByText("n’est pas un domaine").waitFor();
  await page.getByLabel("Domaines").fill(domain);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Comment on vous joint" }).waitFor();
  await printsCode(browser, browser.url, page);
  await done(page);
}

/** Somebody who wants mails about what they have not read is named where they do not look. */
async function isNamed(url, admin, { address, ...agent }) {
  const pusher = { kind: "email", app_id: "m.email", pushkey: address, lang: "fr", data: {} };
  const names = { app_display_name: "Parvis", device_display_name: address };
  await ask(url, agent, "POST", "/_matrix/client/v3/pushers/set", { ...pusher, ...names });
  const room = await makeRoom(url, admin, { name: "Astreinte", invite: [agent.id] });
  await ask(url, agent, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  await say(url, admin, room, { msgtype: "m.text", body: "Hélène ?", "m.mentions": { user_ids: [agent.id] } });
}

/** So long after it was chosen the hour begins at which somebody wants their mail of the day. */
const hourComesMs = 90_000;

/** Puts the clock of a page where, in a while, a full hour begins; which one it is. */
const clockOf = (inMs) => {
  const begins = Math.round((Date.now() + inMs) / 1000);
  const ahead = (3600 - (begins % 3600)) % 3600;
  const two = (n) => String(n).padStart(2, "0");
  const options = Intl.DateTimeFormat.prototype.resolvedOptions;
  Intl.DateTimeFormat.prototype.resolvedOptions = function zoned() {
    return { ...options.call(this), timeZone: `UTC+00:${two(Math.floor(ahead / 60))}:${two(ahead % 60)}` };
  };
  return Math.floor((begins + ahead) / 3600) % 24;
};

/** Somebody else wants one mail a day, at the next full hour of their clock, and is written to. */
async function wantsMailOfTheDay(browser, url, admin, agent) {
  const page = await browser.window();
  await arrive(page, agent, "/settings/notifications");
  await page.getByLabel(/^Un par jour/).waitFor();
  const hour = await page.evaluate(clockOf, hourComesMs);
  await page.getByLabel(/^Un par jour/).check({ force: true });
  await page.getByLabel("Heure du courriel").waitFor();
  await browser.audit(page, "settings-mailing", { desk: true });
  await page.getByLabel("Heure du courriel").selectOption(`${hour}`);
  const chosen = ({ pushers }) => pushers.some(({ data }) => data.daily_hour === hour && data.zone.startsWith("UTC+"));
  await until(async () => chosen(await ask(url, agent, "GET", "/_matrix/client/v3/pushers")), "the hour is not kept");
  await done(page);
  const room = await makeRoom(url, admin, { name: "Permanence", invite: [agent.id] });
  await ask(url, agent, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  for (const words of ["Les clés sont au guichet.", "Et le planning aussi."]) await say(url, admin, room, words);
}

export const journeys = [
  {
    name: "somebody comes in with their address and the code that was mailed, and says their name",
    needs: "setup",
    async run({ browser, url, setup }) {
      const admin = await administrator(url, setup);
      await nameDomain(browser, admin, "belleville-sur-saone.example");
      const address = "helene.marchetti@belleville-sur-saone.example";
      const page = await browser.window();
      // The link of a letter says to which address it went.
      await page.goto(`/sign-in?by=code#${address}`);
      await page.getByRole("heading", { name: "Entrez avec votre adresse professionnelle" }).waitFor();
      const filled = await page.getByLabel("Adresse professionnelle").inputValue();
      must(filled === address, `the address of a letter is not filled in: ${filled}`);
      await page.getByRole("button", { name: "Continuer avec un mot de passe" }).click();
      await page.getByLabel("Mot de passe", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Entrer avec mon adresse" }).click();
      await page.getByLabel("Adresse professionnelle").fill("");
      await page.getByRole("button", { name: "Entrer avec mon adresse et un code" }).click();
      await page.getByText("Écrivez votre adresse.").waitFor();
      await page.getByLabel("Adresse professionnelle").fill("helene@marchetti");
      await page.keyboard.press("Enter");
      await page.getByText("Cette adresse n’en est pas une").waitFor();
      await page.getByLabel("Adresse professionnelle").fill(address);
      await browser.audit(page, "sign-in-address");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Demandez votre code" }).waitFor();
      await page.getByText(/Vous pourrez en demander un autre dans \d+ secondes/).waitFor();
      const digit = (n) => page.getByLabel(`Chiffre ${n} sur 6`);
      await page.keyboard.type("12");
      await page.keyboard.press("ArrowLeft");
      must(await digit(2).evaluate((box) => box === document.activeElement), "the arrow does not go back");
      await page.getByRole("button", { name: "Entrer" }).click();
      await page.getByText("Écrivez les six chiffres du courriel.").waitFor();
      await browser.audit(page, "sign-in-code");
      const code = await codeFor(url, admin, address);
      await digit(1).fill(code === "000000" ? "000001" : "000000");
      // Six digits are a whole code: nothing more is pressed.
      await page.getByText("Ce code n’est pas le bon").waitFor();
      await page.reload();
      await digit(1).waitFor();
      // A browser fills the whole code into the first box.
      await digit(1).fill(code);
      await page.getByRole("heading", { name: "Comment vous appelez-vous ?" }).waitFor();
      must((await page.getByLabel("Prénom et nom").inputValue()) === "Helene Marchetti", "no name is proposed");
      await browser.audit(page, "sign-in-name");
      await page.getByLabel("Prénom et nom").fill("Hélène Marchetti");
      await page.getByRole("button", { name: "Entrer" }).click();
      await page.getByRole("button", { name: "Mon compte, Hélène Marchetti" }).waitFor();
      house.agent = { ...(await signedIn(page, "Hélène Marchetti")), address };
      await isNamed(url, admin, house.agent);
      house.colleague = await arriveByCode(url, admin, "remi.colas@belleville-sur-saone.example", "Rémi Colas");
      await wantsMailOfTheDay(browser, url, admin, house.colleague);
      await done(page);
    },
  },
];
