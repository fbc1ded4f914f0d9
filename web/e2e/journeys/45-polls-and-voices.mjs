import { done, must, until } from "../browser.mjs";
import { ask } from "../people.mjs";
import { composer, message, openRoom, rail } from "../rooms.mjs";

/** As many messages of one account as may wait. */
const heldMax = 100;
/** Long enough for a vote. */
const lastsMs = 8_000;
const held = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

/** A message of this person that waits, as another device of theirs would leave it; gives back its id. */
async function hold(url, person, room, words, delayMs, txn) {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${txn}`;
  const body = { msgtype: "m.text", body: words };
  return (await ask(url, person, "PUT", `${path}?org.matrix.msc4140.delay=${delayMs}`, body)).delay_id;
}

/** Asks a room until a day that is near. */
function asksUntil(url, person, room, question, ms) {
  const answers = ["Le Lavoir", "La Halle"].map((text, i) => ({ "m.id": `${i}`, "m.text": [{ body: text }] }));
  const poll = { kind: "m.disclosed", max_selections: 1, "fr.parvis.closes": Date.now() + ms };
  const content = {
    "m.text": [{ body: question }],
    "m.poll": { ...poll, question: { "m.text": [{ body: question }] }, answers },
  };
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.poll.start/until`;
  return ask(url, person, "PUT", path, content);
}

/** The room is opened anew, as by somebody who was not there. */
async function comesLater(page) {
  await page.goto("/rooms");
  await rail(page).waitFor();
  await page.getByRole("link", { name: /Fêtes/ }).click();
  await message(page, "Quel jour").waitFor();
}

/** A last day may be named that is still to come. */
async function namesLastDay(dialog) {
  await dialog.getByLabel("Fermer le vote le").fill("01/01/2020");
  await dialog.getByRole("button", { name: "Lancer le sondage" }).click();
  await dialog.getByText("Choisissez un moment à venir.").waitFor();
  await dialog.getByLabel("Fermer le vote le").fill(`15/01/${new Date().getFullYear() + 1}`);
  await dialog.getByLabel("À", { exact: true }).fill("8h");
}

/** A question with a last day ends by itself, for everybody at once. */
async function endsByItself(url, { one, two, id, camille }) {
  await asksUntil(url, camille, id, "Quel traiteur ?", lastsMs);
  const dated = (page) => page.getByRole("group", { name: "Quel traiteur ?" });
  await dated(two).getByRole("radio", { name: "Le Lavoir" }).click();
  await dated(one).getByText("1 personne a répondu").waitFor();
  for (const page of [one, two]) await dated(page).getByText("sondage terminé").waitFor();
  must((await dated(two).getByRole("radio").count()) === 0, "one votes after the last day");
}

/** A place is told by the device, or by two numbers, and shown without a map of others. */
async function tellsPlaces({ browser }, { one, two }) {
  const menu = one.getByRole("button", { name: "Sondage ou position" });
  await menu.click();
  await one.getByRole("menuitem", { name: "Partager une position" }).waitFor();
  await browser.audit(one, "rooms-more-menu");
  await one.getByRole("menuitem", { name: "Partager une position" }).click();
  const dialog = one.getByRole("dialog", { name: "Partager une position" });
  await dialog.getByRole("button", { name: "Utiliser ma position" }).click();
  await dialog.getByText("Votre navigateur ne dit pas où vous êtes.").waitFor();
  await dialog.getByLabel("Description").fill("Quai nord, face au pont");
  await dialog.getByLabel("Coordonnées").fill("près du pont");
  await dialog.getByRole("button", { name: "Partager" }).click();
  await dialog.getByText("Écrivez deux nombres").waitFor();
  await browser.audit(one, "rooms-position-new");
  await dialog.getByLabel("Coordonnées").fill("47,3220 ; 5,0415");
  await dialog.getByRole("button", { name: "Partager" }).click();
  const place = two.getByRole("group", { name: "Quai nord, face au pont" });
  await place.getByText("47.32200, 5.04150").waitFor();
  const href = (name) => place.getByRole("link", { name }).getAttribute("href");
  must((await href("Ouvrir dans mes cartes")) === "geo:47.32200,5.04150", "no application of maps is opened");
  must((await href("Voir sur OpenStreetMap")).startsWith("https://www.openstreetmap.org/?mlat=47.32200"), "no map");
  await browser.audit(two, "rooms-position");

  await one.context().grantPermissions(["geolocation"]);
  await one.context().setGeolocation({ latitude: -21.1151, longitude: 55.5364, accuracy: 12 });
  await menu.click();
  await one.getByRole("menuitem", { name: "Partager une position" }).click();
  await dialog.getByRole("button", { name: "Utiliser ma position" }).click();
  const coordinates = () => dialog.getByLabel("Coordonnées").inputValue();
  await until(async () => (await coordinates()) !== "", "where one is is not known");
  // What the device said does not stay in a page where nobody sent it.
  await dialog.getByRole("button", { name: "Annuler" }).click();
  await menu.click();
  await one.getByRole("menuitem", { name: "Partager une position" }).click();
  must((await coordinates()) === "", "a position that nobody sent is kept");
  await dialog.getByRole("button", { name: "Utiliser ma position" }).click();
  await until(async () => (await coordinates()) !== "", "where one is is not known");
  await dialog.getByRole("button", { name: "Partager" }).click();
  await two.getByRole("group", { name: "Position" }).getByText("-21.11510, 55.53640 · à 12 m près").waitFor();
}

/** A day is chosen in a calendar by keys alone, which Escape takes away and not the dialog; what is no day is said. */
async function choosesByKeys(browser, page, dialog) {
  await dialog.getByLabel("Date").press("ArrowDown");
  const calendar = page.getByRole("grid", { name: /^Calendrier\s: Date$/ });
  await calendar.waitFor();
  await browser.audit(page, "calendar");
  await page.keyboard.press("Escape");
  await calendar.waitFor({ state: "hidden" });
  await dialog.getByLabel("Date").fill("30/2");
  await dialog.getByRole("button", { name: "Programmer" }).click();
  await dialog.getByText("Écrivez une date comme 24/11/2026.").waitFor();
  // What is no time is said too, whatever is wrong with the day.
  await dialog.getByLabel("Heure").fill("25 h");
  await dialog.getByLabel("Heure").press("Tab");
  await dialog.getByText("Écrivez une heure comme 9 h 40.").waitFor();
  await dialog.getByLabel("Heure").fill("8 h");
  await dialog.getByLabel("Date").press("ArrowDown");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Enter");
  await calendar.waitFor({ state: "hidden" });
  must(
    /^\d\d\/\d\d\/\d{4}$/.test(await dialog.getByLabel("Date").inputValue()),
    "the day that was chosen is not shown",
  );
}

/** Messages for later: written, changed, sent now, deleted, and refused when there are too many. */
async function saysLater({ browser, url }, { one, two, id, camille }) {
  const menu = () => one.getByRole("button", { name: "Programmer l’envoi" }).click();
  const panel = one.getByRole("region", { name: "Contenu du panneau" });
  const row = (words) => panel.getByRole("listitem").filter({ hasText: words });
  await menu();
  await one.getByText("Écrivez d’abord le message").waitFor();
  await one.keyboard.press("Escape");
  await composer(one).fill("La salle ouvre à huit heures");
  await menu();
  await one.getByRole("menuitem", { name: /Demain matin/ }).waitFor();
  await browser.audit(one, "rooms-later-menu");
  await one.getByRole("menuitem", { name: "Choisir la date et l’heure" }).click();
  const dialog = one.getByRole("dialog", { name: "Choisir la date et l’heure" });
  await dialog.getByLabel("Date").fill("2020-01-01");
  await dialog.getByRole("button", { name: "Programmer" }).click();
  await dialog.getByText("Ce moment est passé.").waitFor();
  await browser.audit(one, "rooms-later-choose");
  await choosesByKeys(browser, one, dialog);
  const soon = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
  await dialog.getByLabel("Date").fill(soon);
  await dialog.getByRole("button", { name: "Programmer" }).click();
  must((await composer(one).inputValue()) === "", "what was scheduled stays in the field");

  // It is there after a reload, and so is what another device left; in another hour, with other words.
  await hold(url, camille, id, "Le buffet est à midi", 5 * 3_600_000, "later");
  await one.reload();
  await one.getByRole("link", { name: /^2 messages programmés, le premier / }).click();
  await row("La salle ouvre").waitFor();
  await browser.audit(one, "rooms-scheduled");
  await row("La salle ouvre").getByRole("button", { name: "Modifier" }).click();
  const change = one.getByRole("dialog", { name: "Modifier le message programmé" });
  await change.getByLabel("Message").fill("La salle ouvre à neuf heures");
  await change.getByLabel("Heure").fill("08:05");
  await browser.audit(one, "rooms-scheduled-change");
  await change.getByRole("button", { name: "Enregistrer" }).click();
  await row("à neuf heures").filter({ hasText: "8 h 05" }).waitFor();
  await row("à huit heures").waitFor({ state: "detached" });
  const waiting = async () => (await ask(url, camille, "GET", held)).delayed_events.map((one) => one.content.body);
  await until(async () => (await waiting()).includes("La salle ouvre à neuf heures"), "a change does not arrive");
  must((await waiting()).length === 2, "a message that was changed waits twice");

  await row("à neuf heures").getByRole("button", { name: "Envoyer maintenant" }).click();
  await message(two, "à neuf heures").waitFor();
  await row("Le buffet").getByRole("button", { name: "Supprimer" }).click();
  await row("Le buffet").waitFor({ state: "detached" });
  await one.getByRole("status").getByRole("button", { name: "Annuler" }).click();
  await row("Le buffet").waitFor();

  // What comes to its time leaves the list by itself. What the server does not take is told, and kept.
  await hold(url, camille, id, "À table", 500, "now");
  await message(two, "À table").waitFor();
  const others = Array.from({ length: heldMax - 1 }, (_, i) =>
    hold(url, camille, id, "Encore", 9 * 3_600_000, `n${i}`),
  );
  const [any] = await Promise.all(others);
  await composer(one).fill("Une de trop");
  await menu();
  await one.getByRole("menuitem", { name: /Demain matin/ }).click();
  await one.getByRole("link", { name: "1 message n’a pas pu être programmé" }).click();
  await row("Une de trop").getByText("Trop de vos messages attendent déjà.").waitFor();
  await ask(url, camille, "POST", `${held}/${any}/cancel`, {});
  await row("Une de trop").getByRole("button", { name: "Réessayer" }).click();
  await row("Une de trop").getByRole("alert").waitFor({ state: "detached" });
  must((await message(two, "Une de trop").count()) === 0, "what is for later is said now");
}

export const journeys = [
  {
    name: "a room is asked, answers, thinks again, and sees the result",
    async run({ browser, url }) {
      const { one, two, id, camille } = await openRoom(browser, url, "Fêtes");
      const open = async () => {
        await one.getByRole("button", { name: "Sondage ou position" }).click();
        await one.getByRole("menuitem", { name: "Nouveau sondage" }).click();
      };
      await open();
      const dialog = one.getByRole("dialog", { name: "Nouveau sondage" });
      await dialog.getByLabel("Question").fill("Quel jour pour le repas ?");
      await dialog.getByLabel("Réponse 1", { exact: true }).fill("Mardi");
      await dialog.getByRole("button", { name: "Lancer le sondage" }).click();
      await dialog.getByText("Écrivez au moins deux réponses.").waitFor();
      await dialog.getByLabel("Réponse 2", { exact: true }).fill("Mardi");
      await dialog.getByText("Cette réponse y est déjà.").waitFor();
      await dialog.getByLabel("Réponse 2", { exact: true }).fill("Jeudi");
      await dialog.getByText("au moins deux réponses").waitFor({ state: "hidden" });
      await dialog.getByRole("button", { name: "Ajouter une réponse" }).click();
      await one.keyboard.type("Samedi");
      await dialog.getByRole("button", { name: "Ajouter une réponse" }).click();
      await dialog.getByRole("button", { name: "Retirer la réponse 4" }).click();
      await one.goBack();
      await dialog.waitFor({ state: "hidden" });
      await open();
      must(
        (await dialog.getByLabel("Réponse 3", { exact: true }).inputValue()) === "Samedi",
        "what was written is lost with the dialog",
      );
      await namesLastDay(dialog);
      await browser.audit(one, "rooms-poll-new");
      await dialog.getByRole("button", { name: "Lancer le sondage" }).click();

      const asked = (page) => page.getByRole("group", { name: "Quel jour pour le repas ?" });
      const answers = (page, what) => asked(page).getByRole("listitem").filter({ hasText: what });
      await asked(two)
        .getByText(/ouvert jusqu’au .*15 janvier/)
        .waitFor();
      await asked(two)
        .getByRole("radio", { name: /^Mardi/ })
        .click();
      await asked(one).getByText("1 personne a répondu").waitFor();
      await asked(two)
        .getByRole("radio", { name: /^Jeudi/ })
        .click();
      await asked(one)
        .getByRole("radio", { name: /^Jeudi/ })
        .click();
      await answers(one, "Jeudi").getByText("2", { exact: true }).waitFor();
      await answers(two, "Jeudi").getByText("2", { exact: true }).waitFor();
      must((await answers(two, "Mardi").getByText("0", { exact: true }).count()) === 1, "an earlier vote still counts");
      await browser.audit(two, "rooms-poll");
      must(
        (await asked(two).getByRole("button", { name: "Terminer le sondage" }).count()) === 0,
        "anybody ends a poll",
      );

      await asked(one).getByRole("button", { name: "Terminer le sondage" }).click();
      const end = one.getByRole("dialog", { name: "Terminer le sondage ?" });
      await end.waitFor();
      await browser.audit(one, "rooms-poll-end");
      await end.getByRole("button", { name: "Terminer le sondage" }).click();
      await asked(two).getByText("sondage terminé").waitFor();
      must((await asked(two).getByRole("radio").count()) === 0, "one votes after the end");

      await endsByItself(url, { one, two, id, camille });

      // Who comes later counts the same.
      await comesLater(two);
      await answers(two, "Jeudi").getByText("2", { exact: true }).waitFor();
      await done(one, two);
    },
  },
  {
    name: "what is said aloud is heard by the others, a place is found, and what is for later waits until its time",
    async run({ browser, url }) {
      const { one, two, id, camille } = await openRoom(browser, url, "Terrain");
      await one.getByRole("button", { name: "Enregistrer un message vocal" }).click();
      const dialog = one.getByRole("dialog", { name: "Enregistrer un message vocal" });
      await dialog.getByRole("timer").filter({ hasText: "0:01" }).waitFor();
      await browser.audit(one, "rooms-voice-new");

      // A key pressed by mistake throws nothing away, and one may listen before it leaves.
      await one.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await one.getByRole("status").getByRole("button", { name: "Annuler" }).click();
      await dialog.getByText("Écoutez avant d’envoyer").waitFor();
      must((await dialog.locator("audio").getAttribute("src")).startsWith("blob:"), "there is nothing to listen to");
      await browser.audit(one, "rooms-voice-heard");
      await dialog.getByRole("button", { name: "Envoyer" }).click();
      const heard = two.getByRole("group", { name: /^Message vocal/ });
      await heard.getByRole("button", { name: "Écouter" }).click();
      await heard.getByRole("button", { name: "Mettre en pause" }).click();
      await heard.getByRole("slider", { name: "Position dans le message" }).press("Home");
      await browser.audit(two, "rooms-voice");
      await tellsPlaces({ browser }, { one, two });
      await saysLater({ browser, url }, { one, two, id, camille });
      await done(one, two);
    },
  },
];
