import { done, must } from "../browser.mjs";
import { composer, message, openRoom, send } from "../rooms.mjs";

const english = { locale: "en-GB" };
const panel = (page) => page.getByRole("region", { name: "Details" });

/** Something that is done with a message, from its menu. */
async function act(page, text, name) {
  await message(page, text).hover();
  await message(page, text).getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

/** A poll is asked and answered. */
async function asks(browser, one, two) {
  await one.getByRole("button", { name: "Poll or position" }).click();
  await one.getByRole("menuitem", { name: "New poll" }).click();
  const dialog = one.getByRole("dialog", { name: "New poll" });
  await dialog.getByLabel("Question").fill("Which day?");
  await dialog.getByLabel("Answer 1", { exact: true }).fill("Tuesday");
  await dialog.getByLabel("Answer 2", { exact: true }).fill("Thursday");
  await browser.audit(one, "english-poll-new", { desk: true });
  await dialog.getByRole("button", { name: "Start the poll" }).click();
  const asked = (page) => page.getByRole("group", { name: "Which day?" });
  await asked(two)
    .getByRole("radio", { name: /^Tuesday/ })
    .click();
  await asked(one).getByText("1 person answered").waitFor();
  await asked(one).getByRole("button", { name: "End the poll" }).click();
  await one.getByRole("dialog", { name: "End the poll?" }).getByRole("button", { name: "End the poll" }).click();
  await asked(two).getByText("poll ended").waitFor();
}

/** A message waits for its time, and is sent at once. */
async function later(one, two) {
  await composer(one).fill("The hall opens at eight");
  await one.getByRole("button", { name: "Schedule sending" }).click();
  await one.getByRole("menuitem", { name: /Tomorrow morning/ }).click();
  await one.getByRole("link", { name: /^1 scheduled message: / }).click();
  await panel(one).getByRole("button", { name: "Send now" }).click();
  await message(two, "The hall opens at eight").waitFor();
  await panel(one).getByRole("link", { name: "Close the panel" }).click();
}

/** A place, by two numbers. */
async function place(one, two) {
  await one.getByRole("button", { name: "Poll or position" }).click();
  await one.getByRole("menuitem", { name: "Share a position" }).click();
  const dialog = one.getByRole("dialog", { name: "Share a position" });
  await dialog.getByLabel("Description").fill("North quay");
  await dialog.getByLabel("Coordinates").fill("47.3220, 5.0415");
  await dialog.getByRole("button", { name: "Share" }).click();
  await two.getByRole("group", { name: "North quay" }).waitFor();
}

export const journeys = [
  {
    name: "two people who read English ask, answer, pin, report and look for silence",
    long: true,
    async run({ browser, url }) {
      const { one, two } = await openRoom(browser, url, "Harbour", english);
      must(
        (await one.evaluate(() => document.documentElement.lang)) === "en",
        "the page does not say that it is English",
      );
      await send(one, "The keys are at the office");
      await message(two, "The keys").waitFor();
      await browser.audit(two, "english-room");
      await asks(browser, one, two);
      await later(one, two);
      await place(one, two);
      await act(one, "The keys", "Pin in the room");
      await two.getByRole("link", { name: "1 pinned message" }).click();
      await panel(two).getByRole("link", { name: "See in the room" }).click();
      await act(two, "The keys", "Report");
      const report = two.getByRole("dialog", { name: "Report the message" });
      await report.getByLabel("What is wrong").fill("It says where the keys are.");
      await report.getByRole("button", { name: "Report" }).click();
      await two.getByText("Your report is sent.").waitFor();
      await two.getByRole("link", { name: "About the room" }).click();
      await panel(two).getByRole("combobox", { name: "Notify me about" }).click();
      await two.getByRole("option", { name: /^Nothing/ }).click();
      await browser.audit(two, "english-about");
      await done(one, two);
    },
  },
];
