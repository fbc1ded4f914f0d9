import { done } from "../browser.mjs";
import { arrive, ask, makeRoom, newPerson, say, visit } from "../people.mjs";
import { composer, createRoom, putAway, rail } from "../rooms.mjs";

const panel = (page) => page.getByRole("region", { name: "Détail" });

export const journeys = [
  {
    name: "one asks to come in, takes it back, is declined, and is let in",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const [one, two] = [await browser.window(), await browser.window()];
      await arrive(one, camille, "/rooms");
      await arrive(two, lou, "/rooms");
      const name = `Budget ${Date.now()}`;
      const id = await createRoom(one, name, { topic: "Préparation du budget", asking: true });

      // Found in the list, asked with a word, and taken back.
      await visit(two, "/rooms/directory");
      await two.getByLabel("Chercher parmi les salons ouverts").fill(name);
      await two.getByRole("link", { name: `Demander à entrer dans ${name}` }).click();
      await two.getByRole("heading", { name, level: 2 }).waitFor();
      await two.getByText("Préparation du budget").waitFor();
      await two.getByLabel("Un mot pour les membres").fill("Je tiens la régie du marché.");
      await browser.audit(two, "rooms-ask");
      await two.getByRole("button", { name: "Demander à entrer" }).click();
      await two.getByRole("heading", { name: "Votre demande est envoyée" }).waitFor();
      await two.getByRole("heading", { name: "Demandes envoyées" }).waitFor();
      await two.getByText("Je tiens la régie du marché.").waitFor();
      await browser.audit(two, "rooms-asked");
      await one.getByText("Lou Martel demande à entrer").first().waitFor();
      await rail(one)
        .getByRole("link", { name: /^Messages\s*1\b/ })
        .waitFor();
      await two.getByRole("button", { name: "Retirer ma demande" }).click();
      await two.getByRole("heading", { name: "Demandes envoyées" }).waitFor({ state: "hidden" });
      await one.getByRole("link", { name: "Répondre" }).waitFor({ state: "hidden" });

      // By the link of the room, and declined.
      await two.goto(`/rooms/${encodeURIComponent(id)}`);
      await two.getByRole("button", { name: "Demander à entrer" }).click();
      await two.getByRole("heading", { name: "Votre demande est envoyée" }).waitFor();
      await one.getByRole("link", { name: "Répondre" }).click();
      await panel(one).getByRole("heading", { name: "Demandes" }).waitFor();
      await browser.audit(one, "rooms-requests");
      await panel(one).getByRole("button", { name: "Refuser Lou Martel" }).click();
      await two.getByText("Votre demande n’a pas été acceptée.").waitFor();

      // Asked again, and let in.
      await two.getByLabel("Un mot pour les membres").fill("Pardon : je remplace Odile.");
      await two.getByRole("button", { name: "Demander à entrer" }).click();
      await panel(one).getByText("je remplace Odile").waitFor();
      await panel(one).getByRole("button", { name: "Accepter Lou Martel" }).click();
      await two.getByRole("button", { name: "Accepter" }).click();
      await composer(two).waitFor();
      await one.getByRole("button", { name: "Visible par 2 personnes" }).waitFor();
      await done(one, two);
    },
  },
  {
    name: "who asked while one was away is counted before the room is opened",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const asking = { type: "m.room.join_rules", state_key: "", content: { join_rule: "knock" } };
      const room = await makeRoom(url, camille, { name: "Régie", preset: "private_chat", initial_state: [asking] });
      const page = await browser.window();
      const counted = page.getByRole("link", { name: /Régie.*1.*demande d’entrée/s });
      await arrive(page, camille, "/rooms");
      await page.getByRole("link", { name: /Régie/ }).waitFor();
      await putAway(page);
      await page.goto("/help");

      // Asked while the page is away, and buried under more than one answer of the server holds.
      await ask(url, lou, "POST", `/_matrix/client/v3/knock/${encodeURIComponent(room)}`, {});
      for (let i = 1; i <= 35; i++) await say(url, camille, room, `Sur le budget, ${i}`);
      await page.goto("/rooms");
      await counted.waitFor();
      await rail(page)
        .getByRole("link", { name: /^Messages\s*1\b/ })
        .waitFor();

      // Taken back meanwhile, it is counted no more; on a new device neither.
      await page.goto("/help");
      await ask(url, lou, "POST", `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/leave`, {});
      for (let i = 1; i <= 35; i++) await say(url, camille, room, `Encore, ${i}`);
      await page.goto("/rooms");
      await page.getByRole("link", { name: /Régie/ }).waitFor();
      await counted.waitFor({ state: "hidden" });
      await done(page);
    },
  },
  {
    name: "a closed door looks like none",
    async run({ browser, url }) {
      const [camille, lou] = [await newPerson(url, "Camille Roche"), await newPerson(url, "Lou Martel")];
      const [one, two] = [await browser.window(), await browser.window()];
      await arrive(one, camille, "/rooms");
      const id = await createRoom(one, "Bureau fermé");
      for (const address of [id, id.replace(/.$/, id.endsWith("A") ? "B" : "A")]) {
        await arrive(two, lou, `/rooms/${encodeURIComponent(address)}`);
        await two.getByRole("heading", { name: "Ce salon n’existe pas, ou ne vous est pas ouvert" }).waitFor();
      }
      await browser.audit(two, "rooms-closed");
      await done(one, two);
    },
  },
];
