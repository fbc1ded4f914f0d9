import { done, must, until } from "../browser.mjs";
import { arrive, ask, makeRoom, newPerson, say } from "../people.mjs";
import { composer, createRoom, last, message, openRoom, paste, picture, rail, send } from "../rooms.mjs";

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

export const journeys = [
  {
    name: "two people meet in a room and talk",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const [one, two] = [await browser.window(), await browser.window()];
      await arrive(one, camille, "/rooms");
      await arrive(two, lou, "/rooms");
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
      await send(one, "La place est libre le 20");
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

      await message(two, "libre le 20").hover();
      await message(two, "libre le 20").getByRole("button", { name: "Réagir" }).click();
      await two.getByRole("button", { name: "👍", exact: true }).waitFor();
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
      await two.keyboard.type("pouce vers le");
      await two.getByRole("gridcell", { name: "pouce vers le bas" }).waitFor();
      await two.keyboard.press("ArrowRight");
      await two.locator("[role=gridcell][aria-selected=true]").filter({ hasText: "👎" }).waitFor();
      await two.keyboard.press("ArrowLeft");
      await two.locator("[role=gridcell][aria-selected=true]").filter({ hasText: "👍" }).waitFor();
      await two.keyboard.press("Enter");
      await message(one, "libre le 20")
        .getByRole("button", { name: /^👍, 1 personne/ })
        .click();
      await message(two, "libre le 20")
        .getByRole("button", { name: /^👍, 2 personnes/ })
        .waitFor();

      await one.getByRole("button", { name: "Émojis" }).click();
      await one.getByRole("gridcell").nth(20).waitFor();
      await until(
        () => one.getByRole("searchbox").evaluate((field) => field === document.activeElement),
        "the field of the signs has not the focus at their first opening",
      );
      await browser.audit(one, "rooms-emoji");
      await one.keyboard.press("Escape");
      await one.getByRole("dialog").waitFor({ state: "hidden" });
      await composer(one).pressSequentially("Merci @lo");
      await one.getByRole("option", { name: /Lou Martel/ }).waitFor();
      await browser.audit(one, "rooms-mention");
      await composer(one).press("Enter");
      await composer(one).pressSequentially("et à demain");
      await composer(one).press("Enter");
      const named = message(two, "à demain");
      await named.waitFor();
      must((await named.getAttribute("data-about-me")) === "true", "a mention of me does not stand out");

      await composer(one).press("ArrowUp");
      await composer(one).fill("Merci et à demain soir");
      await composer(one).press("Enter");
      await message(two, "demain soir").getByText("(modifié)").waitFor();
      await message(one, "demain soir").getByText("(modifié)").waitFor();
      const id = encodeURIComponent(await message(two, "demain soir").getAttribute("data-message"));
      const edits = async () => {
        const room = new URL(two.url()).pathname.split("/")[2];
        const path = `/_matrix/client/v1/rooms/${room}/relations/${id}/m.replace`;
        return (await ask(url, lou, "GET", path)).chunk.length;
      };
      must((await edits()) === 1, "the edit is not there");

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
      for (const tool of ["Poser une question", "Enregistrer un message vocal", "Émojis"]) {
        await two.getByRole("button", { name: tool }).click();
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

      await two.setViewportSize({ width: 360, height: 740 });
      await two.goto("/rooms");
      await two.getByRole("link", { name: /Bibliothèque/ }).click();
      const heading = two.getByRole("heading", { level: 1, name: "Bibliothèque" });
      await heading.waitFor();
      await until(
        () => heading.evaluate((h) => h === document.activeElement),
        "on a phone the heading has not the focus",
      );
      for (const size of [150, 200]) {
        const out = await two.evaluate(outside, size);
        await two.screenshot({ path: `target/pictures/rooms-letters-${size}.png` });
        must(out.length === 0, `in letters of ${size} %: ${out.join(", ")}`);
      }
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
  {
    name: "what is written offline goes out once, in order, and a draft survives",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Astreinte");
      await send(one, "Avant la coupure");
      await message(two, "Avant la coupure").waitFor();
      await one.context().setOffline(true);
      await one.getByText("Pas de réseau.").waitFor();
      for (let i = 1; i <= 5; i++) await send(one, `Hors ligne ${i}`);
      await message(one, "Sera envoyé au retour du réseau").first().waitFor();
      await one.getByText("5 messages seront envoyés").waitFor();
      await browser.audit(one, "rooms-offline");
      await composer(one).fill("Un brouillon qui reste");
      await one.context().setOffline(false);
      await message(two, "Hors ligne 5").waitFor({ timeout: 30_000 });
      const texts = await two.locator("[data-message]").allInnerTexts();
      const order = texts.flatMap((t) => /Hors ligne \d/.exec(t)?.[0] ?? []);
      must(order.join() === [1, 2, 3, 4, 5].map((n) => `Hors ligne ${n}`).join(), `they came as: ${order.join()}`);
      await one.getByText("Sera envoyé au retour du réseau").first().waitFor({ state: "hidden" });
      await one.reload();
      await composer(one).waitFor();
      must((await composer(one).inputValue()) === "Un brouillon qui reste", "the draft is lost");
      await message(one, "Hors ligne 5").waitFor();
      must((await one.locator("[data-message]", { hasText: "Hors ligne 3" }).count()) === 1, "a message is doubled");

      // A page closed while offline: what waited leaves at the next start.
      await one.context().setOffline(true);
      await one.getByText("Pas de réseau.").waitFor();
      await send(one, "Écrit avant de fermer");
      await message(one, "Sera envoyé au retour du réseau").waitFor();
      await one.context().setOffline(false);
      await one.reload();
      await message(two, "Écrit avant de fermer").waitFor({ timeout: 30_000 });
      // What is written later leaves later: a second time would have come before it.
      await send(one, "Écrit après");
      await message(two, "Écrit après").waitFor();
      must((await two.locator("[data-message]", { hasText: "Écrit avant de fermer" }).count()) === 1, "it came twice");
      await done(one, two);
    },
  },
  {
    name: "unread rooms come first, with a line where the new begins",
    async run({ browser, url }) {
      const { one, two, id, camille } = await openRoom(browser, url, "Marché");
      for (let i = 1; i <= 3; i++) await send(one, `Lu ${i}`);
      await message(two, "Lu 3").waitFor();
      await one.getByText("Lu par").waitFor();
      await two.goto("/rooms/new");
      await two.getByRole("heading", { name: "Créer un salon" }).waitFor();
      for (let i = 1; i <= 60; i++) await say(url, camille, id, `Nouvelle ${i}`);
      await two.getByRole("link", { name: /Marché/ }).waitFor();
      await two.getByRole("heading", { name: "Non lus" }).waitFor();
      await two.getByRole("link", { name: /Marché/ }).click();
      await two.getByRole("separator", { name: "Nouveaux messages" }).waitFor();
      await message(two, /^.*Nouvelle 1$/s).waitFor();
      await browser.audit(two, "rooms-unread");
      await two.getByRole("button", { name: "Derniers messages" }).click();
      await message(two, "Nouvelle 60").waitFor();
      await two.getByRole("heading", { name: "Non lus" }).waitFor({ state: "hidden" });
      must((await two.locator("[data-message]").count()) < 60, "the list of messages is not virtual");
      await two.goto(`/rooms/${encodeURIComponent(id)}`);
      await last(two, "Nouvelle 60").waitFor();
      const first = await ask(
        url,
        camille,
        "GET",
        `/_matrix/client/v3/rooms/${encodeURIComponent(id)}/messages?dir=b&limit=58`,
      );
      await two.goto(`/rooms/${encodeURIComponent(id)}/event/${encodeURIComponent(first.chunk.at(-1).event_id)}`);
      await two.locator("[data-shown]").waitFor();
      await browser.audit(two, "rooms-event");
      await done(one, two);
    },
  },
  {
    name: "members, roles and the settings of a room",
    async run({ browser, url }) {
      const { one, two, lou } = await openRoom(browser, url, "Conseil");
      await one.getByRole("button", { name: "Visible par 2 personnes" }).click();
      const panel = one.getByRole("region", { name: "Détail" });
      await panel.getByText("On entre sur invitation seulement.").waitFor();
      await browser.audit(one, "rooms-members");

      // The invitation, and what closes when.
      const dialog = one.getByRole("dialog", { name: "Inviter" });
      await panel.getByRole("button", { name: "Inviter" }).click();
      await one.keyboard.type(lou.id);
      await dialog.getByText("y sont déjà").waitFor();
      await dialog.getByRole("textbox").fill("@odile:ailleurs.example");
      await dialog.getByText("est inconnu ici").waitFor();
      await dialog.getByRole("textbox").fill((await newPerson(url, "Odile Petit")).id);
      await dialog.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").click();
      await dialog.getByRole("button", { name: "Inviter 1 personne" }).waitFor();
      await browser.audit(one, "rooms-invite");
      await one.emulateMedia({ reducedMotion: "reduce" });
      await one.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await panel.getByRole("button", { name: "Actions sur Lou Martel" }).click();
      await one.getByRole("menuitem", { name: "Retirer du salon" }).waitFor();
      await browser.audit(one, "rooms-member-menu");
      await one.emulateMedia({ reducedMotion: "reduce" });
      await one.keyboard.press("Escape");
      await one.getByRole("menu").waitFor({ state: "hidden" });
      await panel.getByRole("button", { name: "Actions sur Lou Martel" }).click();
      await one.getByRole("menuitem", { name: "Retirer du salon" }).click();
      await one.getByRole("dialog", { name: "Retirer du salon" }).waitFor();
      await browser.audit(one, "rooms-member-out");
      await one.getByRole("dialog").getByRole("button", { name: "Annuler" }).click();

      await panel.getByRole("button", { name: /Changer le rôle de Lou Martel/ }).click();
      await one.getByRole("menuitem", { name: "Modération" }).waitFor();
      await browser.audit(one, "rooms-role-menu");
      await one.getByRole("menuitem", { name: "Modération" }).click();
      await panel.getByRole("button", { name: /Lou Martel, actuellement Modération/ }).waitFor();
      await one.getByRole("link", { name: "À propos du salon" }).click();
      await panel.getByLabel("Nom du salon").fill("Conseil de juin");
      await panel.getByLabel("Sujet").fill("Ce que le conseil de quartier décide, et qui s’en charge ensuite");
      await panel.getByLabel("Nom du salon").press("Enter");
      const named = two.getByRole("heading", { level: 1, name: "Conseil de juin" });
      await named.waitFor();
      // The topic gives way before the name does.
      await two.getByRole("link", { name: "À propos du salon" }).click();
      await two.setViewportSize({ width: 1280, height: 800 });
      await two.getByText("Ce que le conseil de quartier décide").first().waitFor({ state: "attached" });
      const cut = (h) => {
        const words = document.createRange();
        words.selectNodeContents(h);
        return words.getBoundingClientRect().width > h.getBoundingClientRect().width;
      };
      must(!(await named.evaluate(cut)), "the name is cut while there is room");
      await two.screenshot({ path: "target/pictures/room-1280.png" });
      await two.setViewportSize({ width: 1440, height: 900 });
      await browser.audit(one, "rooms-about");
      await one.getByRole("button", { name: "Ajouter aux favoris" }).click();
      await one.getByRole("heading", { name: "Favoris" }).waitFor();
      await two.getByRole("link", { name: "À propos du salon" }).click();
      await browser.audit(two, "rooms-about-read");
      await two.getByRole("button", { name: "Quitter le salon" }).click();
      await two.getByRole("dialog", { name: "Quitter le salon" }).waitFor();
      await browser.audit(two, "rooms-leave");
      await two.getByRole("button", { name: "Quitter", exact: true }).click();
      await two.getByRole("link", { name: /Conseil de juin/ }).waitFor({ state: "hidden" });
      // The way back, and any link, says that one left; on another device, too.
      await two.goBack();
      await two.getByText("Vous avez quitté ce salon.").waitFor();
      await two.getByRole("heading", { level: 1, name: "Conseil de juin" }).waitFor();
      await two.reload();
      await two.getByText("Vous avez quitté ce salon.").waitFor();
      await two.getByRole("link", { name: "Revenir aux messages" }).click();

      // What one does to others is seen at once: an invitation, and that somebody was taken out.
      await one.getByRole("button", { name: "Visible par 1 personne" }).click();
      await panel.getByRole("button", { name: "Inviter" }).click();
      await dialog.getByRole("textbox").fill(lou.id);
      await dialog.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
      await dialog.getByRole("button", { name: "Inviter 1 personne" }).click();
      await panel.getByRole("heading", { name: "Invitations en attente" }).waitFor();
      await two.getByRole("link", { name: /Conseil de juin/ }).click();
      await two.getByRole("button", { name: "Accepter" }).click();
      await panel.getByRole("heading", { name: "Invitations en attente" }).waitFor({ state: "hidden" });
      await panel.getByRole("button", { name: "Actions sur Lou Martel" }).click();
      await one.getByRole("menuitem", { name: "Retirer du salon" }).click();
      await one.getByRole("dialog").getByRole("button", { name: "Retirer", exact: true }).click();
      await panel.getByRole("button", { name: "Actions sur Lou Martel" }).waitFor({ state: "hidden" });
      await done(one, two);
    },
  },
  {
    name: "a room is made by its form",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const page = await browser.window();
      await arrive(page, camille, "/rooms/new");
      await page.getByRole("button", { name: "Créer le salon" }).click();
      await page.getByText("Donnez un nom au salon").waitFor();
      must(
        await page.getByLabel("Nom du salon").evaluate((field) => field === document.activeElement),
        "the field that is refused has not the focus",
      );
      await page.getByLabel("Inviter").fill("ca");
      await page.getByText("au moins trois lettres").waitFor();
      await page.getByLabel("Inviter").fill(lou.id);
      await page.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
      await page.getByRole("button", { name: /^Retirer lou/i }).waitFor();
      await browser.audit(page, "rooms-new");
      await page.getByLabel("Nom du salon").fill("Marché de Noël");
      await page.getByRole("button", { name: "Créer le salon" }).click();
      await page.getByRole("heading", { level: 1, name: "Marché de Noël" }).waitFor();
      await done(page);
    },
  },
  {
    name: "a direct conversation, and an open room that is found",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const [one, two] = [await browser.window(), await browser.window()];
      await arrive(one, camille, "/rooms");
      await arrive(two, lou, "/rooms");
      await one.getByRole("button", { name: "Commencer une conversation" }).click();
      await one.getByRole("menuitem", { name: "Écrire à quelqu’un" }).waitFor();
      await browser.audit(one, "rooms-start");
      await one.getByRole("menuitem", { name: "Écrire à quelqu’un" }).click();
      const absent = lou.id.replace(/^@[^:]+/, "@personne");
      await one.getByLabel("À qui voulez-vous écrire").fill(absent);
      await one.getByText(`Personne n’a l’identifiant ${absent}.`).waitFor();
      await one.getByLabel("À qui voulez-vous écrire").fill(lou.id);
      await one.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().waitFor();
      await browser.audit(one, "rooms-direct");
      await one.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
      await send(one, "Vous avez une minute ?");
      await two.getByRole("link", { name: /Camille Roche/ }).click();
      await two.getByRole("heading", { name: "Camille Roche veut vous écrire" }).waitFor();
      await two.getByRole("button", { name: "Accepter" }).click();
      await message(two, "une minute").waitFor();
      await two.getByRole("heading", { name: "Messages directs" }).waitFor();
      await two.getByRole("link", { name: "À propos de la conversation" }).click();
      await two.getByRole("button", { name: "Quitter la conversation" }).waitFor();
      must((await two.getByLabel("Nom du salon").count()) === 0, "a direct conversation asks for a name");
      await browser.audit(two, "rooms-direct-about");

      // Whoever is not in the list of conversations yet is found from everywhere.
      const stranger = `Anne Lefèvre${Date.now()}`;
      await newPerson(url, stranger);
      await one.keyboard.press("Control+k");
      await one.getByRole("combobox", { name: "Aller, trouver, faire" }).fill(stranger.toLowerCase());
      await one.getByRole("option", { name: stranger }).filter({ hasNotText: "Chercher" }).click();
      await one.getByRole("heading", { level: 1, name: stranger }).waitFor();

      const name = `Réseau des jardins ${Date.now()}`;
      await createRoom(one, name, { open: true });
      await one.getByRole("button", { name: "1 membre, ouvert à toutes et tous" }).waitFor();
      await two.goto("/rooms/directory");
      await two.getByLabel("Chercher parmi les salons ouverts").fill(name.replace("Réseau", "reseau"));
      await two.getByRole("button", { name: `Rejoindre ${name}` }).waitFor();
      await browser.audit(two, "rooms-directory");
      await two.getByRole("button", { name: `Rejoindre ${name}` }).click();
      await composer(two).waitFor();
      await rail(two).waitFor();
      await done(one, two);
    },
  },
  {
    name: "one tab at a time holds the conversation, and hostile words stay words",
    async run({ browser, url }) {
      const { one, two, id } = await openRoom(browser, url, "Deux onglets");
      const tab = await two.context().newPage();
      await tab.goto(`/rooms/${encodeURIComponent(id)}`);
      await tab.getByRole("heading", { name: "Parvis est ouvert dans un autre onglet" }).waitFor();
      await browser.audit(tab, "rooms-elsewhere");
      await tab.getByRole("button", { name: "Continuer ici" }).click();
      await composer(tab).waitFor();
      await two.getByRole("heading", { name: "Parvis est ouvert dans un autre onglet" }).waitFor();
      await tab.close();
      await composer(two).waitFor();

      await two.evaluate(async (room) => {
        const { accessToken } = JSON.parse(localStorage.getItem("parvis.account"));
        const html =
          "<mx-reply>caché</mx-reply><img src=x onerror='document.title=1'><script>document.title=1</script>" +
          "<a href='javascript:document.title=1'>lien</a><p style='position:fixed'>du <b>texte</b></p>";
        const content = { msgtype: "m.text", body: "x", format: "org.matrix.custom.html", formatted_body: html };
        await fetch(`/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/html`, {
          method: "PUT",
          headers: { Authorization: `Bearer ${accessToken}` },
          body: JSON.stringify(content),
        });
      }, id);
      const row = message(one, "du texte");
      await row.waitFor();
      must(
        (await row.locator("img, script, [style*=fixed], a[href^=javascript]").count()) === 0,
        "hostile HTML came in",
      );
      must(!(await row.textContent()).includes("caché"), "the old form of a reply is shown");
      must((await one.title()).startsWith("Deux onglets"), "a script ran");
      // Chromium names the handler already when the text is read in a document that can run nothing.
      for (const page of [one, two]) page.expected = /inline event handler/;
      await done(one, two);
    },
  },
];
