import { done, must, until } from "../browser.mjs";
import { asksForTime, guestOf, isNowhere } from "../guests.mjs";
import { administrator, house } from "../house.mjs";
import { arrive, ask, makeRoom, newPerson, once, password, say, twice, visit } from "../people.mjs";
import {
  coOwns,
  decidesOtherwise,
  endsCode,
  entersOnce,
  guestComes,
  invitesByMail,
  isSuspended,
  paletteTells,
  pastes,
  readsCode,
} from "../spaces.mjs";

const at = encodeURIComponent;
const field = (page, name) => page.getByRole("textbox", { name }).or(page.getByRole("combobox", { name }));
const desk = { desk: true };
const dayMs = 86_400_000;
const halfYearMs = 180 * dayMs;

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
  // People from outside are kept out of what nobody opened to them.
  const { organisations } = await ask(url, marie, "GET", "/api/v1/organisations");
  const { name, label } = organisations.find(({ id }) => id === org);
  await ask(url, marie, "PUT", one, { name, label, access_rules: true });
  for (const { id } of house.agent ? [odile] : [odile, agent])
    await ask(url, marie, "PUT", `${one}/members/${at(id)}`, { role: "member" });
  await ask(url, marie, "POST", `${one}/externals`, { user_id: hugo.id, expires_in_ms: halfYearMs });
  const basile = await guestOf(url, one, odile);
  const ends = () => ask(url, marie, "DELETE", `${one}/externals/${at(hugo.id)}`);
  return { marie, odile, agent, hugo, basile, org, ends };
}

async function founded(url, marie) {
  const label = "Métropole";
  const { organisations } = await ask(url, marie, "GET", "/api/v1/organisations");
  const known = organisations.find((one) => one.label === label);
  const wish = { name: `Métropole ${Date.now()}`, label };
  return (known ?? (await ask(url, marie, "POST", "/api/v1/organisations", wish))).id;
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
  const dialog = host.getByRole("dialog", { name: "Nouveau sondage" });
  await dialog.getByLabel("Question").fill("Quel jour pour la visite ?");
  await dialog.getByLabel("Réponse 1").fill("Lundi");
  await dialog.getByLabel("Réponse 2").fill("Mardi");
  await dialog.getByRole("button", { name: "Lancer le sondage" }).click();
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
  await visit(guest, "/spaces/new");
  await guest.getByText("Vous ne pouvez pas demander d’espace").waitFor();
  await visit(guest, "/spaces/find");
  const found = guest.getByRole("list", { name: "Espaces trouvés" }).getByRole("listitem");
  await found.filter({ hasText: name }).waitFor();
  must((await found.count()) === 1, `who is from outside finds ${await found.allTextContents()}`);
}

/** Who closes a space to guests is told whom that takes out. */
async function closes(browser, page) {
  await page.getByRole("complementary").getByRole("link", { name: "Réglages de l’espace" }).click();
  await page.getByRole("button", { name: "Fermer aux invités" }).click();
  const dialog = page.getByRole("dialog", { name: /^Fermer Budget .* aux invités/ });
  await dialog.getByText("1 personne en sort").waitFor();
  await dialog.getByText("Hugo Castel").waitFor();
  await browser.audit(page, "spaces-guests-close");
  await dialog.getByRole("button", { name: "Fermer aux invités" }).click();
  await page.getByText("Cet espace a été ouvert aux invités externes, et ne l’est plus").waitFor();
  await dialog.waitFor({ state: "hidden" });
}

/** A room is opened to guests, after a question too. */
async function opensRoom(browser, page) {
  await page.getByRole("button", { name: "Nouveau salon de l’espace" }).click();
  const dialog = page.getByRole("dialog", { name: "Nouveau salon de l’espace" });
  await dialog.getByLabel("Nom du salon").fill("Devis");
  await dialog.getByRole("button", { name: "Créer le salon" }).click();
  await page.getByRole("heading", { name: "Devis", level: 1 }).waitFor();
  await page.getByRole("link", { name: "À propos du salon" }).click();
  await page.getByRole("button", { name: "Ouvrir aux invités externes" }).click();
  const opens = page.getByRole("dialog", { name: "Ouvrir ce salon aux invités externes ?" });
  await browser.audit(page, "rooms-guests-open", desk);
  await opens.getByRole("button", { name: "Ouvrir aux invités externes" }).click();
  await page.getByText("Ce salon est ouvert aux invités externes").waitFor();
  await page.getByText("ouvert aux invités externes", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Fermer aux invités" }).click();
  const shuts = page.getByRole("dialog", { name: "Fermer ce salon aux invités ?" });
  await shuts.getByText("personne n’en sort").waitFor();
  await shuts.getByRole("button", { name: "Fermer aux invités" }).click();
  await page.getByText("Ce salon a été ouvert aux invités externes, et ne l’est plus").waitFor();
}

/** A space whose last host went: those in it read whom to ask, and who decides names one of them. */
async function namesHost(browser, url, { four, two, odile, agent, name }) {
  const { spaces } = await ask(url, agent, "GET", "/api/v1/spaces");
  const id = spaces.find((space) => space.name === name).space_id;
  await ask(url, odile, "POST", `/api/v1/spaces/${at(id)}/join`, {});
  await ask(url, agent, "POST", `/_matrix/client/v3/rooms/${at(id)}/leave`, {});
  await visit(four, `/spaces/${at(id)}/members`);
  await four.getByRole("heading", { name: "Personne n’anime cet espace" }).waitFor();
  await browser.audit(four, "spaces-unhosted");
  await two.reload();
  const row = two.getByRole("listitem").filter({ hasText: `${name} n’a plus d’animation` });
  await row.getByRole("button", { name: "Nommer quelqu’un" }).click();
  const dialog = two.getByRole("dialog", { name: `Qui anime ${name} ?` });
  await dialog.getByLabel("Nouvelle animation").selectOption("Odile Ranc");
  await browser.audit(two, "home-unhosted");
  await dialog.getByRole("button", { name: "Nommer" }).click();
  await row.waitFor({ state: "hidden" });
  await four.getByRole("heading", { name: "Personne n’anime cet espace" }).waitFor({ state: "hidden" });
}

/** What is read aloud with a field, after its name. */
const described = (field) =>
  (field.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent ?? "")
    .join(" ");

/** Whoever ends their account names who takes over from them, or leaves it to the rule; what nobody there can take over is offered to who decides. */
async function inherits(browser, url, { one, four, two, marie, odile, agent, org }) {
  const sylvie = await newPerson(url, "Sylvie Aubert");
  const post = (person, path, body) => ask(url, person, "POST", path, body);
  for (const { id } of [sylvie, odile])
    await ask(url, marie, "PUT", `/api/v1/organisations/${at(org)}/members/${at(id)}`, { role: "approver" });
  const spaceOf = async (name, members) => {
    const wish = { model: "community", name, visibility: "public", joining: "free", request_id: name };
    const { space_id } = await post(sylvie, "/api/v1/spaces", wish);
    for (const one of members) await post(one, `/api/v1/spaces/${at(space_id)}/join`, {});
    return space_id;
  };
  const roomOf = async (name, member, fields = {}) => {
    const room = await makeRoom(url, sylvie, { name, invite: [member.id], ...fields });
    await post(member, `/_matrix/client/v3/join/${at(room)}`, {});
    return room;
  };
  const chosen = await spaceOf(`Berges ${Date.now()}`, [odile, agent]);
  const ruled = await spaceOf(`Digues ${Date.now()}`, [odile]);
  const users = { [odile.id]: 50 };
  const room = await roomOf("Vannes", odile, { room_version: "12", power_level_content_override: { users } });
  const left = await roomOf("Renfort", agent);

  const five = await browser.window();
  await arrive(five, sylvie, "/settings/security?end");
  await five.getByRole("button", { name: "Supprimer mon compte" }).click();
  const dialog = five.getByRole("dialog", { name: "Supprimer mon compte" });
  // What the rule says stands below the list, and is read aloud with it.
  const usual = (place) => dialog.getByLabel(place).evaluate(described);
  await dialog.getByLabel(/^Espace.*Berges/).selectOption(agent.id);
  must((await usual(/^Espace.*Digues/)).includes("Odile Ranc"), "the rule names nobody in the space");
  must((await usual(/^Salon.*Vannes/)).includes("Odile Ranc"), "the rule names nobody in the room");
  must((await usual(/^Salon.*Renfort/)).includes("l’organisation nommera"), "the rule names somebody");
  await browser.audit(five, "settings-end-heirs");
  await dialog.locator("input[type=password]").fill(password);
  await dialog.getByRole("button", { name: "Supprimer mon compte" }).click();
  await five.waitForURL("**/sign-in*");

  const { role } = await ask(url, agent, "GET", `/api/v1/spaces/${at(chosen)}`);
  must(role === "animator", "who was chosen does not host the space");
  await visit(four, `/spaces/${at(ruled)}`);
  await four.getByRole("complementary").getByRole("link", { name: "Réglages de l’espace" }).waitFor();
  await visit(four, `/rooms/${at(room)}`);
  await four.getByRole("link", { name: "À propos du salon" }).click();
  await four.getByLabel("Nom du salon").waitFor();

  await visit(one, `/rooms/${at(left)}`);
  await one.getByRole("button", { name: /^Visible par/ }).click();
  const nobody = one.getByText("Plus personne n’administre ce salon.");
  await nobody.waitFor();
  await two.reload();
  const row = two.getByRole("listitem").filter({ hasText: "Plus personne n’administre le salon Renfort" });
  await row.getByRole("button", { name: "Nommer quelqu’un" }).click();
  const names = two.getByRole("dialog", { name: /^Qui administre .*Renfort/ });
  await names.getByLabel("Nouvelle administration").selectOption(marie.id);
  await names.getByText("Vous y lisez aussi ce qui s’est écrit avant").waitFor();
  await browser.audit(two, "home-unhosted-room");
  await names.getByLabel("Nouvelle administration").selectOption(agent.id);
  await names.getByRole("button", { name: "Nommer" }).click();
  await row.waitFor({ state: "hidden" });
  await nobody.waitFor({ state: "hidden" });
  await visit(four, `/spaces/${at(ruled)}`);
  await done(five);
}

/** A room whose only administrator is suspended is offered, too: a member is named, and nobody comes in from outside. */
async function isKeptOut(browser, url, { two, marie, agent, org }) {
  const paul = await newPerson(url, "Paul Sénac");
  const member = `/api/v1/organisations/${at(org)}/members/${at(paul.id)}`;
  await ask(url, marie, "PUT", member, { role: "member" });
  const room = await makeRoom(url, paul, { name: "Écluses", invite: [agent.id] });
  await ask(url, agent, "POST", `/_matrix/client/v3/join/${at(room)}`, {});
  await ask(url, marie, "PUT", `${member}/suspension`, { suspended: true });
  const offered = async () => (await ask(url, marie, "GET", "/api/v1/unhosted_rooms")).rooms;
  await until(async () => (await offered()).some((one) => one.room_id === room), "the room is not offered");
  await two.reload();
  const row = two.getByRole("listitem").filter({ hasText: "Plus personne n’administre le salon Écluses" });
  await row.getByRole("button", { name: "Nommer quelqu’un" }).click();
  const names = two.getByRole("dialog", { name: /^Qui administre .*Écluses/ });
  await names.getByText("Son compte n’est pas fermé").waitFor();
  must((await names.getByRole("option").allTextContents()).length === 2, "who decides may come in");
  await browser.audit(two, "home-unhosted-waits");
  await names.getByLabel("Nouvelle administration").selectOption(agent.id);
  await names.getByRole("button", { name: "Nommer" }).click();
  await row.waitFor({ state: "hidden" });
}

/** Accueil is emptied line by line: what can be answered is answered, the rest is ticked; so it is in another window, too. */
async function empties(browser, url, { odile, agent, name }) {
  const joined = await makeRoom(url, agent, { name: "Permanence", invite: [odile.id] });
  await ask(url, odile, "POST", `/_matrix/client/v3/join/${at(joined)}`, {});
  const words = { msgtype: "m.text", body: "Odile, un avis ?", "m.mentions": { user_ids: [odile.id] } };
  await say(url, agent, joined, words);
  await makeRoom(url, agent, { name: "Astreinte", invite: [odile.id] });
  const pages = await Promise.all([browser.window(), browser.window()]);
  const awaited = (page) => page.getByRole("region", { name: /^Ce qui vous attend/ });
  const line = (page, words) => awaited(page).getByRole("listitem").filter({ hasText: words });
  const lines = [name, "Odile, un avis ?", "Astreinte"];
  const everywhere = (of, state) => Promise.all(pages.map((page) => line(page, of).waitFor({ state })));
  const identifier = { type: "m.id.user", user: odile.username };
  const again = { type: "m.login.password", identifier, password };
  const other = await ask(url, odile, "POST", "/_matrix/client/v3/login", again);
  await arrive(pages[0], odile, "/home");
  await arrive(pages[1], { ...odile, device: other.device_id, token: other.access_token }, "/home");
  for (const of of lines) await everywhere(of, "visible");
  const [one, two] = pages;
  await line(one, "Astreinte").getByRole("button", { name: "Décliner" }).click();
  await everywhere("Astreinte", "detached");
  await line(one, "Odile, un avis ?").getByRole("button", { name: "Traité" }).click();
  await everywhere("Odile, un avis ?", "detached");
  await line(two, name).getByRole("button", { name: "Traité" }).click();
  await everywhere(name, "detached");
  for (const page of pages) await page.getByText(/^Rien ne vous attend/).waitFor();
  await one.getByRole("button", { name: "Déjà traité" }).click();
  await one.getByRole("list", { name: "Déjà traité" }).getByText("Odile, un avis ?").waitFor();
  await done(...pages);
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

/** Who comes by a code of who administers is an agent of the organisation of the space, and no guest. */
async function agentsByCode(browser, url, { two, marie, org }) {
  const name = `Accueil ${Date.now()}`;
  const member = `/api/v1/organisations/${at(org)}/members/${at(marie.id)}`;
  await ask(url, marie, "PUT", member, { role: "administrator" });
  const wish = { model: "community", name, visibility: "public", joining: "free", organisation: org, request_id: name };
  const { space_id } = await ask(url, marie, "POST", "/api/v1/spaces", wish);
  await invitesByMail(browser, url, { two, marie, org, wish });
  await visit(two, `/spaces/${at(space_id)}/members`);
  await two.getByRole("button", { name: "Inviter", exact: true }).click();
  await two.getByText("Par un code d’entrée").click();
  const agents = two.getByLabel(/^Les personnes qui entrent par ce code sont agents de/);
  must(await agents.isChecked(), "a code of who administers makes guests unless they ask for agents");
  await two.getByLabel("À quoi sert ce code").fill("Bénévoles de la caserne");
  await browser.audit(two, "spaces-code-agents", desk);
  await twice(two.getByRole("button", { name: "Créer le code" }));
  const link = await two.locator("p").filter({ hasText: "/entry/" }).first().textContent();
  await two.getByRole("dialog").getByText("Bénévoles de la caserne").waitFor();
  await browser.audit(two, "spaces-code-named", desk);
  const newcomer = await browser.window();
  await newcomer.goto(new URL(link).pathname);
  await newcomer.getByText(/vous serez agent de/).waitFor();
  await newcomer.getByRole("link", { name: "Créer mon compte" }).click();
  await newcomer.getByLabel("Prénom et nom").fill("Paul Imbert");
  await newcomer.getByLabel("Mot de passe", { exact: true }).fill(password);
  await newcomer.getByRole("button", { name: "Créer mon compte" }).click();
  await newcomer.getByRole("button", { name: "Visible par 2 personnes", exact: true }).waitFor();
  const made = await ask(url, marie, "GET", `/api/v1/spaces/${at(space_id)}/entry_codes`);
  once(made.entry_codes, "a code");
  await endsCode(browser, two);
  await done(newcomer);
  await entersOnce(browser, url, { marie, org, space: space_id });
}

/** A colleague is invited by name; others by what somebody pastes: addresses of colleagues, of strangers, and what is none. */
async function invites(browser, page, { odile, hugo }) {
  await page.getByRole("button", { name: "Inviter" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Par leur nom").click();
  await dialog.getByLabel("Personnes à inviter").fill("odile ran");
  await dialog.getByRole("button").filter({ hasText: "Odile Ranc" }).click();
  await browser.audit(page, "spaces-invite-name", desk);
  await twice(dialog.getByRole("button", { name: "Inviter", exact: true }));
  const line = dialog.getByRole("listitem").filter({ hasText: "Odile Ranc" });
  await line.getByText("invitée", { exact: true }).waitFor();
  await dialog.getByText("1 personne invitée sur 1").waitFor();
  // Whoever has no account is found by nobody, and may be written to.
  await dialog.getByLabel("Personnes à inviter").fill("zoe.brun@ailleurs.example");
  await dialog.getByRole("button", { name: "Inviter cette adresse par courriel" }).click();
  const listed = await dialog.getByLabel("Adresses ou identifiants").inputValue();
  must(listed === "zoe.brun@ailleurs.example", `the address to write to is not in the list: ${listed}`);
  await dialog.getByLabel("Dernier jour d’accès").waitFor();
  await pastes(dialog, [
    ...(house.colleague ? [[`Rémi Colas <${house.colleague.address}>`, "invitée"]] : []),
    ["nora.vidal@prestataire.example", "courriel, à transmettre"],
    ["@personne:nulle.part.example", "inconnue ici"],
    [hugo.id, "invitée"],
    [odile.id, "déjà invitée"],
    ["marie@@ville.example", "ni adresse ni identifiant"],
  ]);
  await browser.audit(page, "spaces-report", desk);
  await page.getByText("Par un code d’entrée").click();
  // Enter in its fields makes the code, as anywhere; the way back is another button.
  await dialog.getByRole("button", { name: "Créer le code" }).waitFor();
  await dialog.getByLabel("À quoi sert ce code").press("Enter");
  await page.getByRole("img", { name: /^Code d’entrée de/ }).waitFor();
  await browser.audit(page, "spaces-code", desk);
  await readsCode(browser, await dialog.locator("p").filter({ hasText: "/entry/" }).first().textContent());
}

export const journeys = [
  {
    name: "an agent asks for a space, it is approved, people are invited by a list, and a guest takes part in what was opened until the end of their access",
    needs: "setup",
    async run({ browser, url, setup }) {
      const { marie, odile, agent, hugo, basile, org, ends } = await town(url, setup);
      const [one, two, three, four] = await Promise.all([1, 2, 3, 4].map(() => browser.window()));
      const name = `Budget ${Date.now()}`;
      // Accueil is open while somebody asks, and shows it by itself.
      await arrive(two, marie, "/home");
      await two.getByRole("heading", { name: "Ce qui vous attend" }).waitFor();
      await arrive(one, agent, "/spaces/new");
      await asksFor(browser, one, name);

      const wait = two.getByRole("listitem").filter({ hasText: name });
      await wait.getByRole("link", { name: "Ouvrir" }).click();
      await two.getByRole("heading", { name: `Créer l’espace ${name}` }).waitFor();
      await browser.audit(two, "spaces-requests-waiting", desk);
      await two.getByRole("button", { name: "Accepter", exact: true }).click();
      await two.getByText("Acceptée").waitFor();
      // Whoever asked sees by itself what was decided.
      await one.getByRole("link", { name: "Entrer dans l’espace" }).waitFor();
      await decidesOtherwise(browser, url, { one, two, agent });
      await one.goBack();
      await one.getByRole("link", { name: "Entrer dans l’espace" }).click();
      await one.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();

      // Private and invited: opened to people from outside first.
      await one.getByRole("link", { name: "Réglages de l’espace" }).click();
      await one.getByText("Cet espace est fermé aux personnes de l’extérieur").waitFor();
      await one.getByRole("button", { name: "Ouvrir aux invités externes" }).click();
      await one.getByRole("dialog").getByText("On pourra refermer ensuite").waitFor();
      await browser.audit(one, "spaces-guests-open");
      await one.getByRole("dialog").getByRole("button", { name: "Ouvrir aux invités externes" }).click();
      await one.getByText("Cet espace est ouvert aux invités externes").waitFor();
      await browser.audit(one, "spaces-settings-open");
      await one.getByRole("complementary").getByRole("link", { name: "Fil d’actualité" }).click();
      await one.getByRole("button", { name: "Visible par 1 personne, ouvert aux invités externes" }).waitFor();
      await one.getByRole("complementary").getByRole("link", { name: "Membres" }).click();
      await invites(browser, one, { odile, hugo });
      await empties(browser, url, { odile, agent, name });
      await guestComes(browser, three, hugo);
      await one.keyboard.press("Escape");
      await one.getByRole("heading", { name: "Invité externe" }).waitFor();
      await browser.audit(one, "spaces-guests");
      await paletteTells(browser, one, "Hugo Castel");
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
      await closes(browser, one);
      await opensRoom(browser, one);
      await asksForTime(browser, url, { four, two, odile, basile });
      await namesHost(browser, url, { four, two, odile, agent, name });
      await inherits(browser, url, { one, four, two, marie, odile, agent, org });
      await isSuspended(browser, url, { four, marie, odile });
      await done(one, two, three, four);
    },
  },
  {
    name: "who decides has somebody named for those who are kept out, and invites by mail, by code, and with another organisation",
    needs: "setup",
    async run({ browser, url, setup }) {
      const { marie, odile, agent, basile, org } = await town(url, setup);
      const two = await browser.window();
      await arrive(two, marie, "/home");
      await isNowhere(browser, url, { basile, odile, org });
      await isKeptOut(browser, url, { two, marie, agent, org });
      await agentsByCode(browser, url, { two, marie, org });
      await coOwns(browser, url, marie);
      await done(two);
    },
  },
];
