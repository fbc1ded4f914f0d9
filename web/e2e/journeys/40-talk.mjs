import { createServer } from "node:http";
import { done, must, until } from "../browser.mjs";
import { ask, makeRoom, signUp, visit } from "../people.mjs";
import { composer, createRoom, last, message, openRoom, paste, picture, send } from "../rooms.mjs";

/** In the page, with letters of a size: what does not find room, by name. */
async function outside(size) {
  document.documentElement.style.fontSize = `${size}%`;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
  const shown = [...document.querySelectorAll("main h1, main button, main a, main textarea, main time")];
  const wide = shown.filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth);
  const composer = document.querySelector("[data-composer]");
  const edge = composer.getBoundingClientRect().right;
  const over = [...composer.querySelectorAll("button")].filter((e) => e.getBoundingClientRect().right > edge);
  const cut = shown.filter(
    (e) => e.tagName === "H1" && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight + 2),
  );
  const page = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
  return [...page, ...[...wide, ...over, ...cut].map((e) => e.getAttribute("aria-label") ?? e.textContent)];
}

/** Two people make their accounts, and one of them the room to which the other is asked. */
async function meet(browser) {
  const [one, two] = [await browser.window(), await browser.window()];
  await signUp(one, "Camille Roche");
  const lou = await signUp(two, "Lou Martel");
  await one.getByRole("heading", { name: "Vos premiers pas" }).waitFor();
  await Promise.all([visit(one, "/rooms"), visit(two, "/rooms")]);
  await one.getByRole("heading", { name: "Pas encore de conversation" }).waitFor();
  await browser.audit(one, "rooms-empty");

  await createRoom(one, "Fête du lac", { topic: "Organisation de la fête de juin", invite: lou });
  await one.getByText(/^Invitation envoyée à .*, qui lira ceci après l’avoir acceptée\.$/).waitFor();
  must((await one.getByText("Visible par").count()) === 0, "who is expected is left out");
  await two.getByRole("link", { name: "Voir l’invitation" }).waitFor();
  await browser.audit(two, "rooms-awaiting");
  await two.getByRole("link", { name: /Fête du lac/ }).click();
  await two.getByRole("button", { name: "Accepter" }).waitFor();
  await two.getByRole("heading", { name: "On vous invite dans Fête du lac" }).waitFor();
  await browser.audit(two, "rooms-invitation");
  await two.getByRole("button", { name: "Accepter" }).click();
  await composer(two).waitFor();
  return { one, two, lou };
}

/** Words with their form, typing, reading, words written anew, answers. */
async function converse(browser, one, two) {
  await send(one, "Bonjour Lou, **deux** idées :\n- un _concert_\n- un `quiz`");
  const first = message(two, "deux");
  await first.locator("strong", { hasText: "deux" }).waitFor();
  must((await first.locator("li").count()) === 2, "the list is not a list");

  await composer(two).pressSequentially("Je réfléchis");
  await one.getByText("Lou Martel écrit…").waitFor();
  await composer(two).fill("Le concert, oui");
  await composer(two).press("Enter");
  await message(one, "Le concert, oui").waitFor();
  await one
    .getByRole("log")
    .getByText(/^Lou Martel\s?: Le concert, oui$/)
    .waitFor({ state: "attached" });
  await two.getByText("Lu par").waitFor();

  await composer(two).press("ArrowUp");
  must((await composer(two).inputValue()) === "Le concert, oui", "the arrow does not open my last message");
  await composer(two).fill("Le concert, oui, sur la place");
  await composer(two).press("Enter");
  await message(one, "sur la place").getByText("(modifié)").waitFor();

  await message(one, "sur la place").hover();
  await message(one, "sur la place").getByRole("button", { name: "Répondre" }).click();
  await one.getByRole("button", { name: "Mise en forme" }).click();
  await one.getByRole("button", { name: "Gras" }).waitFor();
  await browser.audit(one, "rooms-reply");
  // The button formats what is chosen.
  await composer(one).fill("La place est libre le 20");
  await composer(one).evaluate((field) => field.setSelectionRange(13, 18));
  await one.getByRole("button", { name: "Gras" }).click();
  await composer(one).evaluate((field) => field.setSelectionRange(3, 8));
  await one.getByRole("button", { name: "Lien", exact: true }).click();
  await one.getByLabel("Adresse").fill("mairie.example/place");
  await browser.audit(one, "rooms-link");
  await one.getByLabel("Adresse").press("Enter");
  await composer(one).press("Enter");
  await message(two, "libre le 20").locator("strong", { hasText: "libre" }).waitFor();
  await message(two, "libre le 20").getByRole("link", { name: "place" }).waitFor();
  await message(two, "libre le 20")
    .getByRole("button", { name: /En réponse à\s*Lou Martel/ })
    .waitFor();
  // What is answered or heard is read as it is seen, without the signs that format it.
  await send(two, "La **place** entière ?");
  await one
    .getByRole("log")
    .getByText(/: La place entière \?$/)
    .waitFor({ state: "attached" });
  await last(one, "entière").hover();
  await last(one, "entière").getByRole("button", { name: "Répondre" }).click();
  await send(one, "Oui, toute");
  await message(two, "Oui, toute")
    .getByRole("button", { name: /La place entière \?$/ })
    .waitFor();
}

/** A page of this machine that says what it is about, until it is closed. */
async function linkedPage() {
  const html = `<!doctype html><title>x</title><meta property="og:title" content="La fête du lac"><meta property="og:site_name"
    content="Ville fictive"><meta property="og:description" content="Le programme du 20 juin.">`;
  const server = createServer((_, answer) => answer.setHeader("Content-Type", "text/html; charset=utf-8").end(html));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/fete`, close: () => server.close() };
}

/** A link says what it leads to, unless one does not want it. */
async function link(browser, one, two) {
  const page = await linkedPage();
  await send(one, `Le programme : ${page.address}.`);
  const card = message(two, "Le programme").getByRole("link", {
    name: /^Ville fictive\s*La fête du lac\s*Le programme du 20 juin\./,
  });
  await card.waitFor();
  must((await card.getAttribute("href")) === page.address, "the preview leads elsewhere than the link");
  await browser.audit(two, "rooms-preview");
  const room = new URL(two.url()).pathname;
  await visit(two, "/settings/look");
  await two.getByRole("switch", { name: "Dire de quoi parlent les pages liées" }).press("Space");
  await visit(two, room);
  await message(two, "Le programme").waitFor();
  must((await card.count()) === 0, "a preview is shown to who wants none");
  await visit(two, "/settings/look");
  await two.getByRole("switch", { name: "Dire de quoi parlent les pages liées" }).press("Space");
  await visit(two, room);
  await card.waitFor();
  page.close();
}

/** Signs on a message, chosen by hand and by the keyboard. */
async function react(browser, one, two) {
  await message(two, "libre le 20").hover();
  await message(two, "libre le 20").getByRole("button", { name: "Réagir" }).click();
  await two.getByRole("button", { name: /^👍\uFE0F?$/ }).waitFor();
  const react = message(two, "libre le 20").getByRole("button", { name: "Réagir" });
  const focused = (locator) => () => locator.evaluate((e) => e === document.activeElement);
  await until(focused(two.getByRole("searchbox")), "the field of the signs has not the focus");
  await browser.audit(two, "rooms-react");
  // Its place is gone once the window has had another size.
  await two.keyboard.press("Escape");
  await message(two, "libre le 20").hover();
  await react.click();
  await until(focused(two.getByRole("searchbox")), "the field of the signs has not the focus again");
  await two.keyboard.press("Escape");
  await until(focused(react), "the focus does not come back from the signs");
  await two.keyboard.press("Enter");
  await until(focused(two.getByRole("searchbox")), "the field of the signs has not the focus when they are there");
  await two.keyboard.type("pouce");
  await two.getByRole("gridcell", { name: "pouce vers le bas" }).waitFor();
  const chosen = (sign) => two.locator("[role=gridcell][aria-selected=true]").filter({ hasText: sign });
  // What is found for the last letter chooses its first sign anew.
  await until(async () => {
    await two.keyboard.press("ArrowLeft");
    await two.keyboard.press("ArrowRight");
    return (await chosen("👎").count()) > 0;
  }, "the arrow does not go to the next sign");
  await two.keyboard.press("ArrowLeft");
  await chosen("👍").waitFor();
  await two.keyboard.press("Enter");
  await message(one, "libre le 20")
    .getByRole("button", { name: /^👍\uFE0F?, 1 personne/ })
    .click();
  await message(two, "libre le 20")
    .getByRole("button", { name: /^👍\uFE0F?, 2 personnes/ })
    .waitFor();
}

/** Signs and names in the text. */
async function nameEachOther(browser, one, two) {
  await one.getByRole("button", { name: "Émojis" }).click();
  await one.getByRole("gridcell").nth(20).waitFor();
  await until(
    () => one.getByRole("searchbox").evaluate((field) => field === document.activeElement),
    "the field of the signs has not the focus at their first opening",
  );
  await browser.audit(one, "rooms-emoji");
  await one.getByRole("searchbox").fill("fête");
  await one.getByRole("gridcell").filter({ hasText: "🎉" }).click();
  await one.getByRole("dialog").waitFor({ state: "hidden" });
  await composer(one).pressSequentially("Merci @lo");
  await one.getByRole("option", { name: /Lou Martel/ }).waitFor();
  await browser.audit(one, "rooms-mention");
  await composer(one).press("Enter");
  await composer(one).pressSequentially("et à demain");
  await composer(one).press("Enter");
  const named = message(two, /🎉\s*Merci.*à demain/s);
  await named.waitFor();
  must((await named.getAttribute("data-about-me")) === "true", "a mention of me does not stand out");

  await one.locator('[data-message^="$"]', { hasText: "à demain" }).waitFor();
  await composer(one).press("ArrowUp");
  await composer(one).fill("Merci et à demain soir");
  await composer(one).press("Enter");
  await message(two, "demain soir").getByText("(modifié)").waitFor();
  await message(one, "demain soir").getByText("(modifié)").waitFor();
}

/** A message that was written anew is taken back, and leaves one line. */
async function takeBack(browser, { one, two, edits }) {
  await message(one, "à demain").hover();
  await message(one, "à demain").getByRole("button", { name: "Autres actions" }).click();
  await one.getByRole("menuitem", { name: "Supprimer" }).waitFor();
  await browser.audit(one, "rooms-message-menu");
  await one.keyboard.press("Escape");
  await message(one, "à demain").hover();
  await message(one, "à demain").getByRole("button", { name: "Autres actions" }).click();
  await one.getByRole("menuitem", { name: "Supprimer" }).click();
  await one.getByRole("menu").waitFor({ state: "hidden" });
  await browser.audit(one, "rooms-delete");
  await one.getByRole("button", { name: "Supprimer le message" }).click();
  await two.getByText("Message supprimé").first().waitFor();
  await one.getByText("Message supprimé").first().waitFor();
  await until(async () => (await edits()) === 0, "what the message said once it was edited is still told");
  const deleted = async (page) => (await page.getByText("Message supprimé").count()) === 1;
  for (const page of [one, two]) await until(() => deleted(page), "what was written anew leaves a line of its own");
  await two.reload();
  await message(two, "libre le 20").waitFor();
  await until(() => deleted(two), "what was written anew leaves a line of its own after a reload");
  await browser.audit(two, "rooms-talk");
}

/** On a phone the room that was opened is headed, and large letters find room in it. */
async function hasRoomOnAPhone(two) {
  await two.setViewportSize({ width: 360, height: 740 });
  await two.goto("/rooms");
  await two.getByRole("link", { name: /Bibliothèque/ }).click();
  const heading = two.getByRole("heading", { level: 1, name: "Bibliothèque" });
  await heading.waitFor();
  await until(() => heading.evaluate((h) => h === document.activeElement), "on a phone the heading has not the focus");
  for (const size of [150, 200]) {
    const out = await two.evaluate(outside, size);
    await two.screenshot({ path: `target/pictures/rooms-letters-${size}.png` });
    must(out.length === 0, `in letters of ${size} %: ${out.join(", ")}`);
  }
}

export const journeys = [
  {
    name: "two people make their accounts, meet in a room and talk",
    long: true,
    async run({ browser, url }) {
      const { one, two, lou } = await meet(browser);
      await converse(browser, one, two);
      await link(browser, one, two);
      await react(browser, one, two);
      await nameEachOther(browser, one, two);
      const id = encodeURIComponent(await message(two, "demain soir").getAttribute("data-message"));
      const edits = async () => {
        const room = new URL(two.url()).pathname.split("/")[2];
        const path = `/_matrix/client/v1/rooms/${room}/relations/${id}/m.replace`;
        return (await ask(url, lou, "GET", path)).chunk.length;
      };
      must((await edits()) === 1, "the edit is not there");
      await takeBack(browser, { one, two, edits });
      await done(one, two);
    },
  },
  {
    name: "a discussion has its own place",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Cellule voirie");
      await send(one, "Les travaux commencent lundi");
      await message(two, "commencent lundi").hover();
      await message(two, "commencent lundi").getByRole("button", { name: "Ouvrir une discussion" }).click();
      const panel = two.getByRole("region", { name: "Détail" });
      await panel.getByRole("heading", { name: "Discussion" }).waitFor();
      await composer(panel).fill("Rue fermée jusqu’à midi");
      await composer(panel).press("Enter");
      await message(panel, "jusqu’à midi").waitFor();
      await one.getByRole("link", { name: /1 réponse/ }).click();
      const other = one.getByRole("region", { name: "Détail" });
      await message(other, "jusqu’à midi").waitFor();
      await send(other, "Je préviens les riverains");
      await message(panel, "riverains").waitFor();
      await one.getByRole("link", { name: /2 réponses/ }).waitFor();
      await browser.audit(one, "rooms-thread");
      await one.keyboard.press("Escape");
      await other.waitFor({ state: "hidden" });

      // A room with news in a discussion alone leads there; what was seen there is read, here and on the server.
      const unread = one.getByRole("heading", { name: "Non lus" });
      await send(panel, "Ils sont prévenus");
      await one.getByText("1 discussion non lue").waitFor();
      await unread.waitFor();
      await browser.audit(one, "rooms-thread-unread");
      await one.getByRole("link", { name: "Ouvrir la discussion" }).click();
      await message(other, "Ils sont prévenus").waitFor();
      await unread.waitFor({ state: "hidden" });
      await one.keyboard.press("Escape");
      await other.waitFor({ state: "hidden" });
      must((await one.getByText("1 discussion non lue").count()) === 0, "what was read in the panel is still news");
      await one.reload();
      await one.getByRole("link", { name: /3 réponses/ }).waitFor();
      must((await unread.count()) === 0, "the server does not know what was read in the discussion");
      await done(one, two);
    },
  },
  {
    name: "the cursor is where one writes, and a letter never leads away",
    async run({ browser, url }) {
      const { one, two, id, lou } = await openRoom(browser, url, "Accueil");
      await makeRoom(url, lou, { name: "Bibliothèque" });
      const held = (place) => composer(place).evaluate((field) => field === document.activeElement);
      const panel = two.getByRole("region", { name: "Détail" });
      await send(one, "Le guichet ouvre à neuf heures");
      await message(two, "neuf heures").waitFor();

      await two.getByRole("link", { name: /Bibliothèque/ }).click();
      await two.getByRole("heading", { level: 1, name: "Bibliothèque" }).waitFor();
      await until(() => held(two), "the room that was chosen has not the cursor");
      await two.keyboard.press("Control+k");
      await two.getByRole("combobox", { name: "Aller, trouver, faire" }).fill("accueil");
      await two.getByRole("option", { name: /Accueil/ }).waitFor();
      await two.keyboard.press("Enter");
      await two.getByRole("heading", { level: 1, name: "Accueil" }).waitFor();
      await until(() => held(two), "the room found by the palette has not the cursor");

      // A name leads to who wrote: they are called in the next message, and written to.
      await message(two, "neuf heures").getByRole("button", { name: "Camille Roche" }).press("Enter");
      await two.getByRole("menuitem", { name: "Écrire un message direct" }).waitFor();
      await browser.audit(two, "rooms-person");
      await two.getByRole("menuitem", { name: "Mentionner" }).click();
      await until(() => held(two), "the cursor is not where the person was named");
      await two.getByRole("menu").waitFor({ state: "hidden" });
      must((await composer(two).inputValue()) === "@Camille Roche ", "the person is not named");
      await composer(two).fill("");

      await two.evaluate(() => document.activeElement.blur());
      await two.keyboard.type("non merci");
      must((await composer(two).inputValue()) === "non merci", "what is typed does not reach the field");
      must(two.url().endsWith(encodeURIComponent(id)), "a letter led out of the room");

      // The pointer sends, asks and looks for signs; the hands stay where they write.
      await two.getByRole("button", { name: "Envoyer" }).click();
      await two.keyboard.type("non plus");
      must((await composer(two).inputValue()) === "non plus", "what is typed after sending is lost");
      for (const tool of ["Sondage ou position", "Enregistrer un message vocal", "Émojis"]) {
        await two.getByRole("button", { name: tool }).click();
        if (tool.startsWith("Sondage")) await two.getByRole("menuitem", { name: "Nouveau sondage" }).click();
        await two.getByRole("dialog").waitFor();
        await two.keyboard.press("Escape");
        await two.getByRole("dialog").waitFor({ state: "hidden" });
        await until(() => held(two), `the cursor does not come back from: ${tool}`);
      }
      await two.getByRole("button", { name: "Mise en forme" }).focus();
      await two.keyboard.type("nan");
      must((await composer(two).inputValue()) === "non plusnan", "what is typed beside the field does not reach it");
      await composer(two).fill("");

      await message(two, "neuf heures").hover();
      await message(two, "neuf heures").getByRole("button", { name: "Ouvrir une discussion" }).click();
      await panel.getByRole("heading", { name: "Discussion" }).waitFor();
      await until(() => held(panel), "the discussion has not the cursor");
      await two.keyboard.press("Escape");
      await panel.waitFor({ state: "hidden" });
      await until(() => held(two), "the cursor does not come back from the panel");

      await hasRoomOnAPhone(two);
      await done(one, two);
    },
  },
  {
    name: "files and pictures arrive, are looked at and taken away",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Photos du chantier");
      await one.locator("main input[type=file]").setInputFiles([
        { name: "pont.png", mimeType: "image/png", buffer: await picture(one, 1200, 800) },
        { name: "compte rendu.txt", mimeType: "text/plain", buffer: Buffer.from("Point du lundi\n") },
      ]);
      // What was chosen or pasted is looked at, taken away and brought back, before it leaves with its words.
      const chosen = one.getByRole("list", { name: "2 fichiers à envoyer" });
      await chosen.getByText("pont.png").waitFor();
      await paste(composer(one), "capture.png", await picture(one, 300, 300));
      await one.getByRole("list", { name: "3 fichiers à envoyer" }).locator("img").nth(1).waitFor();
      await composer(one).fill("Le **pont** est posé");
      await browser.audit(one, "rooms-attached");
      await one.getByRole("button", { name: "Retirer capture.png" }).click();
      await chosen.waitFor();
      await one.keyboard.press("Escape");
      await one.getByText("2 fichiers retirés.").waitFor();
      must((await chosen.count()) === 0, "the files are still there");
      must((await composer(one).inputValue()) === "Le **pont** est posé", "the words went with the files");
      await one.getByRole("button", { name: "Annuler", exact: true }).click();
      await chosen.waitFor();
      await composer(one).press("Enter");
      await message(two, "pont.png").or(message(two, "est posé")).locator("strong", { hasText: "pont" }).waitFor();
      const shown = two.getByRole("button", { name: "Agrandir l’image pont.png" });
      await shown.locator("img").waitFor();
      const box = await shown.boundingBox();
      must(
        Math.abs(box.width / box.height - 1.5) < 0.02,
        `the picture has not its proportions: ${box.width}×${box.height}`,
      );
      await shown.click();
      const viewer = two.getByRole("dialog");
      await viewer.locator("img").waitFor();
      await browser.audit(two, "rooms-picture");
      await two.keyboard.press("Escape");
      await viewer.waitFor({ state: "hidden" });
      const room = two.url();
      await shown.click();
      await viewer.locator("img").waitFor();
      await two.goBack();
      await viewer.waitFor({ state: "hidden" });
      must(two.url() === room, "the way back out of the picture leads out of the room");
      const [file] = await Promise.all([
        two.waitForEvent("download"),
        two.getByRole("button", { name: /Télécharger.*compte rendu\.txt/s }).click(),
      ]);
      must(file.suggestedFilename() === "compte rendu.txt", `the file is called ${file.suggestedFilename()}`);
      await browser.audit(two, "rooms-files");
      await done(one, two);
    },
  },
];
