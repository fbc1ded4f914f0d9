import { done, must } from "../browser.mjs";
import { ask, say, visit } from "../people.mjs";
import { composer, last, message, openRoom, send } from "../rooms.mjs";

export const journeys = [
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
      await message(one, "Lu 3").getByText("Lu par").waitFor();
      await visit(two, "/rooms/new");
      await two.getByRole("heading", { name: "Créer un salon" }).waitFor();
      for (let i = 1; i <= 60; i++) await say(url, camille, id, `Nouvelle ${i}`);
      await two.getByRole("link", { name: /Marché.*60/s }).waitFor();
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
      const styled = await one.evaluate(() => {
        const style = document.createElement("style");
        style.textContent = "h1 { opacity: 0.5 }";
        document.head.append(style);
        return getComputedStyle(document.querySelector("h1")).opacity;
      });
      must(styled === "1", "a style that was written into the page holds");
      // Chromium names the handler already when the text is read in a document that can run nothing.
      for (const page of [one, two]) page.expected = /inline (event handler|style)/;
      await done(one, two);
    },
  },
];
