import { done, must, until } from "../browser.mjs";
import { arrive, ask, newPerson, say, visit } from "../people.mjs";

const at = encodeURIComponent;
const dialog = (page) => page.getByRole("dialog");
const panel = (page) => page.getByRole("region", { name: "Détail" });
const card = (place, title) => place.getByRole("link", { name: new RegExp(title) });

/** A project space: its animator and a contributor. */
async function project(url) {
  const [helene, karim] = await Promise.all(["Hélène Marchetti", "Karim Ouali"].map((name) => newPerson(url, name)));
  const wish = { model: "project", name: "Refonte du portail", purpose: "Tout en ligne.", visibility: "public" };
  const body = { ...wish, joining: "free", request_id: `post ${helene.id}` };
  const id = (await ask(url, helene, "POST", "/api/v1/spaces", body)).space_id;
  const space = `/api/v1/spaces/${at(id)}`;
  await ask(url, karim, "POST", `${space}/join`, {});
  return { helene, karim, space, path: `/spaces/${at(id)}` };
}

/** A post becomes a task, which leads back to it. */
async function ofPost(browser, one, path, { space, helene, karim, url }) {
  const feed = (await ask(url, helene, "GET", space)).feed_room;
  const words = { msgtype: "m.text", body: "Former les agents d’accueil.", "fr.parvis.post": { kind: "announcement" } };
  await say(url, helene, feed, words);
  const post = one.getByRole("article").filter({ hasText: "Former les agents" });
  await post.getByRole("button", { name: "Actions sur cette publication" }).click();
  await one.getByRole("menuitem", { name: "Créer une tâche…" }).click();
  await dialog(one).getByRole("button", { name: "Confier à" }).click();
  await dialog(one).getByRole("textbox", { name: "Confier à" }).fill("Kar");
  await dialog(one)
    .getByRole("button", { name: new RegExp(karim.name) })
    .click();
  await browser.audit(one, "post-task");
  await dialog(one).getByRole("button", { name: "Créer une tâche" }).click();
  await post.getByRole("link", { name: "Former les agents d’accueil" }).waitFor();
  await one.getByRole("button", { name: "Ouvrir" }).click();
  await panel(one).getByText(karim.name).first().waitFor();
  await panel(one)
    .getByRole("link", { name: /^Ouvrir dans/ })
    .click();
  await one.waitForURL((to) => to.pathname.startsWith(`${path}/feed/`));
}

/** What two wrote without a network of two fields of one task, both of them stay; it was sent once. */
async function offline(one, two, path, { url, helene, space }) {
  await visit(one, `${path}/tasks`);
  await visit(two, `${path}/tasks`);
  for (const page of [one, two]) await card(page, "Former les agents").click();
  await two.context().setOffline(true);
  await panel(two).getByLabel("Priorité").selectOption({ label: "Haute" });
  await panel(two).locator("textarea[aria-label=Commenter]").fill("Écrit sans réseau");
  await two.keyboard.press("Enter");
  await panel(two).getByText("Pas encore enregistré").waitFor();
  await panel(one).getByLabel("Échéance").fill("2031-03-04");
  await panel(one).getByLabel("Échéance").press("Enter");
  await two.context().setOffline(false);
  await panel(one).getByText("Écrit sans réseau").waitFor();
  await card(one, "Haute.*Former les agents").waitFor();
  await until(
    async () => (await panel(two).getByLabel("Échéance").inputValue()) === "04/03/2031",
    "One lost what they wrote.",
  );
  const [task] = (await ask(url, helene, "GET", `${space}/tasks`)).tasks.filter((one) =>
    one.title.startsWith("Former"),
  );
  must(task.priority === "high" && task.comments === 1, "What was queued was not sent once.");
}

export const journeys = [
  {
    name: "a post becomes a task, and of what two write of it without a network both stays",
    async run({ browser, url }) {
      const world = { url, ...(await project(url)) };
      const { helene, karim, path } = world;
      const [one, two] = await Promise.all([browser.window(), browser.window()]);
      await Promise.all([arrive(one, helene, `${path}/feed`), arrive(two, karim, `${path}/tasks`)]);
      await ofPost(browser, one, path, world);
      await offline(one, two, path, world);
      await done(one, two);
    },
  },
];
