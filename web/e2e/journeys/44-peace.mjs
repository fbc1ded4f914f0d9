import { done, must, until } from "../browser.mjs";
import { arrive, ask, makeRoom, newPerson, password, say, visit } from "../people.mjs";
import { composer, last, message, openRoom, send } from "../rooms.mjs";

const panel = (page) => page.getByRole("region", { name: "Détail" });

/** The service worker of a window, as the browser's own tools hold it. */
async function workerOf(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const tools = await page.context().newCDPSession(page);
  const registered = new Promise((resolve) =>
    tools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    }),
  );
  await tools.send("ServiceWorker.enable");
  const registrationId = await registered;
  const origin = new URL(page.url()).origin;
  return {
    worker: page.context().serviceWorkers()[0],
    tell: (told) =>
      tools.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: JSON.stringify(told) }),
  };
}

const shownIn = (page) =>
  page.evaluate(async () => {
    const known = await navigator.serviceWorker.getRegistration();
    return (await known.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });

/** Takes away whatever is shown. */
async function closes(page) {
  await page.evaluate(async () => {
    const known = await navigator.serviceWorker.getRegistration();
    for (const shown of await known.getNotifications()) shown.close();
  });
  await until(async () => (await shownIn(page)).length === 0, "what was closed is shown still");
}

/**
 * The browser has a push service behind it: what the server writes to it is sent there, opened with the keys of this
 * browser, and handed to its service worker.
 */
async function isWrittenTo(page, url, push, { someone, room, tell }) {
  const lou = await newPerson(url, "Lou Martel");
  await ask(url, someone, "POST", `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/invite`, { user_id: lou.id });
  await ask(url, lou, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
  await push.subscribes(page);
  await page.getByRole("radio", { name: /Avec les noms/ }).click();
  // Whatever hour it is.
  await page.getByRole("switch", { name: /^Silence de 20 h/ }).click({ force: true });
  await page.getByRole("switch", { name: /^Silence de 20 h/, checked: false }).waitFor();
  await page.getByRole("button", { name: "Envoyer une notification d’essai" }).click();
  await page.getByText("La notification d’essai est partie.").waitFor();
  await tell(await push.next());
  await until(async () => (await shownIn(page)).length === 1, "the trial is not shown");
  await closes(page);
  const notice = { msgtype: "m.text", body: "Le secret de la mairie", "m.mentions": { user_ids: [someone.id] } };
  await say(url, lou, room, notice);
  const letter = await push.next();
  must(!JSON.stringify(letter).includes("secret"), `the letter quotes what was said: ${JSON.stringify(letter)}`);
  await tell(letter);
  await until(async () => (await shownIn(page))[0]?.tag === room, "what was said is not told");
  const [shown] = await shownIn(page);
  must(shown.title === "Astreinte" && shown.body.startsWith("Lou Martel"), `this is shown: ${JSON.stringify(shown)}`);
  await page.getByRole("radio", { name: /Aucune/ }).click();
  await page.getByRole("button", { name: "Envoyer une notification d’essai" }).waitFor({ state: "hidden" });
  const { pushers } = await ask(url, someone, "GET", "/_matrix/client/v3/pushers");
  must(pushers.length === 0, "who wants nothing more is written to still");
  await closes(page);
}

export const journeys = [
  {
    name: "a notification says that something waits, opens the room, and goes when it is read",
    async run({ browser, url, push }) {
      const someone = await newPerson(url, "Camille");
      const room = await makeRoom(url, someone, { name: "Astreinte" });
      const page = await browser.window({ worker: true, full: true });
      await page.context().grantPermissions(["notifications"], { origin: new URL(url).origin });
      await arrive(page, someone, "/settings/notifications");
      page.expected = /^console: .*Push API/;
      const { worker, tell } = await workerOf(page);
      await page.reload();

      // The browsers of these journeys have no push service behind them: they say so, and what to do.
      await page.getByRole("radio", { name: /Sans nom/ }).click();
      await page.getByText("Le service de notification de ce navigateur ne répond pas.").waitFor();
      await browser.audit(page, "settings-push-refused", { phone: false });
      if (push) await isWrittenTo(page, url, push, { someone, room, tell });

      const told = { room_id: room, event_id: "$1", open: "Ouvrir", read: "Marquer comme lu", unread: 1 };
      await tell({ ...told, title: "Astreinte", body: "Camille a écrit." });
      await until(async () => (await shownIn(page)).length === 1, "nothing is shown");
      const [shown] = await shownIn(page);
      must(shown.title === "Astreinte" && shown.body === "Camille a écrit.", "something else is shown");
      await tell({ ...told, title: "Parvis", body: "Un message vous attend." });
      await until(
        async () => (await shownIn(page))[0]?.title === "Parvis",
        "the room is shown twice, or the older one",
      );
      await tell({ cleared: [room], unread: 0 });
      await until(async () => (await shownIn(page)).length === 0, "what was read elsewhere is shown still");

      // Where nobody looks at a page, a browser wants to see something of every push, without a sound.
      // An empty page has nothing kept, which is what the login of the journey says there.
      page.expected = /^console: .*Push API|'sessionStorage'/;
      await page.goto("about:blank");
      const shownBy = () =>
        worker.evaluate(async () =>
          (await self.registration.getNotifications()).map(({ body, silent }) => ({ body, silent })),
        );
      const looks = () =>
        worker.evaluate(async () => {
          const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
          return open.some((w) => w.visibilityState === "visible");
        });
      await until(async () => !(await looks()), "a page that was left is looked at still");
      await tell({ cleared: [room], unread: 0, quiet: "Lu sur un autre appareil." });
      await until(
        async () => (await shownBy())[0]?.body === "Lu sur un autre appareil.",
        "a silent push shows nothing",
      );
      must((await shownBy())[0].silent, "what waits for nobody makes a sound");
      await page.goto("/settings/notifications");

      await tell({ ...told, title: "Parvis", body: "Un message vous attend." });
      await until(
        async () => (await shownIn(page)).map(({ body }) => body).join() === "Un message vous attend.",
        "nothing is shown, or what was quiet still",
      );
      await worker.evaluate(async () => {
        const [notification] = await self.registration.getNotifications();
        self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
      });
      await page.getByRole("heading", { level: 1, name: "Astreinte" }).waitFor();
      must((await shownIn(page)).length === 0, "what was opened is shown still");
      await done(page);
    },
  },
  {
    name: "a room says nothing more when one wants it so",
    async run({ browser, url }) {
      const { one, two, id, lou } = await openRoom(browser, url, "Bavardages");
      await two.getByRole("link", { name: "À propos du salon" }).click();
      await panel(two).getByRole("combobox", { name: "Ce qui compte comme une nouveauté" }).click();
      await two.getByRole("option", { name: /^Rien/ }).click();
      const rules = () => ask(url, lou, "GET", "/_matrix/client/v3/pushrules/");
      await until(
        async () => (await rules()).global.override.some((rule) => rule.rule_id === id),
        "the server does not know that the room is silent",
      );
      await visit(two, "/rooms/new");
      await two.getByRole("heading", { level: 1, name: "Créer un salon" }).waitFor();
      await send(one, "Bonjour à tous");
      await send(one, "Et bonsoir");
      await last(one, "Et bonsoir").waitFor();
      await two.getByRole("link", { name: /Bavardages/ }).waitFor();
      must(
        (await two.getByRole("heading", { name: "Non lus" }).count()) === 0,
        "a silent room stands among the unread",
      );
      await done(one, two);
    },
  },
  {
    name: "somebody who is ignored is heard no more, until one wants to",
    async run({ browser, url }) {
      const { one, two, lou } = await openRoom(browser, url, "Place du marché");
      await send(two, "Première remarque");
      await message(one, "Première remarque").waitFor();
      await one.getByRole("button", { name: "Visible par 2 personnes" }).click();
      await panel(one).getByRole("button", { name: "Actions sur Lou Martel" }).click();
      await one.getByRole("menuitem", { name: "Ignorer" }).click();
      await message(one, "Première remarque").waitFor({ state: "hidden" });
      await send(two, "Deuxième remarque");
      await send(one, "Je suis là");
      await message(two, "Je suis là").waitFor();
      must((await message(one, "Deuxième remarque").count()) === 0, "who is ignored is heard");
      await composer(one).fill("Un brouillon");

      await visit(one, "/settings/ignored");
      await one.getByText(lou.id).waitFor();
      await browser.audit(one, "settings-ignored");
      await one.getByRole("button", { name: /^Ne plus ignorer/ }).click();
      await one.getByText("Vous n’ignorez personne").waitFor();
      await one.getByRole("link", { name: "Messages" }).first().click();
      await one.getByRole("link", { name: /Place du marché/ }).click();
      // What was said meanwhile stands in its place, and stays there.
      const whole = async () => {
        await message(one, "Deuxième remarque").waitFor();
        const said = (await one.locator("[data-message]").allInnerTexts()).join();
        must(/Première.*Deuxième.*Je suis là/s.test(said), `what was said stands as: ${said}`);
        must((await composer(one).inputValue()) === "Un brouillon", "the draft is lost");
      };
      await whole();
      await one.reload();
      await whole();
      await composer(one).fill("");

      // From the card of who wrote, too.
      await one
        .getByRole("button", { name: /Lou Martel/ })
        .last()
        .press("Enter");
      await one.getByRole("menuitem", { name: "Ignorer" }).click();
      await message(one, "Deuxième remarque").waitFor({ state: "hidden" });
      await done(one, two);
    },
  },
  {
    name: "a room of an older version is taken to the newest, and its members follow",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const room = await makeRoom(url, camille, { name: "Archives", room_version: "10", invite: [lou.id] });
      await ask(url, lou, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
      const [one, two] = [await browser.window(), await browser.window()];
      await arrive(one, camille, `/rooms/${encodeURIComponent(room)}/about`);
      await arrive(two, lou, `/rooms/${encodeURIComponent(room)}/about`);
      await panel(two).getByText("Version").first().waitFor();
      await panel(one).getByRole("button", { name: "Mettre le salon à niveau" }).click();
      const dialog = one.getByRole("dialog", { name: "Mettre le salon à niveau" });
      await dialog.getByText("de la version 10 à la version 12").waitFor();
      await browser.audit(one, "rooms-upgrade");
      // The page is loaded anew while its members are asked in: they are asked nevertheless. What was held goes with the
      // page: let through, it would be answered, and the page be at the new room before it is loaded anew.
      const held = [];
      let anew = false;
      await one.route(/\/invite$/, (route) => (anew ? route.continue() : held.push(route)));
      await dialog.getByRole("button", { name: "Mettre à niveau" }).click();
      await until(() => held.length > 0, "nobody is asked into the new room");
      anew = true;
      await one.reload();
      await panel(one).waitFor();
      must(
        (await panel(two).getByRole("button", { name: "Mettre le salon à niveau" }).count()) === 0,
        "a member may upgrade the room",
      );
      await two.getByRole("link", { name: "Fermer le panneau" }).click();
      await two.getByRole("button", { name: "Aller au nouveau salon" }).click();
      await composer(two).waitFor();
      await one.getByRole("link", { name: "Fermer le panneau" }).click();
      await one.getByRole("button", { name: "Aller au nouveau salon" }).click();
      await one.getByRole("button", { name: "Visible par 2 personnes" }).waitFor();
      await done(one, two);
    },
  },
  {
    name: "an account ends by the password of its owner, and who comes later does not read what it said",
    async run({ browser, url }) {
      const [someone, host] = [await newPerson(url, "Alix"), await newPerson(url, "Camille")];
      const room = await makeRoom(url, host, { name: "Kermesse", preset: "public_chat" });
      const join = (person) => ask(url, person, "POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, {});
      await join(someone);
      await say(url, someone, room, "Mon numéro est au secrétariat");
      await say(url, host, room, "Merci Alix");
      const page = await browser.window();
      page.expected = /^console: .*(token|M_UNKNOWN_TOKEN)/;
      await arrive(page, someone, "/settings/security");
      await page.getByRole("button", { name: "Supprimer mon compte" }).click();
      const dialog = page.getByRole("dialog", { name: "Supprimer mon compte" });
      await dialog.getByLabel("Mot de passe", { exact: true }).fill("faux");
      await dialog.getByRole("button", { name: "Supprimer mon compte" }).click();
      await dialog.getByText("Le mot de passe actuel ne convient pas").waitFor();
      await browser.audit(page, "settings-end");
      await dialog.getByLabel(/^Effacer aussi mon profil/).check();
      await dialog.getByLabel("Mot de passe", { exact: true }).fill(password);
      await dialog.getByRole("button", { name: "Supprimer mon compte" }).click();
      await page.getByRole("heading", { name: "Entrez avec votre adresse professionnelle" }).waitFor();
      await page.getByText("Votre compte est supprimé.").waitFor();
      const login = await fetch(`${url}/_matrix/client/v3/login`, {
        method: "POST",
        body: JSON.stringify({
          type: "m.login.password",
          identifier: { type: "m.id.user", user: someone.username },
          password,
        }),
      });
      must(login.status === 403, "the account still opens");
      const late = await newPerson(url, "Noé");
      await join(late);
      const other = await browser.window();
      await arrive(other, late, `/rooms/${encodeURIComponent(room)}`);
      await message(other, "Merci Alix").waitFor();
      must((await message(other, "Mon numéro").count()) === 0, "who comes later reads what was erased");
      await done(page, other);
    },
  },
];
