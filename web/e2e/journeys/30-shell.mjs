import { done, must } from "../browser.mjs";
import { arrive, makeRoom, newPerson, say } from "../people.mjs";
import { startProxy } from "../proxy.mjs";
import { composer, message, putAway } from "../rooms.mjs";

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
      await page.getByRole("option", { name: "Chercher « zzzz » dans mes messages" }).waitFor();
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
    name: "who looks at a page finds the link that leads nowhere and the button that does nothing",
    async run({ browser }) {
      const page = await browser.window();
      await page.goto("/help");
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.evaluate(() => {
        const broken =
          '<a href="/rooms/nowhere/at/all">un lien</a><a href="#">rien</a><button>un bouton</button><a href="#no">là</a>';
        document.querySelector("main").insertAdjacentHTML("beforeend", broken);
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
      ])
        must(fault.test(found), `${fault} is not among what is found: ${found}`);
      await page.context().close();
    },
  },
  {
    name: "F6 goes from column to column",
    async run({ browser, url }) {
      const someone = await newPerson(url, "Dominique");
      const page = await browser.window();
      await arrive(page, someone, "/settings/profile");
      await page.getByRole("heading", { level: 1, name: "Profil" }).waitFor();
      const where = () => page.evaluate(() => document.activeElement.closest("nav, aside, main")?.tagName);
      const seen = [];
      for (let i = 0; i < 3; i++) {
        await page.keyboard.press("F6");
        seen.push(await where());
      }
      must(
        ["NAV", "ASIDE", "MAIN"].every((column) => seen.includes(column)),
        `columns seen: ${seen}`,
      );
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
      await putAway(page);
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
