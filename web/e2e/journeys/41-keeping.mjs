import { done, must, until } from "../browser.mjs";
import { arrive, ask, makeRoom, newPerson, password, say } from "../people.mjs";
import { composer, drop, last, message, messages, openRoom, paste, picture, send } from "../rooms.mjs";

const to = (room) => `/rooms/${encodeURIComponent(room)}`;
const link = (page, name) => page.getByRole("complementary").getByRole("link", { name });
/** How many pixels stand below what is seen of a list. */
const below = (list) => list.evaluate((e) => Math.round(e.scrollHeight - e.scrollTop - e.clientHeight));
/** A message, or the first one seen: where it begins and where it ends. */
const edge = (list, id) =>
  list.evaluate((e, id) => {
    const top = e.getBoundingClientRect().top;
    const row = [...e.querySelectorAll("[data-message]")].find((r) =>
      id ? r.dataset.message === id : r.getBoundingClientRect().bottom > top + 1,
    );
    const at = row?.getBoundingClientRect();
    return { id: row?.dataset.message, top: Math.round(at?.top - top), bottom: Math.round(at?.bottom - top) };
  }, id);

/** A message, or the first one seen, once the list has stopped moving: it stands still for a while of drawings. */
async function settled(list, id) {
  await list.evaluate(async (e) => {
    const place = () => `${e.scrollTop} ${e.scrollHeight} ${e.querySelector("[data-message]")?.dataset.message}`;
    const deadline = performance.now() + 4000;
    let before = place();
    for (let still = 0; still < 15 && performance.now() < deadline; ) {
      await new Promise(requestAnimationFrame);
      const now = place();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  });
  return edge(list, id);
}

/** Whoever presses twice while a picture is looked over says once what goes with it. */
async function sendsOnce(one, two) {
  await two.evaluate(() => {
    const real = window.createImageBitmap;
    window.createImageBitmap = (...of) => new Promise((done) => setTimeout(() => done(real(...of)), 300));
  });
  await composer(two).fill("Et voici la carte");
  await paste(composer(two), "carte.png", await picture(two, 60, 40));
  await composer(two).press("Enter");
  await composer(two).press("Enter");
  await last(two, "Et voici la carte")
    .getByRole("button", { name: /carte\.png/ })
    .waitFor();
  await send(two, "Bon appétit");
  await message(one, "Bon appétit").waitFor();
  must((await message(one, "Et voici la carte").count()) === 1, "what goes with a picture is said twice");
}

/** How long a tap may take to show something: a second one would take it away. */
const tapMaxMs = 1_500;

export const journeys = [
  {
    name: "a conversation opens at its end, loads back, and one comes back to where one stopped",
    async run({ browser, url }) {
      const camille = await newPerson(url, "Camille Roche");
      const long = await makeRoom(url, camille, { name: "Registre" });
      const other = await makeRoom(url, camille, { name: "Ailleurs" });
      for (let i = 1; i <= 150; i++)
        await say(url, camille, long, `Ligne ${i} ${"et encore quelques mots ".repeat(i % 9)}`);
      await say(url, camille, other, "Rien à signaler");
      const page = await browser.window();
      await arrive(page, camille, to(long));
      const list = messages(page);
      await message(page, "Ligne 150").waitFor();
      await settled(list);
      must((await below(list)) < 2, `the end stands ${await below(list)} px below`);
      must((await page.locator("[data-message]").count()) < 100, "the list of messages is not virtual");

      // Older messages come in above what one reads, which stays where it is. They are held back until one reads.
      const held = [];
      await page.route(/\/messages\?/, (route) => held.push(route));
      const first = message(page, /Ligne 1 /);
      for (let i = 0; i < 20 && !(await first.count()); i++) {
        await until(async () => {
          await list.evaluate((e) => e.scrollTo(0, 60));
          return held.length > 0 || (await first.count()) > 0;
        }, "no older messages are asked for");
        const before = await settled(list);
        const comes = held.length > 0 ? page.waitForResponse(/\/messages\?/) : undefined;
        for (const route of held.splice(0)) await route.continue();
        await comes;
        const after = await settled(list, before.id);
        // Its words stay, though the name above them may go to an older message.
        const moved = Math.abs(before.bottom - after.bottom);
        must(moved <= 1, `what one reads moves when older rows come in: ${moved}`);
        await list.evaluate((e) => e.scrollTo(0, 0));
      }
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await page.getByText("C’est le début").or(page.getByText("Vous êtes la seule")).waitFor();

      await list.evaluate((e) => e.scrollTo(0, e.scrollHeight / 2));
      const left = await settled(list);
      await link(page, /Ailleurs/).click();
      await message(page, "Rien à signaler").waitFor();
      await link(page, /Registre/).click();
      await page.locator(`[data-message="${left.id}"]`).waitFor();
      const back = await settled(list);
      must(left.id === back.id && Math.abs(left.top - back.top) <= 2, "one comes back to another place than one left");

      // What one writes brings the end into sight.
      await send(page, "Dernière ligne");
      await last(page, "Dernière ligne").waitFor();
      await settled(list);
      must((await below(list)) < 2, "what one wrote is out of sight");
      await done(page);
    },
  },
  {
    name: "nothing that is begun is lost: drafts, edits, answers, fields",
    async run({ browser, url }) {
      const { one, two, camille } = await openRoom(browser, url, "Cantine");
      const other = await makeRoom(url, camille, { name: "Garderie" });
      await send(one, "Le menu est prêt");
      await message(two, "Le menu").waitFor();
      await composer(one).fill("Un texte qui attend");
      await link(one, /Garderie/).click();
      await one.getByRole("heading", { level: 1, name: "Garderie" }).waitFor();
      await link(one, /Cantine/).click();
      must((await composer(one).inputValue()) === "Un texte qui attend", "the draft is lost with the room");

      // An edit, begun behind a draft, survives another room; given up, it comes back on demand; sent, the draft is there.
      await message(one, "Le menu").hover();
      await message(one, "Le menu").getByRole("button", { name: "Autres actions" }).click();
      await one.getByRole("menuitem", { name: "Modifier" }).click();
      await composer(one).fill("Le menu de juin est prêt");
      await link(one, /Garderie/).click();
      await one.getByRole("heading", { level: 1, name: "Garderie" }).waitFor();
      await link(one, /Cantine/).click();
      await one.getByText("Modification du message").waitFor();
      must((await composer(one).inputValue()) === "Le menu de juin est prêt", "the edit is lost with the room");
      await composer(one).press("Escape");
      await one.getByText("Modification abandonnée").waitFor();
      await one.getByRole("button", { name: "Annuler", exact: true }).click();
      await composer(one).press("Enter");
      await message(two, "Le menu de juin").getByText("(modifié)").waitFor();
      must((await composer(one).inputValue()) === "Un texte qui attend", "the draft is lost with the edit");

      // An answer still answers after a reload.
      await message(two, "Le menu de juin").hover();
      await message(two, "Le menu de juin").getByRole("button", { name: "Répondre" }).click();
      await composer(two).fill("Merci beaucoup");
      await two.reload();
      await two.getByText("Réponse à Camille Roche").waitFor();
      await composer(two).press("Enter");
      await message(one, "Merci beaucoup")
        .getByRole("button", { name: /En réponse à\s*Camille Roche/ })
        .waitFor();

      // A file may be dropped anywhere on the conversation, and takes nobody away.
      await drop(messages(two), "menu.txt", "Lentilles");
      await two.getByRole("list", { name: "1 fichier à envoyer" }).waitFor();
      await two.locator("[data-kept=yes]").waitFor();
      await two.reload();
      await two.getByRole("list", { name: "1 fichier à envoyer" }).waitFor();
      await composer(two).press("Enter");
      await message(one, "menu.txt").waitFor();

      await sendsOnce(one, two);

      // The settings of the room, half written.
      await one.getByRole("link", { name: "À propos du salon" }).click();
      await one.getByLabel("Nom du salon").fill("Cantine scolaire");
      await link(one, /Garderie/).click();
      await one.getByRole("heading", { level: 1, name: "Garderie" }).waitFor();
      await link(one, /Cantine/).click();
      await one.getByRole("link", { name: "À propos du salon" }).click();
      must(
        (await one.getByLabel("Nom du salon").inputValue()) === "Cantine scolaire",
        "the name is lost with the panel",
      );
      must(other.startsWith("!"), "no other room");
      await done(one, two);
    },
  },
  {
    name: "the way back of the browser takes away what covers the page, and the focus is where it was",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Cantine", { motion: true });
      await send(one, "Le menu est prêt");
      await message(two, "Le menu").waitFor();
      const place = one.url();
      const focused = (locator) =>
        until(
          () => locator.evaluate((e) => e === document.activeElement).catch(() => false),
          `the focus is not on ${locator}`,
        );
      /** Opens a dialog, leaves it by the way back and by its cross, and looks where one is each time. */
      const comesAndGoes = async (open, name, opener) => {
        const dialog = one.getByRole("dialog", { name });
        for (const leave of [() => one.goBack(), () => one.keyboard.press("Escape")]) {
          const at = one.url();
          await open();
          await dialog.waitFor();
          await leave();
          await dialog.waitFor({ state: "hidden" });
          must(one.url() === at, `the way back out of ${name} leads elsewhere`);
          await focused(opener);
        }
      };

      const row = message(one, "Le menu");
      const more = row.getByRole("button", { name: "Autres actions" });
      await comesAndGoes(
        async () => {
          await row.hover();
          await more.click();
          await one.getByRole("menuitem", { name: "Supprimer" }).click();
        },
        "Supprimer ce message",
        more,
      );
      await one.getByRole("button", { name: "Visible par 2 personnes" }).click();
      const panel = one.getByRole("region", { name: "Détail" });
      const invite = panel.getByRole("button", { name: "Inviter" });
      await comesAndGoes(() => invite.click(), "Inviter", invite);
      const actions = panel.getByRole("button", { name: "Actions sur Lou Martel" });
      await comesAndGoes(
        async () => {
          await actions.click();
          await one.getByRole("menuitem", { name: "Retirer du salon" }).click();
        },
        "Retirer du salon",
        actions,
      );
      const search = one.getByRole("button", { name: /^Rechercher/ }).first();
      await comesAndGoes(() => search.click(), "Aller, trouver, faire", search);
      await one.goBack();
      await one.getByRole("region", { name: "Détail" }).waitFor({ state: "hidden" });
      must(one.url() === place, "what covered the page is left in the history");
      await done(one, two);
    },
  },
  {
    name: "a session that ends while one writes loses nothing, and leaving says what it would lose",
    async run({ browser, url }) {
      const lou = await newPerson(url, "Lou Martel");
      await makeRoom(url, lou, { name: "Permanence" });
      const page = await browser.window();
      page.expected = /^console: .*(token|M_UNKNOWN_TOKEN)/;
      // What was begun in a room that one has left could not be sent any more, and is not counted.
      const left = await makeRoom(url, lou, { name: "Ancienne équipe" });
      await arrive(page, lou, to(left));
      await composer(page).fill("Trop tard");
      await ask(url, lou, "POST", `/_matrix/client/v3/rooms/${encodeURIComponent(left)}/leave`, {});
      await page.getByText("Vous avez quitté ce salon.").waitFor();
      await link(page, /Permanence/).click();
      await composer(page).fill("Une phrase à moitié");
      await ask(url, lou, "POST", "/_matrix/client/v3/logout");
      const dialog = page.getByRole("dialog", { name: "Cet appareil a été déconnecté" });
      await dialog.waitFor();
      must((await page.getByText("Parvis ne répond pas").count()) === 0, "the band says that the server is silent");
      await dialog.getByRole("button", { name: "Quitter cette session" }).click();
      const leave = page.getByRole("dialog", { name: "Quitter cette session ?" });
      await leave.getByText("1 conversation garde un texte").waitFor();
      await browser.audit(page, "leave");
      await leave.getByRole("button", { name: "Rester" }).click();
      await dialog.getByLabel("Mot de passe de").fill(password);
      await dialog.getByRole("button", { name: "Reprendre" }).click();
      await dialog.waitFor({ state: "hidden" });
      await composer(page).waitFor();
      must((await composer(page).inputValue()) === "Une phrase à moitié", "the phrase is lost with the session");
      await composer(page).press("Enter");
      await message(page, "Une phrase à moitié").waitFor();
      await page.getByRole("button", { name: /^Mon compte/ }).click();
      await page.getByRole("menuitem", { name: "Se déconnecter" }).click();
      await page.getByRole("heading", { name: "Entrez avec votre adresse professionnelle" }).waitFor();
      await done(page);
    },
  },
  {
    name: "an upload shows how far it is, and is cancelled",
    async run({ browser, url }) {
      const lou = await newPerson(url, "Lou Martel");
      const room = await makeRoom(url, lou, { name: "Dépôt" });
      const page = await browser.window({ apart: true });
      await arrive(page, lou, to(room));
      await composer(page).waitFor();
      const wire = await page.context().newCDPSession(page);
      const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 300_000 };
      await wire.send("Network.enable");
      await wire.send("Network.emulateNetworkConditions", slow);
      await page.locator("main input[type=file]").setInputFiles([
        { name: "plan.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(3_000_000, 1) },
        { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("après le plan") },
      ]);
      await page.getByRole("list", { name: "2 fichiers à envoyer" }).waitFor();
      await page.getByRole("button", { name: "Envoyer" }).click();
      const bar = page.getByRole("progressbar", { name: "Envoi du fichier" });
      await bar.waitFor();
      await page.waitForFunction(() => {
        const part = Number(document.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow"));
        return part > 5 && part < 100;
      });
      await browser.audit(page, "rooms-upload");
      await message(page, "plan.bin").getByRole("button", { name: "Annuler l’envoi" }).click();
      await message(page, "plan.bin").waitFor({ state: "hidden" });
      await wire.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
      await page.getByRole("button", { name: /Télécharger.*note\.txt/s }).waitFor();
      await done(page);
    },
  },
  {
    name: "what is too large says how much goes in, and comes back to be written anew",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Rapports");
      const long = `Rapport ${"très long ".repeat(7000)}fin`;
      await composer(one).fill(long);
      await composer(one).press("Enter");
      const refused = one.getByRole("alert").filter({ hasText: "65 536 octets" });
      await refused.waitFor();
      must((await refused.getByRole("button", { name: "Réessayer" }).count()) === 0, "trying again cannot help");
      await composer(one).fill("Un autre mot");
      await refused.getByRole("button", { name: "Annuler l’envoi" }).click();
      await refused.waitFor({ state: "hidden" });
      must((await composer(one).inputValue()) === `${long}\n\nUn autre mot`, "what was typed is lost");

      // New words of an old message, too.
      await composer(one).fill("Rapport");
      await composer(one).press("Enter");
      await message(two, "Rapport").waitFor();
      await one.locator('[data-message^="$"]').filter({ hasText: "Rapport" }).waitFor();
      await composer(one).press("ArrowUp");
      await composer(one).fill(long);
      await composer(one).press("Enter");
      await refused.getByRole("button", { name: "Annuler l’envoi" }).click();
      await one.getByText("Modification du message").waitFor();
      must((await composer(one).inputValue()) === long, "the new words are lost");
      await composer(one).fill("long ".repeat(100_000));
      await composer(one).press("Enter");
      await refused.getByRole("button", { name: "Annuler l’envoi" }).click();
      await composer(one).press("Escape");

      await one.locator("main").evaluate((main, name) => {
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(100_000_001)], name));
        const field = main.querySelector("input[type=file]");
        field.files = files.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }, "plan.bin");
      await one.getByRole("alert").filter({ hasText: "fichiers de 100 Mo au plus" }).waitFor();
      await browser.audit(one, "rooms-too-large");
      await done(one, two);
    },
  },
  {
    name: "on a phone one goes from the list to a room, to a discussion and back to the same place",
    async run({ browser, url }) {
      const lou = await newPerson(url, "Lou Martel");
      const room = await makeRoom(url, lou, { name: "Tournée" });
      for (let i = 1; i <= 40; i++) await say(url, lou, room, `Étape ${i}`);
      const page = await browser.window({ width: 360, height: 740, touch: true, full: true });
      await arrive(page, lou, "/rooms");
      await page.getByRole("link", { name: /Tournée/ }).tap();
      const list = messages(page);
      await message(page, "Étape 40").waitFor();
      // All of it is there before one taps: what comes in later would move the rows under the finger.
      const start = page.getByText("Vous êtes la seule");
      await until(async () => {
        await list.evaluate((e) => e.scrollTo(0, 0));
        return start.isVisible();
      }, "the beginning does not come");
      await list.evaluate((e) => e.scrollTo(0, e.scrollHeight / 2));
      const row = page.locator(`[data-message="${(await settled(list)).id}"]`);
      // A finger that still stops what moves taps nothing.
      const toolbar = row.getByRole("toolbar");
      await until(async () => {
        await row.tap();
        return toolbar.waitFor({ timeout: tapMaxMs }).then(
          () => true,
          () => false,
        );
      }, "a tap shows no tools");
      const left = await settled(list);
      const tools = await toolbar.boundingBox();
      const words = await row.getByText(/^Étape/).boundingBox();
      must(tools.height >= 32 && tools.y >= words.y + words.height, "the tools cross the words");
      await row.getByRole("button", { name: "Ouvrir une discussion" }).tap();
      const panel = page.getByRole("region", { name: "Détail" });
      await panel.getByRole("heading", { level: 1, name: "Discussion" }).waitFor();
      await composer(panel).fill("Deux minutes d’arrêt");
      await panel.getByRole("button", { name: "Envoyer" }).tap();
      await message(panel, "Deux minutes").waitFor();
      await page.getByRole("link", { name: "Fermer le panneau" }).tap();
      await page.getByRole("link", { name: /1 réponse/ }).waitFor();
      const back = await settled(list);
      must(
        left.id === back.id && Math.abs(left.top - back.top) <= 2,
        `the place is lost behind the discussion: ${JSON.stringify([left, back])}`,
      );
      await page.getByRole("link", { name: "Retour" }).tap();
      await page.getByRole("link", { name: /Tournée/ }).waitFor();
      await browser.audit(page, "rooms-list", { phone: true });
      await done(page);
    },
  },
];
