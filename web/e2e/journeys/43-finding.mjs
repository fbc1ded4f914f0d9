import { done, must, until } from "../browser.mjs";
import { arrive, ask, makeRoom, newPerson, say } from "../people.mjs";
import { message, openRoom, send } from "../rooms.mjs";

/** How long a menu takes to shut when something of it is chosen. */
const shutMaxMs = 1_500;

const act = async (page, text, name) => {
  await message(page, text).hover();
  await message(page, text).getByRole("button", { name: "Autres actions" }).click();
  // What was just sent becomes what was said: the menu over it moves away from under the finger.
  const item = page.getByRole("menuitem", { name });
  await until(async () => {
    await item.click();
    return item.waitFor({ state: "hidden", timeout: shutMaxMs }).then(
      () => true,
      () => false,
    );
  }, `"${name}" does nothing`);
};

/** A space that has a post and a task of a toy library. */
async function makeToys(url, person) {
  const wish = { model: "project", name: "Ludothèque Jean-Moulin", visibility: "public", joining: "free" };
  const { space_id: id } = await ask(url, person, "POST", "/api/v1/spaces", { ...wish, request_id: "toys" });
  const space = `/api/v1/spaces/${encodeURIComponent(id)}`;
  await say(url, person, (await ask(url, person, "GET", space)).feed_room, "La ludothèque est repeinte en jaune");
  const task = { request_id: "task", set: { title: "Repeindre la ludothèque" } };
  await ask(url, person, "POST", `${space}/tasks`, task);
}

const hitsOf = (page) => page.getByRole("list", { name: "Messages", exact: true });

/** What Camille and others have said and made, in many places. */
async function fills(url, camille) {
  const works = await makeRoom(url, camille, { name: "Travaux" });
  const council = await makeRoom(url, camille, { name: "Conseil" });
  await say(url, camille, works, "La ludothèque Jean-Moulin ferme à midi, les chaudières sont changées");
  for (let i = 1; i <= 60; i++) await say(url, camille, works, `Rien à signaler ${i}`);
  await say(url, camille, council, "Le budget de la ludothèque passe au vote");
  const said = (body) => ({ "m.text": [{ body }] });
  const poll = {
    question: said("Quel jour pour la ludothèque ouverte ?"),
    answers: [{ "m.id": "1", ...said("Jeudi") }],
  };
  const of = (room) => `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`;
  await ask(url, camille, "PUT", `${of(works)}/send/m.poll.start/asked`, { "m.poll": poll });
  const left = await makeRoom(url, camille, { name: "Kermesse" });
  await say(url, camille, left, "La ludothèque décore la cour");
  await ask(url, camille, "POST", `${of(left)}/leave`, {});
  await makeToys(url, camille);
}

/** The palette shows the best of each kind as one types, and leads to all of it. */
async function typesIt(browser, page) {
  const field = page.getByRole("combobox", { name: "Aller, trouver, faire" });
  await page.keyboard.press("Control+k");
  await field.fill("ludotheque");
  for (const [group, entry] of [
    ["Tâches", /Repeindre la ludothèque/],
    ["Publications", /La ludothèque est repeinte/],
    ["Messages", /Le budget de la ludothèque/],
  ])
    await page.getByRole("group", { name: group }).getByRole("option", { name: entry }).waitFor();
  await page.getByRole("option", { name: "Tout voir pour « ludotheque »" }).waitFor();
  await browser.audit(page, "palette-found");
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^7 résultats/).waitFor();
  await hitsOf(page).locator("mark", { hasText: "ludothèque" }).first().waitFor();
  await hitsOf(page)
    .getByRole("link", { name: /Kermesse/ })
    .waitFor();
  await hitsOf(page)
    .getByRole("link", { name: /Quel jour pour la ludothèque ouverte \? Jeudi/ })
    .waitFor();
  await page
    .getByRole("list", { name: "Espaces", exact: true })
    .getByRole("link", { name: /Ludothèque Jean-Moulin/ })
    .waitFor();
  await browser.audit(page, "search");
}

const ofTasks = /\/api\/v1\/search\?.*kind=task(&|$)/;

/** Who asks for something else does not wait for what they asked before, and is not shown it when it comes. */
async function changesTheirMind(page) {
  const held = [];
  await page.route(ofTasks, (route) => held.push(route));
  await page.goBack();
  await until(() => held.length > 0, "nothing was asked");
  await page.getByRole("button", { name: "Tout", exact: true }).click();
  await page.getByText(/^7 résultats/).waitFor();
  for (const route of held) {
    const answered = page.waitForResponse(ofTasks);
    await route.continue();
    await answered;
  }
  await page.unroute(ofTasks);
  await page.getByText(/^7 résultats/).waitFor();
}

/** A search that fails says so, and is asked again at will. */
async function failsOnce(browser, page) {
  await page.route(ofTasks, (route) => route.fulfill({ status: 500, json: { errcode: "M_UNKNOWN", error: "No." } }));
  await page.getByRole("button", { name: /^Tâches/ }).click();
  await page.getByText("La recherche n’a pas abouti", { exact: false }).waitFor();
  await browser.audit(page, "search-failed");
  await page.unroute(ofTasks);
  const tooLong = { errcode: "M_RESOURCE_LIMIT_EXCEEDED", error: "Too much has these words in it." };
  await page.route(ofTasks, (route) => route.fulfill({ status: 403, json: tooLong }));
  await page.getByRole("button", { name: "Réessayer" }).click();
  await page.getByText("La recherche a pris trop de temps. Ajoutez un mot, ou réessayez.").waitFor();
  await page.unroute(ofTasks);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await page.getByText(/^1 résultat,/).waitFor();
}

const ofAllKinds = /\/api\/v1\/search\?(?!.*kind=)/;

/** What could not be searched in time is named, since it looks like what is not there, and comes when it is asked for again. */
async function lacksMessages(browser, page) {
  await page.route(ofAllKinds, async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    const kinds = told.kinds.filter((one) => one.kind !== "message");
    await route.fulfill({ response: answer, json: { ...told, kinds, left_out: ["message"], too_much: ["decision"] } });
  });
  await page.reload();
  await page.getByText("Il manque ce qui n’a pas pu être cherché à temps : Messages.").waitFor();
  await page.getByText("La recherche a pris trop de temps dans : Décisions.").waitFor();
  await page.getByText(/^3 résultats/).waitFor();
  await browser.audit(page, "search-left-out");
  await page.unroute(ofAllKinds);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await page.getByText(/^7 résultats/).waitFor();
  must((await page.getByRole("button", { name: "Réessayer" }).count()) === 0, "something is missing still");
}

/** What narrows it down is part of the address, which a link reopens. */
async function narrows(browser, page) {
  await page.getByRole("button", { name: /^Tâches/ }).click();
  await page.getByText(/^1 résultat,/).waitFor();
  await browser.audit(page, "search-tasks");
  const address = new URL(page.url());
  must(address.searchParams.get("kind") === "task", `the kind is not part of ${address}`);
  await page.goto(address.href);
  await page.getByRole("link", { name: /Repeindre la ludothèque/ }).click();
  await page.getByRole("region", { name: "Détail" }).getByText("Repeindre la ludothèque").first().waitFor();
  await changesTheirMind(page);
  await failsOnce(browser, page);
  await page.getByRole("button", { name: "Tout", exact: true }).click();
  await page.getByText(/^7 résultats/).waitFor();
  await lacksMessages(browser, page);
  await page
    .getByRole("group", { name: "Espace" })
    .getByRole("button", { name: /Ludothèque Jean-Moulin/ })
    .click();
  await page.getByText(/^2 résultats/).waitFor();
  await page.getByLabel("Jusqu’au").fill("2020-01-01");
  await page.getByRole("heading", { name: "Rien ne contient « ludotheque » avec ces filtres" }).waitFor();
  await browser.audit(page, "search-filtered");
  await page.getByRole("link", { name: "Enlever les filtres" }).click();
  await page.getByText(/^7 résultats/).waitFor();
}

/** In one conversation; by words that are nearly there; and by none. */
async function goesThere(browser, page) {
  await page.getByRole("combobox", { name: "Conversation" }).click();
  await page.getByRole("option", { name: "Travaux" }).click();
  await page.getByText(/^2 résultats/).waitFor();
  await hitsOf(page)
    .getByRole("link", { name: /chaudières/ })
    .click();
  await page.getByRole("heading", { level: 1, name: "Travaux" }).waitFor();
  await page.locator("[data-shown]", { hasText: "chaudières" }).waitFor();
  await page.goBack();
  await page.getByText(/^2 résultats/).waitFor();

  const words = page.getByLabel("Mots à trouver");
  await words.fill("chaduieres");
  await page.getByRole("button", { name: "Chercher", exact: true }).click();
  await page.getByText("Rien ne contient « chaduieres » : voici ce qui s’écrit presque pareil.").waitFor();
  await hitsOf(page).locator("mark", { hasText: "chaudières" }).waitFor();
  await browser.audit(page, "search-slips");
  await page.goto("/search");
  await page
    .getByRole("navigation", { name: "Recherches récentes" })
    .getByRole("link", { name: "chaduieres" })
    .waitFor();
  await browser.audit(page, "search-begin");
  await words.fill("piscine");
  await page.getByRole("button", { name: "Chercher", exact: true }).click();
  await page.getByRole("heading", { name: "Rien ne contient « piscine »" }).waitFor();
  await browser.audit(page, "search-none");
  await page.keyboard.press("Control+k");
  await page.getByRole("group", { name: "Recherches récentes" }).getByRole("option", { name: "piscine" }).waitFor();
  await page.keyboard.press("Escape");
}

export const journeys = [
  {
    name: "whatever there is is found by its words, and opens in its place",
    async run({ browser, url }) {
      const camille = await newPerson(url, "Camille Roche");
      await fills(url, camille);
      const page = await browser.window();
      await arrive(page, camille, "/rooms");
      await page
        .getByRole("link", { name: /Travaux/ })
        .first()
        .waitFor();
      await typesIt(browser, page);
      await narrows(browser, page);
      await goesThere(browser, page);
      await done(page);
    },
  },
  {
    name: "what is pinned is at hand for everybody, and leads to its place",
    async run({ browser, url }) {
      const { one, two, id, camille } = await openRoom(browser, url, "Écoles");
      await send(one, "Le code de la porte est au secrétariat");
      await message(two, "Le code de la porte").waitFor();
      for (let i = 1; i <= 50; i++) await say(url, camille, id, `Divers ${i}`);
      await one.goto(`/rooms/${encodeURIComponent(id)}`);
      await send(one, "La cantine rouvre lundi");
      await act(one, "La cantine rouvre", "Épingler dans le salon");
      await two.getByRole("link", { name: "1 message épinglé" }).click();
      const panel = two.getByRole("region", { name: "Détail" });
      await panel.getByText("La cantine rouvre lundi").waitFor();
      must((await panel.getByRole("button", { name: "Ne plus épingler" }).count()) === 0, "a reader may unpin");
      await browser.audit(two, "rooms-pinned");
      await panel.getByRole("link", { name: "Voir dans le salon" }).click();
      await two.locator("[data-shown]", { hasText: "La cantine rouvre" }).waitFor();

      await one.getByRole("link", { name: "1 message épinglé" }).click();
      await one.getByRole("region", { name: "Détail" }).getByRole("button", { name: "Ne plus épingler" }).click();
      await one.getByRole("heading", { name: "Rien n’est épinglé" }).waitFor();
      await two.getByRole("link", { name: "1 message épinglé" }).waitFor({ state: "hidden" });
      await done(one, two);
    },
  },
  {
    name: "a message is said again in another room, without whom it named",
    async run({ browser, url }) {
      const { one, two, camille } = await openRoom(browser, url, "Écoles");
      await makeRoom(url, camille, { name: "Direction" });
      await send(two, "Les **travaux** sont finis");
      await message(one, "sont finis").waitFor();
      await act(one, "sont finis", "Transférer");
      const dialog = one.getByRole("dialog", { name: "Transférer le message" });
      await dialog.getByRole("combobox", { name: "Vers la conversation" }).fill("dir");
      await one.getByRole("option", { name: "Direction" }).click();
      await browser.audit(one, "rooms-forward");
      await dialog.getByRole("button", { name: "Transférer" }).click();
      await one.getByText("Message transféré dans Direction.").waitFor();
      await one.getByRole("status").getByRole("button", { name: "Ouvrir" }).click();
      await one.getByRole("heading", { level: 1, name: "Direction" }).waitFor();
      await message(one, "sont finis").locator("strong", { hasText: "travaux" }).waitFor();

      // Somebody of the room to whom one has not written yet: the conversation begins with it.
      await one.getByRole("link", { name: /Écoles/ }).click();
      await act(one, "sont finis", "Transférer");
      await dialog.getByRole("combobox", { name: "Vers la conversation" }).fill("lou");
      await one.getByRole("option", { name: "Lou Martel" }).click();
      await dialog.getByRole("button", { name: "Transférer" }).click();
      await one.getByText("Message transféré à Lou Martel.").waitFor();
      await two.getByRole("link", { name: /Camille Roche/ }).waitFor();
      await done(one, two);
    },
  },
];
