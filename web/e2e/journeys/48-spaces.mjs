import { readFile } from "node:fs/promises";
import { done, must, until } from "../browser.mjs";
import { arrive, ask, newPerson, once, say, twice, visit } from "../people.mjs";
import { composer, latitude, located, message, photograph, picture } from "../rooms.mjs";
import { hearsOfComment, readsWhoConfirmed, readsWhy, writable, writesTo } from "../spaces.mjs";

const at = encodeURIComponent;
const field = (page, name) => page.getByRole("textbox", { name }).or(page.getByRole("combobox", { name }));
const post = (page, title) => page.getByRole("article", { name: title });
const nav = (page) => page.getByRole("complementary", { name: "Dans cet endroit" });
const desk = { desk: true };
const phone = { phone: true };
/** More than one page of a timeline holds. */
const postsOfPages = 45;

/** A space that is there without its form. */
async function spaceOf(url, person, name, fields = {}) {
  const wish = { model: "community", name, purpose: "Préparer les crues.", visibility: "public", joining: "free" };
  const body = { ...wish, ...fields, request_id: `${name} ${person.id}` };
  return (await ask(url, person, "POST", "/api/v1/spaces", body)).space_id;
}

/** Walks the four steps of a new space; gives back its id. */
async function makeSpace(browser, page, name) {
  await visit(page, "/spaces/new");
  await page.getByLabel("Nom de l’espace").fill(name);
  await page.getByLabel("Sa raison d’être").fill("Préparer les crues avec les écoles et l’hôpital.");
  await page.getByLabel("Membres attendus").fill("une dizaine");
  await page.getByText("Écrivez un nombre, comme 10, ou laissez vide.").waitFor();
  await page.getByLabel("Membres attendus").fill("12");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("heading", { name: "De quoi avez-vous besoin" }).waitFor();
  await page.getByText("Communauté", { exact: true }).click();
  // What was begun is there after a reload.
  await page.reload();
  await page.getByRole("heading", { name: "De quoi avez-vous besoin" }).waitFor();
  await browser.audit(page, "spaces-new");
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByText("Sur demande").click();
  await page.getByRole("button", { name: "Continuer" }).click();
  await page.getByRole("heading", { name: "Tout est là ?" }).waitFor();
  await twice(page.getByRole("button", { name: "Créer l’espace" }));
  await page.getByRole("heading", { name: "Fil d’actualité", level: 1 }).waitFor();
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
}

/** Somebody finds a space and asks to come in; one of its animators lets them. */
async function comesIn(browser, page, host, name, id, who) {
  // Whoever hosts has Accueil open, and learns it there by itself.
  await visit(host, "/home");
  await visit(page, "/spaces/find");
  await page.getByLabel("Nom de l’espace").fill(name);
  await page
    .getByRole("link", { name: new RegExp(name) })
    .first()
    .waitFor();
  await browser.audit(page, "spaces-find", phone);
  await page
    .getByRole("link", { name: new RegExp(name) })
    .first()
    .click();
  await page.getByLabel("Un mot pour l’animation").fill("Je remplace Odile.");
  await browser.audit(page, "spaces-door", phone);
  await page.getByRole("button", { name: "Demander à entrer" }).click();
  await page.getByText("Votre demande est envoyée.").waitFor();
  await host
    .getByRole("listitem")
    .filter({ hasText: `${who} demande à entrer dans ${name}` })
    .waitFor();
  await visit(host, `/spaces/${at(id)}/members`);
  await host.getByText(/^Demandes \(1\)/).click();
  await host.getByText("Je remplace Odile.").waitFor();
  await browser.audit(host, "spaces-asking", desk);
  await host.getByRole("button", { name: `Accepter ${who}` }).click();
  await host.getByText("Personne ne demande à entrer").waitFor();
}

/** A post with a title and a photograph, which asks to be confirmed. */
async function publish(page) {
  await page.getByRole("button", { name: "Partager une nouvelle" }).click();
  await page.getByText("Annonce", { exact: true }).click();
  await page.getByRole("textbox", { name: "Titre" }).fill("Vigilance orange crues");
  await field(page, "Écrire une publication").fill("Fermez les niveaux bas des **parkings**.");
  await page.getByLabel("Demander « J’ai lu et compris »").check();
  const png = await picture(page, 320, 200);
  const photo = { name: "quai.jpg", mimeType: "image/jpeg", buffer: await located(page, 320, 200) };
  must(photo.buffer.includes(latitude), "the photograph does not say where it was taken");
  const sent = page.waitForResponse((answer) => answer.url().includes("filename=quai.jpg"));
  await page.locator("[data-composer] input[type=file]").first().setInputFiles(photo);
  await page.getByText("quai.jpg").waitFor();
  // A photograph of a telephone, whatever it is called, goes as everybody can see it, in its place.
  const taken = { name: "IMG_0041", mimeType: "", buffer: photograph(png) };
  await page.locator("[data-composer] input[type=file]").first().setInputFiles(taken);
  await page.getByText("IMG_0041.jpg").waitFor();
  // One that nobody can read is told of, and goes as a file.
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic"), Buffer.alloc(64)]);
  await page
    .locator("[data-composer] input[type=file]")
    .first()
    .setInputFiles({ name: "IMG_0042.HEIC", mimeType: "image/heic", buffer: heic });
  await page.getByText("Ce navigateur ne sait pas lire « IMG_0042.HEIC »").waitFor();
  await field(page, "Écrire une publication").press("Enter");
  await saysNoPlace(await sent);
}

/** What others get of a photograph does not say where it was taken. */
async function saysNoPlace(sent) {
  const { content_uri } = await sent.json();
  const path = `/_matrix/client/v1/media/download/${content_uri.slice("mxc://".length)}`;
  const { authorization } = await sent.request().allHeaders();
  const got = await fetch(new URL(path, sent.url()), { headers: { authorization } });
  const bytes = Buffer.from(await got.arrayBuffer());
  must(got.ok && bytes.length > 100, `the photograph is not there: ${got.status}`);
  must(!bytes.includes(latitude) && !bytes.includes("Exif"), "the photograph says where it was taken");
}

/** The words of a post stand above its pictures, and these in the order in which they were chosen, whichever was made anew. */
async function stands(of) {
  const pictures = [/quai\.jpg/, /IMG_0041\.jpg/, /Télécharger.*IMG_0042\.HEIC/s];
  const parts = [of.getByText("Fermez les niveaux bas"), ...pictures.map((name) => of.getByRole("button", { name }))];
  const all = await Promise.all(parts.map((part) => part.first().elementHandle()));
  const after = (elements) =>
    elements.every(
      (e, i) => i === 0 || e.compareDocumentPosition(elements[i - 1]) === Node.DOCUMENT_POSITION_PRECEDING,
    );
  must(await of.page().evaluate(after, all), "words and pictures do not stand as they were put");
}

/** On a phone: Accueil says what waits; it is read, confirmed, found useful and commented. */
async function readsOnPhone(browser, page, id) {
  await visit(page, "/home");
  await page.getByText("On vous rappelle de lire et de confirmer").waitFor();
  await browser.audit(page, "home", phone);
  await visit(page, `/spaces/${at(id)}`);
  await page.getByRole("link", { name: "Fil d’actualité" }).waitFor();
  await browser.audit(page, "space", phone);
  await page.getByRole("link", { name: "Fil d’actualité" }).click();
  const theirs = post(page, "Vigilance orange crues");
  await theirs.getByRole("button", { name: "J’ai lu et compris" }).click();
  await theirs.getByText("Vous avez confirmé votre lecture").waitFor();
  await theirs.getByRole("button", { name: "Utile" }).first().click();
  await theirs.getByRole("button", { name: "Commenter" }).first().click();
  await until(() => field(page, "Écrire un commentaire").evaluate(writable), "who comments cannot write at once");
  await page.keyboard.type("C’est fait au parking.");
  await field(page, "Écrire un commentaire").press("Enter");
  const mine = theirs.getByRole("listitem").filter({ hasText: "C’est fait au parking." });
  await mine.getByRole("button", { name: /^Actions sur le commentaire/ }).click();
  await browser.audit(page, "feed-comment-menu", phone);
  await page.getByRole("menuitem", { name: "Modifier" }).click();
  await field(page, "Écrire un commentaire").fill("C’est fait au parking Nord.");
  await field(page, "Écrire un commentaire").press("Enter");
  await theirs.getByText("C’est fait au parking Nord.").waitFor();
  await readsWhy(page);
  await browser.audit(page, "spaces-why", phone);
  await page.getByRole("link", { name: "Fermer le panneau" }).click();
  await theirs.waitFor();
}

/** A question is asked, answered, and its answer accepted; a poll is voted on. */
async function asksAndVotes(browser, one, two) {
  await one.getByRole("button", { name: "Partager une nouvelle" }).click();
  await one.getByText("Question", { exact: true }).click();
  await field(one, "Poser votre question").fill("Qui a les clés du gymnase ?");
  await twice(one.getByRole("button", { name: "Envoyer", exact: true }));
  // The second click may open what stands below the button once it is gone.
  await one.keyboard.press("Escape");
  const asked = (page) => page.getByRole("article").filter({ hasText: "Qui a les clés du gymnase" });
  await asked(two).getByRole("button", { name: "Commenter" }).first().click();
  await field(two, "Écrire un commentaire").fill("Le gardien.");
  await field(two, "Écrire un commentaire").press("Enter");
  await asked(one).first().scrollIntoViewIfNeeded();
  await asked(one).getByRole("button", { name: "Retenir cette réponse" }).click();
  await asked(two).getByText("Réponse retenue").waitFor();
  await asked(two).getByText("Répondue").waitFor();
  await one.getByRole("button", { name: "Sondage", exact: true }).click();
  const dialog = one.getByRole("dialog", { name: "Nouveau sondage" });
  await dialog.getByLabel("Question").fill("Quel jour pour l’exercice ?");
  await dialog.getByLabel("Réponse 1").fill("Jeudi");
  await dialog.getByLabel("Réponse 2").fill("Samedi");
  await twice(dialog.getByRole("button", { name: "Lancer le sondage" }));
  await two.getByRole("radio", { name: "Samedi" }).click();
  once(await asked(two).all(), "a question");
  await one
    .getByText(/^1 personne a répondu/)
    .first()
    .waitFor();
  once(await two.getByRole("radio", { name: "Samedi" }).all(), "a poll");
  await browser.audit(one, "feed");
}

/** Each app for one person: it says what holds and who chose it, and opening the feed again leaves the others as they are. */
async function setsApart(browser, page, lou, id) {
  const choose = async (app, grant, now) => {
    await page.getByLabel(app).selectOption(grant);
    await page.getByRole("status").getByText(`Lou Martel : ${now}`).waitFor();
  };
  await choose("Tâches", "Les siennes seulement", "tâches, les siennes seulement");
  await choose("Décisions", "Fermées", "décisions, fermées");
  await choose("Fil d’actualité", "Fermé", "fil d’actualité, fermé");
  await page.getByText("Choisi par Camille Roche").nth(2).waitFor();
  await browser.audit(page, "spaces-sees");
  const other = await browser.window();
  await arrive(other, lou, `/spaces/${at(id)}/decisions`);
  await other.getByText("Camille Roche, qui anime cet espace, a choisi").waitFor();
  await browser.audit(other, "spaces-closed-to-me");
  await nav(other).getByRole("link", { name: "Décisions" }).waitFor({ state: "hidden" });
  await choose("Fil d’actualité", "Comme son rôle le dit", "fil d’actualité, comme son rôle le dit");
  await page.getByText("Lou Martel : tâches, les siennes seulement, choisi par Camille Roche").waitFor();
  await nav(other).getByRole("link", { name: "Fil d’actualité" }).click();
  await other.getByText("Lou Martel : décisions, fermées, choisi par Camille Roche").waitFor();
  await browser.audit(other, "spaces-apart-feed", desk);
  await done(other);
}

/** Who is expected to confirm is reminded once a day, and who did is on a list that is saved. */
async function remindsAndSaves(page, of, { lou }) {
  await of.getByRole("button", { name: "Suivre les lectures" }).click();
  const dialog = page.getByRole("dialog", { name: "Lectures confirmées" });
  await dialog.getByText("Une personne attendue").waitFor();
  await dialog.getByRole("button", { name: "Rappeler aux personnes attendues" }).click();
  await page.getByText("Rappel envoyé").waitFor();
  await dialog.getByText(/Dernier rappel.*à une personne, par Camille Roche/).waitFor();
  await dialog.getByRole("button", { name: "Rappeler aux personnes attendues" }).click();
  await dialog.getByText("Un rappel est déjà parti aujourd’hui.").waitFor();
  const list = await saved(page, dialog, "lectures.csv");
  must(list.includes(`${lou.id}",""`), `${lou.id} is not awaited: ${list}`);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
}

/** What a button that saves a list puts into a file. */
async function saved(page, where, name) {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    where.getByRole("button", { name: "Télécharger la liste" }).click(),
  ]);
  must(file.suggestedFilename() === name, `the file is called ${file.suggestedFilename()}`);
  return readFile(await file.path(), "utf8");
}

/** Kinds of posts alone are shown, or all of them. */
async function filters(page) {
  const kinds = page.getByRole("radiogroup", { name: "Publications à afficher" }).first();
  const shows = async (kind, yes, no) => {
    await kinds.getByText(kind, { exact: true }).click();
    await no.waitFor({ state: "hidden" });
    await yes.waitFor();
  };
  const announced = post(page, "Vigilance orange crues");
  const asked = page.getByRole("article").filter({ hasText: "Qui a les clés du gymnase" });
  const poll = page.getByRole("article").filter({ hasText: "Quel jour pour l’exercice" });
  await shows("Annonces", announced, asked);
  await shows("Questions", asked, poll);
  await shows("Sondages", poll, announced);
  await kinds.getByText("Tout", { exact: true }).click();
  for (const one of [announced, asked, poll]) await one.waitFor();
}

/** What was begun is there after a reload; what was published is put in other words, and taken away; comments are followed, or not. */
async function changesMind(one, two) {
  const words = "Réunion lundi à la salle des fêtes";
  const of = (page, said) => page.getByRole("article").filter({ hasText: said });
  const does = async (page, said, what) => {
    await of(page, said).getByRole("button", { name: "Actions sur cette publication" }).click();
    await page.getByRole("menuitem", { name: what, exact: true }).click();
  };
  await one.getByRole("button", { name: "Partager une nouvelle" }).click();
  await one.getByRole("textbox", { name: "Titre" }).fill("Rendez-vous");
  await field(one, "Écrire une publication").fill(words);
  await one.reload();
  const kept = async () => (await field(one, "Écrire une publication").inputValue()) === words;
  await until(kept, "what was begun is lost with the page");
  must((await one.getByRole("textbox", { name: "Titre" }).inputValue()) === "Rendez-vous", "its title is lost");
  await field(one, "Écrire une publication").press("Enter");
  await of(two, words).waitFor();
  await does(one, words, "Modifier");
  const changed = "Réunion mardi, en mairie";
  const before = await field(one, "Écrire une publication").inputValue();
  await field(one, "Écrire une publication").fill(before.replace(words, changed));
  await field(one, "Écrire une publication").press("Enter");
  await of(two, changed).getByText("(modifié)").waitFor();
  await post(two, "Rendez-vous").getByText(changed).waitFor();
  must((await of(two, words).count()) === 0, "the words of before are there still");
  await does(two, changed, "Suivre les commentaires");
  await two.getByText("Vous serez averti des commentaires").waitFor();
  await does(two, changed, "Ne plus suivre les commentaires");
  await two.getByText("Vous n’êtes plus averti des commentaires").waitFor();
  await does(one, changed, "Supprimer");
  await one.getByRole("dialog", { name: "Supprimer ce message ?" }).waitFor();
  await one.getByRole("button", { name: "Supprimer le message" }).click();
  for (const page of [one, two]) await of(page, changed).waitFor({ state: "hidden" });
}

/** More posts than a page holds: the earliest of them comes while one goes down. */
async function scrolls(page, url, camille, { id, feed }) {
  for (let n = 1; n <= postsOfPages; n++) await say(url, camille, feed, `Relevé ${n} des hauteurs d’eau`);
  await visit(page, `/spaces/${at(id)}/feed`);
  await page
    .getByRole("article")
    .filter({ hasText: `Relevé ${postsOfPages} des` })
    .waitFor();
  const earliest = page.getByRole("article").filter({ hasText: "Relevé 1 des" });
  must((await earliest.count()) === 0, "all posts are read at once");
  const begin = page.getByText("C’est le début du fil.");
  await until(async () => {
    await page.getByRole("article").last().scrollIntoViewIfNeeded();
    return (await earliest.count()) > 0 && (await begin.isVisible());
  }, "the earliest posts do not come");
  const all = await page.getByRole("article").count();
  must(all === postsOfPages, `${all} posts are shown of ${postsOfPages}`);
}

/** What of a feed counts as news: all of it, what is addressed to one, or nothing. */
async function quietens(page, url, { id, feed, lou }) {
  await visit(page, `/spaces/${at(id)}/settings`);
  const rules = () => ask(url, lou, "GET", "/_matrix/client/v3/pushrules/");
  for (const [name, holds] of [
    ["Tous les messages", ({ room }) => room.some((r) => r.rule_id === feed && r.actions.includes("notify"))],
    ["Ce qui m’est adressé", ({ room }) => room.some((r) => r.rule_id === feed && r.actions.length === 0)],
    ["Rien", ({ override }) => override.some((r) => r.rule_id === feed)],
  ]) {
    await page.getByRole("combobox", { name: "Ce qui compte comme une nouveauté" }).click();
    await page.getByRole("option", { name }).click();
    await until(async () => holds((await rules()).global), `the server does not know: ${name}`);
  }
}

/** Somebody new in a space reads its feed, quietens it, and writes to who made it. */
async function beginsThere(browser, url, { id, feed, lou, camille }) {
  const page = await browser.window();
  await arrive(page, lou, "/home");
  await scrolls(page, url, camille, { id, feed });
  await quietens(page, url, { id, feed, lou });
  await writesTo(page, url, { id, camille });
  await done(page);
}

/** A room of the space, for who is invited alone: whoever is in it sees of the space its name. */
async function guestHere(browser, url, host, camille, nour, id) {
  const page = await browser.window();
  await nav(host).getByRole("button", { name: "Nouveau salon de l’espace" }).click();
  const dialog = host.getByRole("dialog", { name: "Nouveau salon de l’espace" });
  await dialog.getByLabel("Nom du salon").fill("Cellule crue");
  await dialog.getByLabel("Sur invitation").check();
  await browser.audit(host, "spaces-room-new", desk);
  await twice(dialog.getByRole("button", { name: "Créer le salon" }));
  await host.getByRole("heading", { name: "Cellule crue", level: 1 }).waitFor();
  // It opens among the tools of its space, and stays there.
  const place = new URL(host.url()).pathname;
  await nav(host).getByRole("link", { name: "Membres" }).waitFor();
  must(
    (await nav(host).locator('[aria-current="page"]').textContent()).includes("Cellule crue"),
    "the room is not marked",
  );
  await browser.audit(host, "space-room");
  const room = decodeURIComponent(place.split("/")[4]);
  const { event_id: event } = await say(url, camille, room, "On se retrouve ici.");
  await visit(host, `${place}/event/${at(event)}`);
  await message(host, "On se retrouve ici.").waitFor();
  await browser.audit(host, "space-room-event", desk);
  await ask(url, camille, "POST", `/_matrix/client/v3/rooms/${at(room)}/invite`, { user_id: nour.id });
  await arrive(page, nour, "/home");
  await page.getByText("vous invite à").waitFor();
  await browser.audit(page, "home-invited", desk);
  await page.getByRole("button", { name: "Accepter" }).click();
  await composer(page).waitFor();
  await visit(page, `/spaces/${at(id)}`);
  await page.getByText("Vous êtes dans un salon de cet espace, et non dans l’espace lui-même.").waitFor();
  once(await nav(host).getByRole("link", { name: "Cellule crue" }).all(), "a room");
  await done(page);
}

export const journeys = [
  {
    name: "a space is made, others come in, and read, confirm, comment, answer and vote in its feed",
    async run({ browser, url }) {
      const people = await Promise.all(["Camille Roche", "Lou Martel", "Nour Haddad"].map((n) => newPerson(url, n)));
      const [camille, lou, nour] = people;
      const [one, two] = [await browser.window(), await browser.window({ width: 360, height: 740, touch: true })];
      await arrive(one, camille, "/spaces");
      await one.getByRole("heading", { name: "Vous n’êtes encore dans aucun espace" }).waitFor();
      await browser.audit(one, "spaces-none", desk);
      const name = `Sauvegarde ${Date.now()}`;
      const id = await makeSpace(browser, one, name);
      await one.getByRole("heading", { name: "Rien n’est encore publié ici" }).waitFor();
      const { spaces } = await ask(url, camille, "GET", "/api/v1/spaces");
      once(
        spaces.filter((space) => space.name === name),
        "a space",
      );
      await arrive(two, lou, "/spaces");
      await comesIn(browser, two, one, name, id, lou.name);

      await nav(one).getByRole("link", { name: "Fil d’actualité" }).click();
      await publish(one);
      const first = post(one, "Vigilance orange crues");
      await first.getByRole("button", { name: "quai.jpg" }).waitFor();
      await first.getByRole("button", { name: "IMG_0041.jpg" }).waitFor();
      await first.getByRole("button", { name: /Télécharger.*IMG_0042\.HEIC/s }).waitFor();
      await stands(first);
      await first.getByRole("button", { name: "Actions sur cette publication" }).click();
      await one.getByRole("menuitem", { name: "Suivre les commentaires" }).waitFor();
      await browser.audit(one, "feed-menu", desk);
      await one.getByRole("menuitem", { name: "Épingler en tête du fil" }).click();
      await first.getByText("Épinglé").waitFor();
      await remindsAndSaves(one, first, { lou });
      await readsOnPhone(browser, two, id);
      await first.getByText("C’est fait au parking Nord.").waitFor();
      await first.getByRole("button", { name: "Utile 1" }).waitFor();
      await first.getByText(/^1 personne sur \d+ a confirmé/).waitFor();
      await post(two, "Vigilance orange crues").getByRole("link").first().click();
      await two.getByRole("link", { name: "Voir tout le fil" }).waitFor();
      await browser.audit(two, "feed-post", phone);
      await two.getByRole("link", { name: "Voir tout le fil" }).click();
      await readsWhoConfirmed(browser, one, first, nour);
      await asksAndVotes(browser, one, two);
      await filters(one);
      await changesMind(one, two);
      await hearsOfComment(browser, one, url, { lou, id });
      await guestHere(browser, url, one, camille, nour, id);
      await done(one, two);
    },
  },
  {
    name: "who is in a space, what each sees, and what the space says of itself",
    async run({ browser, url }) {
      const [camille, lou] = await Promise.all(["Camille Roche", "Lou Martel"].map((n) => newPerson(url, n)));
      const id = await spaceOf(url, camille, `Réseau ${Date.now()}`);
      const { feed_room: feed } = await ask(url, lou, "POST", `/api/v1/spaces/${at(id)}/join`, {});
      await ask(url, camille, "PUT", `/api/v1/spaces/${at(id)}`, { apps: ["feed", "tasks", "decisions"] });
      const page = await browser.window();
      await beginsThere(browser, url, { id, feed, lou, camille });
      await arrive(page, camille, "/home");
      await page.getByText("Lou Martel veut vous écrire").waitFor();
      await visit(page, `/spaces/${at(id)}/members`);
      await page.getByRole("button", { name: "Actions pour Lou Martel" }).click();
      await browser.audit(page, "spaces-member-menu", desk);
      await page.getByRole("menuitem", { name: "Ce que voit cette personne" }).click();
      await page.getByRole("heading", { name: "Ce qu’elle voit" }).waitFor();
      await setsApart(browser, page, lou, id);
      await page.getByRole("link", { name: "Fermer le panneau" }).click();
      for (const name of ["Décisions", "Tâches"]) {
        await nav(page).getByRole("link", { name }).click();
        await readsWhy(page);
        await page.getByText(`Lou Martel : ${name.toLowerCase()}, `).waitFor();
      }
      await browser.audit(page, "spaces-why-tasks");
      await page.getByRole("link", { name: "Voir les membres, et ce que voit chacun" }).click();
      await page.getByRole("button", { name: /^Rôle de Lou Martel/ }).click();
      await page.getByRole("menuitem", { name: "Lecture" }).waitFor();
      await browser.audit(page, "spaces-role-menu", desk);
      await page.getByRole("menuitem", { name: "Lecture" }).click();
      await page.getByRole("button", { name: "Rôle de Lou Martel : Lecture" }).waitFor();
      await browser.audit(page, "spaces-members");
      await page.getByRole("button", { name: "Inviter" }).click();
      await page.getByText("Par une liste").click();
      await browser.audit(page, "spaces-invite", desk);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Actions pour Lou Martel" }).click();
      await page.getByRole("menuitem", { name: "Retirer de l’espace" }).click();
      await browser.audit(page, "spaces-remove", desk);
      await page.getByRole("dialog").getByRole("button", { name: "Retirer de l’espace" }).click();
      await page.getByRole("button", { name: "Actions pour Lou Martel" }).waitFor({ state: "hidden" });
      await nav(page).getByRole("link", { name: "Réglages de l’espace" }).click();
      await page.getByLabel("Nom de l’espace").fill("Réseau des écoles");
      await page.getByRole("button", { name: "Enregistrer" }).click();
      await nav(page).getByRole("heading", { name: "Réseau des écoles" }).waitFor();
      const members = await saved(page, page, "membres.csv");
      must(members.includes(camille.id), `the members are not in the list: ${members}`);
      await page.getByRole("button", { name: "Archiver" }).click();
      await page.getByRole("heading", { name: "Cet espace est archivé" }).waitFor();
      await page.getByRole("button", { name: "Rouvrir l’espace" }).click();
      await page.getByRole("heading", { name: "Archiver l’espace" }).waitFor();
      await browser.audit(page, "spaces-settings", desk);
      // Whoever is the last to run it names who does after them, and goes.
      await ask(url, lou, "POST", `/api/v1/spaces/${at(id)}/join`, {});
      await page.getByRole("button", { name: "Quitter l’espace" }).click();
      await page.getByLabel("Qui prend votre suite ?").selectOption("Lou Martel");
      await browser.audit(page, "spaces-leave", desk);
      await page.getByRole("dialog").getByRole("button", { name: "Quitter l’espace" }).click();
      await page.getByRole("heading", { name: "Vous n’êtes encore dans aucun espace" }).waitFor();
      const { role } = await ask(url, lou, "GET", `/api/v1/spaces/${at(id)}`);
      must(role === "animator", "nobody runs the space");
      await visit(page, "/spaces/requests");
      await page.getByRole("heading", { name: "Demandes", level: 1 }).waitFor();
      await browser.audit(page, "spaces-requests", desk);
      await visit(page, "/spaces/requests/absent");
      await page.getByRole("main").getByRole("heading", { level: 2 }).waitFor();
      await browser.audit(page, "spaces-request-absent", phone);
      await page.goto("/entry/nowhere");
      await page.getByRole("heading", { name: "Ce code d’entrée ne vaut plus" }).waitFor();
      await browser.audit(page, "spaces-entry-over", desk);
      await done(page);
    },
  },
];
