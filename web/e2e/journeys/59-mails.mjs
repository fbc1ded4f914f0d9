import { done, must, until } from "../browser.mjs";
import { administrator, house } from "../house.mjs";
import { ask } from "../people.mjs";

/** A mail goes a minute after one is named, or at an hour that was chosen; this is walked when others were walked since then. */
const mailMaxMs = 85_000;
const lookEveryMs = 500;

/** What the mail says that tells somebody of what they have not read. */
async function textOf(url, admin, address) {
  const mailed = ({ to, subject }) => to === address && subject === "Des messages vous attendent dans Parvis";
  let mail;
  await until(
    async () => {
      mail = (await ask(url, admin, "GET", "/api/v1/mails")).mails.find(mailed);
      if (!mail) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      return mail !== undefined;
    },
    `no mail tells ${address} of what is unread`,
    mailMaxMs,
  );
  return (await ask(url, admin, "GET", `/api/v1/mails/${mail.number}`)).text;
}

export const journeys = [
  {
    name: "who was named and did not look reads so in a mail, whose link ends such mails",
    needs: "setup",
    async run({ browser, url, setup }) {
      const marie = await administrator(url, setup);
      const text = await textOf(url, marie, house.agent.address);
      must(text.includes("1 message dans Astreinte") && !text.includes("Hélène ?"), `the mail says ${text}`);
      const page = await browser.window({ apart: true });
      await page.goto(/\S+\/unsubscriptions\/\S+/.exec(text)[0]);
      await page.getByRole("button", { name: "Ne plus recevoir ces courriels" }).click();
      await page.getByText("Vous ne recevrez plus de courriel de ce genre.").waitFor();
      const { pushers } = await ask(url, house.agent, "GET", "/_matrix/client/v3/pushers");
      must(!pushers.some(({ kind }) => kind === "email"), "mails go on");
      await done(page);
    },
  },
  {
    name: "who wants one mail a day gets it at their hour, and it tells of all that waits",
    needs: "setup",
    async run({ url, setup }) {
      const marie = await administrator(url, setup);
      const text = await textOf(url, marie, house.colleague.address);
      must(text.includes("2 messages dans Permanence") && !text.includes("guichet"), `the mail says ${text}`);
    },
  },
];
