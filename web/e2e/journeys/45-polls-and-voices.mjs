import { done, must } from "../browser.mjs";
import { message, openRoom, rail } from "../rooms.mjs";

export const journeys = [
  {
    name: "a room is asked, answers, thinks again, and sees the result",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Fêtes");
      await one.getByRole("button", { name: "Poser une question" }).click();
      const dialog = one.getByRole("dialog", { name: "Poser une question" });
      await dialog.getByLabel("Question").fill("Quel jour pour le repas ?");
      await dialog.getByLabel("Réponse 1", { exact: true }).fill("Mardi");
      await dialog.getByRole("button", { name: "Poser la question" }).click();
      await dialog.getByText("Écrivez au moins deux réponses.").waitFor();
      await dialog.getByLabel("Réponse 2", { exact: true }).fill("Mardi");
      await dialog.getByText("Cette réponse y est déjà.").waitFor();
      await dialog.getByLabel("Réponse 2", { exact: true }).fill("Jeudi");
      await dialog.getByText("au moins deux réponses").waitFor({ state: "hidden" });
      await dialog.getByRole("button", { name: "Ajouter une réponse" }).click();
      await one.keyboard.type("Samedi");
      await dialog.getByRole("button", { name: "Ajouter une réponse" }).click();
      await dialog.getByRole("button", { name: "Retirer la réponse 4" }).click();
      await one.goBack();
      await dialog.waitFor({ state: "hidden" });
      await one.getByRole("button", { name: "Poser une question" }).click();
      must(
        (await dialog.getByLabel("Réponse 3", { exact: true }).inputValue()) === "Samedi",
        "what was written is lost with the dialog",
      );
      await browser.audit(one, "rooms-poll-new");
      await dialog.getByRole("button", { name: "Poser la question" }).click();

      const asked = (page) => page.getByRole("group", { name: "Quel jour pour le repas ?" });
      const answers = (page, what) => asked(page).getByRole("listitem").filter({ hasText: what });
      await asked(two)
        .getByRole("radio", { name: /^Mardi/ })
        .click();
      await asked(one).getByText("1 personne a répondu").waitFor();
      await asked(two)
        .getByRole("radio", { name: /^Jeudi/ })
        .click();
      await asked(one)
        .getByRole("radio", { name: /^Jeudi/ })
        .click();
      await answers(one, "Jeudi").getByText("2", { exact: true }).waitFor();
      await answers(two, "Jeudi").getByText("2", { exact: true }).waitFor();
      must((await answers(two, "Mardi").getByText("0", { exact: true }).count()) === 1, "an earlier vote still counts");
      await browser.audit(two, "rooms-poll");
      must(
        (await asked(two).getByRole("button", { name: "Terminer le sondage" }).count()) === 0,
        "anybody ends a poll",
      );

      await asked(one).getByRole("button", { name: "Terminer le sondage" }).click();
      const end = one.getByRole("dialog", { name: "Terminer le sondage ?" });
      await end.waitFor();
      await browser.audit(one, "rooms-poll-end");
      await end.getByRole("button", { name: "Terminer le sondage" }).click();
      await asked(two).getByText("sondage terminé").waitFor();
      must((await asked(two).getByRole("radio").count()) === 0, "one votes after the end");

      // Who comes later counts the same.
      await two.goto("/rooms");
      await rail(two).waitFor();
      await two.getByRole("link", { name: /Fêtes/ }).click();
      await message(two, "Quel jour").waitFor();
      await answers(two, "Jeudi").getByText("2", { exact: true }).waitFor();
      await done(one, two);
    },
  },
  {
    name: "what is said aloud is sent, and heard by the others",
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Terrain");
      await one.getByRole("button", { name: "Enregistrer un message vocal" }).click();
      const dialog = one.getByRole("dialog", { name: "Enregistrer un message vocal" });
      await dialog.getByRole("timer").filter({ hasText: "0:01" }).waitFor();
      await browser.audit(one, "rooms-voice-new");

      // A key pressed by mistake throws nothing away, and one may listen before it leaves.
      await one.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await one.getByRole("status").getByRole("button", { name: "Annuler" }).click();
      await dialog.getByText("Écoutez avant d’envoyer").waitFor();
      must((await dialog.locator("audio").getAttribute("src")).startsWith("blob:"), "there is nothing to listen to");
      await browser.audit(one, "rooms-voice-heard");
      await dialog.getByRole("button", { name: "Envoyer" }).click();
      const heard = two.getByRole("group", { name: /^Message vocal/ });
      await heard.getByRole("button", { name: "Écouter" }).click();
      await heard.getByRole("button", { name: "Mettre en pause" }).click();
      await heard.getByRole("slider", { name: "Position dans le message" }).press("Home");
      await browser.audit(two, "rooms-voice");
      await done(one, two);
    },
  },
];
