import { done, must } from "./browser.mjs";
import { codeFor, textFor } from "./house.mjs";
import { arrive, ask, newPerson, password, say, signedIn, visit } from "./people.mjs";
import { composer } from "./rooms.mjs";

/** What journeys about spaces do in dialogs and on pages of who decides. */
const at = encodeURIComponent;
const desk = { desk: true };
const dayMs = 86_400_000;
const guestDaysMs = 45 * dayMs;

/** A list comes as a file, with a line that says what stands in its columns; who is from outside comes until a day. */
export const asTable = (dialog, day) => async (list, lines) => {
  const buffer = Buffer.from(`Nom;Courriel\n${lines.join("\n")}\n`);
  await dialog.locator("input[type=file]").setInputFiles({ name: "invités.csv", mimeType: "text/csv", buffer });
  await dialog.getByLabel("Dernier jour d’accès").waitFor();
  must((await list.inputValue()).startsWith("Nom;Courriel\n"), "the file is not in the list");
  await dialog.getByLabel("Dernier jour d’accès").fill("2020-01-01");
  await dialog.getByText(/^Choisissez un jour d’ici au/).waitFor();
  must(await dialog.getByRole("button", { name: "Inviter", exact: true }).isDisabled(), "a day that is over is taken");
  await dialog.getByLabel("Dernier jour d’accès").fill(day);
};

/** What somebody pastes: what is to become of each line, which is told beside it. */
export async function pastes(dialog, outcomes, fill = (list, lines) => list.fill(lines.join("\n"))) {
  const went = outcomes.filter(([, outcome]) => /^(invitée|courriel)/.test(outcome)).length;
  await dialog.getByText("Par une liste").click();
  await fill(
    dialog.getByLabel("Adresses ou identifiants"),
    outcomes.map(([pasted]) => pasted),
  );
  await dialog.getByRole("button", { name: "Inviter", exact: true }).click();
  await dialog.getByText(new RegExp(`^${went} personnes? invitées? sur ${outcomes.length}$`)).waitFor();
  for (const [pasted, outcome] of outcomes)
    await dialog.getByRole("listitem").filter({ hasText: pasted }).getByText(outcome, { exact: true }).waitFor();
  const refused = outcomes.filter(([, outcome]) => /^(inconnue|ni adresse)/.test(outcome)).map(([pasted]) => pasted);
  const left = await dialog.getByLabel("Adresses ou identifiants").inputValue();
  must(left === refused.join("\n"), `of what was refused, this stays to be mended: ${left}`);
}

/** Who confirmed a post, and who reminded the others: by name, though they have left. */
export async function readsWhoConfirmed(browser, page, of, left) {
  const its = "**/confirmations";
  await page.route(its, async (route) => {
    const response = await route.fetch();
    const { reminded, ...told } = await response.json();
    await route.fulfill({ response, json: { ...told, reminded: { ...reminded, by: left.id } } });
  });
  await of.getByRole("button", { name: "Suivre les lectures" }).click();
  const dialog = page.getByRole("dialog", { name: "Lectures confirmées" });
  await dialog.getByText(new RegExp(`^Dernier rappel.*par ${left.name}`)).waitFor();
  await browser.audit(page, "feed-confirmed", desk);
  await page.keyboard.press("Escape");
  await page.unroute(its);
}

/** One request is refused with a reason, another granted as something else; the agent reads both. */
export async function decidesOtherwise(browser, url, { one, two, agent }) {
  const wish = { model: "community", visibility: "private", joining: "approval" };
  const asks = async (name) => {
    const body = { ...wish, name, request_id: name };
    return { name, id: (await ask(url, agent, "POST", "/api/v1/spaces", body)).request };
  };
  const [pool, roads] = [await asks(`Piscine ${Date.now()}`), await asks(`Voirie ${Date.now()}`)];
  await visit(two, "/home");
  await visit(two, "/spaces/requests");
  const of = ({ name }) => two.getByRole("listitem").filter({ hasText: name });
  const press = (where, name) => where.getByRole("button", { name, exact: true }).click();
  await press(of(pool), "Refuser");
  must(await of(pool).getByRole("button", { name: "Refuser", exact: true }).isDisabled(), "no reason is asked for");
  await of(pool)
    .getByLabel(/^Pourquoi refuser/)
    .fill("La piscine a déjà son espace.");
  await press(of(roads), "Modifier puis accepter");
  await of(roads).getByLabel("Nom de l’espace").fill(`${roads.name}, chantiers`);
  await of(roads).getByRole("combobox", { name: "Qui peut le trouver" }).click();
  await two.getByRole("option", { name: "Visible de tous" }).click();
  await browser.audit(two, "spaces-requests-otherwise", { desk: true });
  await press(of(pool), "Refuser");
  await of(pool).getByText("Refusée").waitFor();
  await press(of(roads), "Accepter");
  await of(roads).getByText("Acceptée").waitFor();
  const { spaces } = await ask(url, agent, "GET", "/api/v1/spaces");
  const made = spaces.find(({ name }) => name === `${roads.name}, chantiers`);
  must(made?.visibility === "public" && made.role === "animator", `what was granted is ${JSON.stringify(made)}`);
  await visit(one, `/spaces/requests/${at(pool.id)}`);
  await one.getByRole("heading", { name: "Demande refusée" }).waitFor();
  await one.getByText("La piscine a déjà son espace.").waitFor();
}

/** Whoever has lost the right between looking and pressing is answered so, whatever the page showed them. */
async function isRefused(page, space, button, before) {
  const its = (at) => at.pathname === space;
  await page.route(its, async (route) => {
    if (route.request().method() === "PUT") await before();
    await route.continue();
  });
  const answered = page.waitForResponse((one) => its(new URL(one.url())) && one.request().method() === "PUT");
  await page.getByRole("button", { name: button }).click();
  must((await answered).status() === 403, "what was no right any more was done");
  await page.unroute(its);
}

/** A second organisation comes into a space by somebody of its own who animates it, and goes by them; nobody else does it for them. */
export async function coOwns(browser, url, marie) {
  const label = `Port ${Date.now() % 100_000}`;
  const { id } = await ask(url, marie, "POST", "/api/v1/organisations", { name: label, label });
  const iris = await newPerson(url, "Iris Lemaire");
  await ask(url, marie, "PUT", `/api/v1/organisations/${at(id)}/members/${at(iris.id)}`, { role: "member" });
  const wish = { model: "project", name: "Quais", visibility: "private", joining: "invitation", request_id: label };
  const { space_id } = await ask(url, marie, "POST", "/api/v1/spaces", wish);
  const space = `/api/v1/spaces/${at(space_id)}`;
  await ask(url, marie, "POST", `${space}/invitations`, { people: [iris.id] });
  await ask(url, iris, "POST", `${space}/join`, {});
  await ask(url, marie, "PUT", `${space}/members/${at(iris.id)}`, { role: "animator" });
  const [host, page] = await Promise.all([browser.window(), browser.window()]);
  await arrive(page, iris, `/spaces/${at(space_id)}/settings`);
  await page.getByRole("button", { name: `Y ajouter ${label}` }).click();
  await page.getByRole("button", { name: `En retirer ${label}` }).waitFor();
  const owners = async () => (await ask(url, marie, "GET", space)).organisations.map((one) => one.label);
  must((await owners()).length === 2 && (await owners()).includes(label), "the space has not two organisations");
  await browser.audit(page, "spaces-owners");
  await arrive(host, marie, `/spaces/${at(space_id)}/settings`);
  await host.getByRole("listitem").getByText(label, { exact: true }).waitFor();
  must(!(await host.getByRole("button", { name: new RegExp(label) }).isVisible()), "another organisation is sent away");
  const become = (by, role) => ask(url, by, "PUT", `${space}/members/${at(iris.id)}`, { role });
  await isRefused(page, space, `En retirer ${label}`, () => become(iris, "contributor"));
  must((await owners()).includes(label), "whoever may not any more has taken the organisation out");
  await become(marie, "animator");
  await page.reload();
  await page.getByRole("button", { name: `En retirer ${label}` }).click();
  await page.getByRole("button", { name: `Y ajouter ${label}` }).waitFor();
  must(!(await owners()).includes(label), "who has gone has the space still");
  await done(host, page);
}

/** Who sees a page of a space leads to why they do. */
export async function readsWhy(page) {
  await page
    .getByRole("button", { name: /^Visible par/ })
    .filter({ visible: true })
    .first()
    .click();
  await page.getByRole("heading", { name: "Qui voit ceci, et pourquoi" }).filter({ visible: true }).waitFor();
}

/** Whether one writes in a field at once: it has the focus, is in view, and nothing lies over it. */
export const writable = (field) => {
  const { left, width, bottom } = field.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, bottom - 2);
  return document.activeElement === field && field.parentElement.contains(there);
};

/** Whoever published learns in Accueil what is said below it, and reads it in its place. */
export async function hearsOfComment(browser, page, url, { lou, id }) {
  const { feed_room: feed } = await ask(url, lou, "GET", `/api/v1/spaces/${at(id)}`);
  const post = page.getByRole("article", { name: "Vigilance orange crues" });
  const root = await post.getAttribute("data-post");
  await visit(page, "/home");
  const related = { rel_type: "m.thread", event_id: root, is_falling_back: true, "m.in_reply_to": { event_id: root } };
  await say(url, lou, feed, { msgtype: "m.text", body: "Le parking Sud est fermé.", "m.relates_to": related });
  const line = page.getByRole("listitem").filter({ hasText: "Lou Martel commente ce que vous avez publié" });
  await line.getByText("Le parking Sud est fermé.").waitFor();
  await browser.audit(page, "home-comment");
  const read = page.waitForRequest((asked) => asked.url().includes("/receipt/") && asked.postData()?.includes(root));
  await line.getByRole("link", { name: "Répondre" }).click();
  await read;
  await post.getByText("Le parking Sud est fermé.").waitFor();
  await visit(page, "/home");
  await line.waitFor({ state: "hidden" });
  await visit(page, `/spaces/${at(id)}/feed`);
}

/** Who is from outside finds where they were invited alone, and reads whom to ask for more. */
async function guestFinds(browser, page) {
  await visit(page, "/spaces/find");
  await page.getByLabel("Nom de l’espace").fill("Trésorerie");
  await page.getByRole("heading", { name: "Aucun espace ne porte ce nom" }).waitFor();
  await page.getByText("demandez à qui répond de vous").waitFor();
  await browser.audit(page, "spaces-find-guest");
  await page.getByLabel("Nom de l’espace").fill("");
  await visit(page, "/home");
}

/** The palette says in words who is from outside. */
export async function paletteTells(browser, page, name) {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Aller, trouver, faire" }).fill(name);
  await page.getByRole("option", { name: new RegExp(`${name}.*Invité externe`) }).waitFor();
  await browser.audit(page, "palette-guest");
  await page.keyboard.press("Escape");
}

/** Somebody from outside reads for whom they are here, finds nothing else, and comes in. */
export async function guestComes(browser, page, guest) {
  await arrive(page, guest, "/home");
  await page.getByText("vous invite dans l’espace").waitFor();
  await page.getByText(/^Vous êtes invité externe de/).waitFor();
  await browser.audit(page, "home-guest");
  await guestFinds(browser, page);
  await page.getByRole("button", { name: "Accepter" }).click();
  await page.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
}

/** Who decides for the organisation mails those who have no account: of the house, or from outside until a day. */
export async function invitesByMail(browser, url, { two, marie, org, wish }) {
  const shut = {
    ...wish,
    name: `Courriels ${wish.name}`,
    visibility: "private",
    joining: "approval",
    request_id: `${wish.name}!`,
  };
  const open = await ask(url, marie, "POST", "/api/v1/spaces", shut);
  await ask(url, marie, "PUT", `/api/v1/spaces/${at(open.space_id)}`, { guests: true });
  await visit(two, `/spaces/${at(open.space_id)}/members`);
  await two.getByRole("button", { name: "Inviter" }).click();
  // Who decides for the organisation mails those who have no account.
  const letter = "courriel, à transmettre";
  const day = new Date(Date.now() + guestDaysMs).toISOString().slice(0, 10);
  // An address of the house is its door's.
  const own = "camille.roy@poste.example";
  const { name: place } = (await ask(url, marie, "GET", "/api/v1/organisation")).organisation;
  await ask(url, marie, "POST", `/api/v1/organisations/${at(org)}/addresses`, { list: own });
  const outlook = [
    ["Vidal Nora;nora.vidal@voisinage.example", letter],
    ["Roussel Inès;ines@voisinage.example", letter],
    [`Roy Camille;${own}`, letter],
    ["Brun Zoé;zoe@@voisinage.example", "ni adresse ni identifiant"],
  ];
  await pastes(two.getByRole("dialog"), outlook, asTable(two.getByRole("dialog"), day));
  const comes = (who, as) => two.getByRole("dialog").getByRole("listitem").filter({ hasText: who }).getByText(as);
  await comes("ines@", `Viendra de l’extérieur, jusqu’au ${dayOf(Date.parse(day))}`).waitFor();
  await comes(own, `Viendra comme agent de ${place}`).waitFor();
  await two.getByText(/les lettres attendent dans/).waitFor();
  const members = await ask(url, marie, "GET", `/api/v1/spaces/${at(open.space_id)}/members`);
  const until = members.mailed.find(({ address }) => address === "ines@voisinage.example").guest_until;
  must(Math.abs(until - Date.parse(day)) < 2 * dayMs, `who is invited until ${day} comes until ${new Date(until)}`);
  await browser.audit(two, "spaces-report-mailed", desk);
  await two.keyboard.press("Escape");
  await comesByLetter(browser, { url, marie, two }, own);
  const again = two.getByRole("button", { name: "Envoyer à nouveau l’invitation à ines@voisinage.example" });
  await again.click();
  await two
    .getByText(
      "Une nouvelle invitation pour ines@voisinage.example attend dans « Courriels », chez qui administre Parvis.",
    )
    .waitFor();
  await browser.audit(two, "spaces-mailed");
  const thrice = { list: "ines@voisinage.example", again: true };
  await ask(url, marie, "POST", `/api/v1/spaces/${at(open.space_id)}/invitations`, thrice);
  await again.click();
  await two.getByText("ines@voisinage.example : a déjà reçu beaucoup de lettres aujourd’hui").waitFor();
  await two.getByRole("button", { name: "Retirer l’invitation de nora.vidal@voisinage.example" }).click();
  await two.getByText("nora.vidal@voisinage.example", { exact: true }).waitFor({ state: "hidden" });
}

const dayOf = (ms) => new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", year: "numeric" }).format(ms);

/** Whoever is invited at an address of the house comes in by its door, as an agent, and is in the space. */
async function comesByLetter(browser, { url, marie, two }, address) {
  await two.getByText("Viendra comme agent, en entrant avec son adresse.").waitFor();
  const page = await browser.window();
  await page.goto(/https?:\/\/[^/]+(\/entry\/\S+)/.exec(await textFor(url, marie, address))[1]);
  await page.getByText(/vous entrez comme agent, par un code envoyé à cette adresse/).waitFor();
  await browser.audit(page, "spaces-entry-door", desk);
  await page.getByRole("link", { name: "Entrer avec mon adresse" }).click();
  const typed = await page.getByLabel("Adresse professionnelle").inputValue();
  must(typed === address, `the door does not know the address: ${typed}`);
  await page.getByRole("button", { name: "Entrer avec mon adresse et un code" }).click();
  await page.getByRole("heading", { name: "Demandez votre code" }).waitFor();
  await page.getByLabel("Chiffre 1 sur 6").fill(await codeFor(url, marie, address));
  await page.getByLabel("Prénom et nom").fill("Camille Roy");
  await page.getByRole("button", { name: "Entrer", exact: true }).click();
  await page.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
  const { organisation, external } = await ask(url, await signedIn(page), "GET", "/api/v1/organisation");
  must(organisation && !external, "who came by the letter is no agent");
  await done(page);
}

/** What is valid of codes stands beside the making of another one, and is ended there. */
export async function endsCode(browser, two) {
  await two.keyboard.press("Escape");
  await two.getByRole("button", { name: "Inviter", exact: true }).click();
  await two.getByText("Par un code d’entrée").click();
  await two.getByText(/^Encore 29 personnes, jusqu’au .*Qui entre par ce code devient agent\.$/).waitFor();
  await browser.audit(two, "spaces-codes-valid", desk);
  await two.getByRole("button", { name: "Retirer le code : Bénévoles de la caserne" }).click();
  await two.getByText("Ce code ne fait plus entrer personne.").waitFor();
}

/** Whoever reads the code of an agent who decides nothing, and has no account, is told how one comes by one. */
export async function readsCode(browser, link) {
  const reader = await browser.window();
  await reader.goto(new URL(link).pathname);
  await reader.getByText(/Si vous n’en avez pas, demandez à .* de vous inviter par courriel\./).waitFor();
  await browser.audit(reader, "spaces-entry-known", desk);
  await reader.getByRole("link", { name: "Entrer avec mon adresse" }).click();
  await reader.getByLabel("Adresse professionnelle").waitFor();
  await done(reader);
}

/** A room of the space says who comes in; and one writes to a member from the list of them. */
export async function writesTo(page, url, { id, camille }) {
  const { room_id } = await ask(url, camille, "POST", `/api/v1/spaces/${at(id)}/rooms`, { name: "Ateliers" });
  await visit(page, `/rooms/${at(room_id)}`);
  await page.getByText("Les membres de l’espace peuvent y entrer.").waitFor();
  await visit(page, `/spaces/${at(id)}/members`);
  await page.getByRole("button", { name: "Actions pour Camille Roche" }).click();
  await page.getByRole("menuitem", { name: "Écrire un message direct" }).click();
  await composer(page).waitFor();
}

/** Who is suspended reads what that means, and writes nothing. */
export async function isSuspended(browser, url, { four, marie, odile }) {
  await ask(url, marie, "PUT", `/_matrix/client/v1/admin/suspend/${at(odile.id)}`, { suspended: true });
  await four.getByText("Votre compte est suspendu.").waitFor();
  await four.getByRole("complementary").getByRole("link", { name: "Fil d’actualité" }).click();
  await four.getByText("Votre compte est suspendu : vous lisez, et n’écrivez pas.").waitFor();
  await browser.audit(four, "feed-suspended");
  await ask(url, marie, "PUT", `/_matrix/client/v1/admin/suspend/${at(odile.id)}`, { suspended: false });
  await four.getByText("Votre compte est suspendu.").waitFor({ state: "hidden" });
}

/** A code that is good once, as a mailed one is, leads whoever makes an account by it into the space, and is worth nothing to the next. */
export async function entersOnce(browser, url, { marie, org, space }) {
  const wish = { uses: 1, expires_in_ms: 3_600_000, organisation: org };
  const code = await ask(url, marie, "POST", `/api/v1/spaces/${at(space)}/entry_codes`, wish);
  const [first, next] = [await browser.window(), await browser.window()];
  await first.goto(new URL(code.url).pathname);
  await first.getByRole("link", { name: "Créer mon compte" }).click();
  await first.getByLabel("Prénom et nom").fill("Inès Roussel");
  await first.getByLabel("Mot de passe", { exact: true }).fill(password);
  await first.getByRole("button", { name: "Créer mon compte" }).click();
  await first.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
  await next.goto(new URL(code.url).pathname);
  await next.getByRole("heading", { name: "Ce code d’entrée ne vaut plus" }).waitFor();
  await next.getByRole("link", { name: "J’ai déjà un compte" }).waitFor();
  await done(first);
  await done(next);
}
