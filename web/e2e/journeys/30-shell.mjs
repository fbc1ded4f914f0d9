import { done, must, until } from "../browser.mjs";
import { look } from "../look.mjs";
import { arrive, ask, makeRoom, newPerson, say } from "../people.mjs";
import { startProxy } from "../proxy.mjs";
import { composer, message, send } from "../rooms.mjs";

/** In the page: true when what it keeps of conversations holds these words. */
const kept = ([user, words]) =>
  new Promise((answer) => {
    const asked = indexedDB.open(`matrix-js-sdk:parvis-${user}`);
    asked.onsuccess = () => {
      const all = asked.result.transaction("sync").objectStore("sync").getAll();
      all.onsuccess = () => {
        asked.result.close();
        answer(JSON.stringify(all.result).includes(words));
      };
    };
  });

export const journeys = [
  {
    name: "the palette goes, finds and does by keyboard alone",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const page = await browser.window();
      await arrive(page, someone, "/settings/profile");
      await page.getByRole("heading", { level: 1, name: "Profil" }).waitFor();
      await page.keyboard.press("Control+k");
      const field = page.getByRole("combobox", { name: "Aller, trouver, faire" });
      await field.waitFor();
      await browser.audit(page, "palette");
      await field.fill("appar clav");
      await page.getByRole("option", { name: /Apparence et clavier/ }).waitFor();
      await browser.audit(page, "palette-found");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Apparence et clavier" }).waitFor();
      await page.keyboard.press("Control+k");
      await field.fill("sombre");
      await page.keyboard.press("Enter");
      await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
      await page.keyboard.press("Control+k");
      await field.fill("zzzz");
      await page.getByRole("option", { name: "Tout voir pour « zzzz »" }).waitFor();
      await field.fill("z");
      await page.getByText("Rien ne correspond").waitFor();
      await page.keyboard.press("Escape");
      await field.waitFor({ state: "hidden" });
      await done(page);
    },
  },
  {
    name: "the list of shortcuts opens by its key, and letters can be switched off",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const page = await browser.window();
      await arrive(page, someone, "/settings/look");
      await page.getByRole("heading", { level: 1, name: "Apparence et clavier" }).waitFor();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor();
      await browser.audit(page, "keys");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.getByRole("switch", { name: "Raccourcis d’une seule lettre" }).press("Space");
      await page.keyboard.press("?");
      // Keys are heard in their order: what this one opens, the letter before it would have opened too.
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Aller, trouver, faire" }).waitFor();
      must((await page.getByRole("dialog", { name: "Raccourcis clavier" }).count()) === 0, "a letter still acts");
      await done(page);
    },
  },
  {
    name: "who looks at a page finds the link that leads nowhere, the button that does nothing and the pale text",
    async run({ browser }) {
      const page = await browser.window();
      await page.goto("/help");
      await page.getByRole("heading", { level: 1 }).waitFor();
      await browser.audit(page, "whole", { desk: true });
      await page.evaluate(() => {
        const broken =
          '<a href="/rooms/nowhere/at/all">un lien</a><a href="#">rien</a><button>un bouton</button><a href="#no">là</a>';
        const narrow =
          '<p>un paragraphe coupé</p><select aria-label="Choix"><option>Toutes les années</option></select>';
        document.querySelector("main").insertAdjacentHTML("beforeend", narrow + broken);
        const [words, choice] = document.querySelectorAll("main > p:has(+ select), main > select");
        Object.assign(words.style, { width: "60px", overflow: "hidden", whiteSpace: "nowrap" });
        choice.style.width = "60px";
        document.querySelector("main").lastElementChild.style.color = "#bbbbbb";
      });
      const found = await browser.audit(page, "broken", { desk: true }).then(
        () => "nothing",
        (fault) => fault.message,
      );
      for (const fault of [
        /\/rooms\/nowhere\/at\/all leads nowhere/,
        /"rien" leads nowhere/,
        /"là" leads/,
        /"un bouton" does/,
        /1440 light: color-contrast at/,
        /cuts "un paragraphe coupé"/,
        /cuts the choice "Toutes les années"/,
      ])
        must(fault.test(found), `${fault} is not among what is found: ${found}`);
      await page.context().close();
    },
  },
  {
    name: "each key that the help names does what it says",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const rooms = [];
      for (const name of ["Atelier", "Bureau", "Cantine"])
        rooms.push(await makeRoom(url, camille, { name, preset: "public_chat" }));
      await ask(url, lou, "POST", `/_matrix/client/v3/join/${encodeURIComponent(rooms[2])}`, {});
      await say(url, lou, rooms[2], "Le menu est prêt");
      const page = await browser.window();
      await arrive(page, camille, `/rooms/${encodeURIComponent(rooms[0])}`);
      const reaches = async (keys, heading) => {
        for (const key of keys.split(" ")) await page.keyboard.press(key);
        await page.getByRole("heading", { level: 1, name: heading }).waitFor();
      };
      await reaches("Escape", "Atelier");
      await composer(page).waitFor();
      await reaches("Alt+ArrowDown", "Bureau");
      await reaches("Alt+ArrowUp", "Atelier");
      await reaches("Alt+Shift+ArrowDown", "Cantine");
      await composer(page).fill("mot");
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Control+b");
      await until(async () => (await composer(page).inputValue()) === "**mot**", "Ctrl B makes nothing bold");
      await composer(page).fill("");

      // A room that was read moves in the list.
      await page.getByRole("heading", { name: "Non lus" }).waitFor({ state: "hidden" });
      const where = () => page.evaluate(() => document.activeElement.closest("nav, aside, main")?.tagName);
      const columns = async (key) => {
        const seen = [];
        for (let i = 0; i < 3; i++) {
          const before = await where();
          await page.keyboard.press(key);
          await until(async () => (await where()) !== before, `${key} leads nowhere from ${before}`);
          seen.push(await where());
        }
        return seen.join();
      };
      const on = await columns("F6");
      must(on === "NAV,ASIDE,MAIN", `F6 leads to ${on}`);
      const back = await columns("Shift+F6");
      must(back === "ASIDE,NAV,MAIN", `Shift F6 leads to ${back}`);

      // A list is one tab stop; and a panel that a key opens has the focus, until Escape.
      await page.keyboard.press("Shift+F6");
      const line = (name) => page.getByRole("complementary").getByRole("link", { name });
      const focused = (what, place) =>
        until(() => place.evaluate((e) => e === document.activeElement), `the focus is not on ${what}`);
      await focused("the room of now", line(/Cantine/));
      await page.keyboard.press("ArrowDown");
      await focused("the next line", line(/Atelier/));
      must((await page.locator("aside li > a[tabindex='0']").count()) === 1, "the list has several tab stops");
      const door = page.getByRole("link", { name: "À propos du salon" });
      await door.focus();
      await page.keyboard.press("Enter");
      await focused("the panel", page.getByRole("region", { name: "Détail" }).getByRole("heading", { level: 2 }));
      await page.keyboard.press("Escape");
      await focused("what opened the panel", door);

      await page.keyboard.press("/");
      await page.getByRole("combobox", { name: "Aller, trouver, faire" }).waitFor();
      await page.keyboard.press("Escape");
      await focused("what it was on before the palette", door);
      await reaches("g m", "Messages");
      await reaches("n", "Écrire à quelqu’un");
      await done(page);
    },
  },
  {
    name: "between a phone and a desk no page is wider than its window",
    async run({ browser, url }) {
      const camille = await newPerson(url, "Camille Roche");
      const room = await makeRoom(url, camille, { name: "Cellule de crise des crues de la Saône et de ses affluents" });
      const { event_id: root } = await say(url, camille, room, `Compte rendu : ${"très_long".repeat(30)}`);
      const at = `/rooms/${encodeURIComponent(room)}`;
      const page = await browser.window();
      await arrive(page, camille, at);
      await message(page, "Compte rendu").waitFor();
      const pages = [
        "/rooms",
        at,
        `${at}/thread/${encodeURIComponent(root)}`,
        `${at}/members`,
        "/settings/look",
        "/search",
      ];
      for (const address of pages) {
        await page.evaluate((to) => history.pushState(null, "", to), address);
        await page.locator("h1:visible").first().waitFor();
        for (const width of [480, 768, 1024, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const { faults } = await page.evaluate(look);
          must(faults.length === 0, `${address} at ${width} px: ${faults.join(", ")}`);
        }
      }
      await done(page);
    },
  },
  {
    name: "a phone has tabs, a list of sections and a way back",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const page = await browser.window({ width: 360, height: 740 });
      await arrive(page, someone, "/settings");
      await page.getByRole("link", { name: "Langue" }).click();
      await page.getByRole("heading", { level: 1, name: "Langue" }).waitFor();
      await page.getByRole("link", { name: "Retour" }).click();
      await page.getByRole("link", { name: "Profil" }).waitFor();
      await browser.audit(page, "settings", { phone: true });
      await done(page);
    },
  },
  {
    name: "without a network a band says so, and it goes when the network is back",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const page = await browser.window();
      await arrive(page, someone, "/settings/profile");
      await page.getByRole("heading", { level: 1, name: "Profil" }).waitFor();
      page.expected = /^console: .*(fetch|sync)/;
      await page.context().setOffline(true);
      await page.getByText("Pas de réseau.").waitFor();
      await page.context().setOffline(false);
      await page.getByText("Pas de réseau.").waitFor({ state: "hidden" });
      await done(page);
    },
  },
  {
    name: "Parvis starts without a network once it has been opened",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const room = await makeRoom(url, someone, { name: "Permanence" });
      const { event_id: root } = await say(url, someone, room, "Le registre est ouvert");
      const answer = { msgtype: "m.text", body: "Oui", "m.relates_to": { rel_type: "m.thread", event_id: root } };
      await say(url, someone, room, answer);
      const page = await browser.window({ worker: true });
      await arrive(page, someone, `/rooms/${encodeURIComponent(room)}`);
      await message(page, "Le registre est ouvert").waitFor();
      // What was seen as sent is kept a moment later, whatever becomes of the page then.
      await send(page, "Je tiens le registre");
      await page.locator('[data-message^="$"]', { hasText: "Je tiens le registre" }).waitFor();
      await until(() => page.evaluate(kept, [someone.id, "Je tiens le registre"]), "what was sent is not kept");
      await page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.active.state));
      await page.reload();
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      page.expected = /^console: .*(fetch|sync)/;
      await page.context().setOffline(true);
      await page.goto("/settings/look");
      await page.getByRole("heading", { level: 1, name: "Apparence et clavier" }).waitFor();
      await page.getByRole("button", { name: "Mon compte, Dominique" }).waitFor();
      // What is known of conversations is there, and what nobody asked for fails without a word.
      await page.goto(`/rooms/${encodeURIComponent(room)}`);
      await message(page, "Le registre est ouvert").waitFor();
      await message(page, "Je tiens le registre").waitFor();
      await page.getByText("Pas de réseau.").waitFor();
      await page.context().setOffline(false);
      await page.getByText("Pas de réseau.").waitFor({ state: "hidden" });
      await say(url, someone, room, { ...answer, body: "Encore" });
      await page.getByRole("link", { name: /2 réponses/ }).waitFor();
      await done(page);
    },
  },
  {
    name: "a newer Parvis is offered, never forced, and taking it keeps what is being written",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const room = await makeRoom(url, someone, { name: "Permanence" });
      const proxy = await startProxy(url);
      try {
        const page = await browser.window({ worker: true, url: proxy.url });
        await arrive(page, someone, `/rooms/${encodeURIComponent(room)}`);
        await composer(page).fill("Une phrase à moitié");
        await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
        const offer = page.getByRole("complementary", { name: "Mise à jour" });
        must((await offer.count()) === 0, "what is there already is offered");
        const find = async (name) => {
          await page.evaluate(() => {
            window.samePage = true;
          });
          proxy.renew(name);
          await page.evaluate(() => navigator.serviceWorker.ready.then((known) => known.update()));
          await offer.waitFor();
        };
        const take = async (name) => {
          await Promise.all([page.waitForEvent("load"), offer.getByRole("button", { name: "Mettre à jour" }).click()]);
          await composer(page).waitFor();
          must((await composer(page).inputValue()) === "Une phrase à moitié", "what was being written is lost");
          must(!(await page.evaluate(() => window.samePage)), "the page is still the older one");
          await page.waitForFunction(async (version) => {
            const names = await caches.keys();
            return names.length === 1 && names[0].startsWith(`parvis-${version}-`);
          }, name);
          must((await offer.count()) === 0, "what was taken is offered again");
        };

        // A newer one is found, as it is every hour, and waits to be taken.
        await find("newer");
        await browser.audit(page, "update");
        must(await page.evaluate(() => window.samePage), "the page was loaded anew unasked");
        must(
          await page.evaluate(() => navigator.serviceWorker.ready.then((known) => known.waiting !== null)),
          "the newer one took over unasked",
        );
        await take("newer");

        // A worker that is busy without end holds up nobody.
        await find("newest");
        await page.evaluate(() => void fetch("/assets/never"));
        await take("newest");
        await done(page);
      } finally {
        proxy.stop();
      }
    },
  },
  {
    name: "it can be installed",
    async run({ url }) {
      const manifest = await (await fetch(`${url}/manifest.webmanifest`)).json();
      must(
        manifest.start_url === "/" && manifest.display === "standalone",
        "the manifest is not that of an application",
      );
      for (const icon of manifest.icons) must((await fetch(url + icon.src)).status === 200, `no icon at ${icon.src}`);
    },
  },
];
