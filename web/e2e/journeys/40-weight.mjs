import { done, must } from "../browser.mjs";
import { arrive, makeRoom, newPerson } from "../people.mjs";

const firstPageMaxBytes = 350 * 1024;
/** With the client of Matrix, which nobody needs who is not in. */
const listMaxBytes = 750 * 1024;

/** Counts what a window fetches from now on. The service worker fetches the rest afterwards, when the page is there. */
async function weigh(page) {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  const fetched = { bytes: 0, names: new Map() };
  wire.on("Network.responseReceived", (e) => fetched.names.set(e.requestId, e.response.url));
  wire.on("Network.loadingFinished", (e) => {
    fetched.bytes += e.encodedDataLength;
  });
  return fetched;
}
const told = ({ bytes, names }) => `${Math.round(bytes / 1024)} kB in ${names.size} requests`;

export const journeys = [
  {
    name: "the first page weighs at most 350 kB on the wire, and the list of conversations 750, without the crypto module",
    async run({ browser, url }) {
      const door = await browser.window({ apart: true });
      const first = await weigh(door);
      await door.goto("/");
      await door.getByRole("heading", { level: 1 }).waitFor();
      await door.waitForLoadState("networkidle");
      must(first.bytes <= firstPageMaxBytes, `the first page weighs ${told(first)}`);

      const lou = await newPerson(url, "Lou Martel");
      await makeRoom(url, lou, { name: "Permanence" });
      const page = await browser.window({ apart: true });
      const list = await weigh(page);
      await arrive(page, lou, "/rooms");
      await page.getByRole("link", { name: /Permanence/ }).waitFor();
      must(list.bytes <= listMaxBytes, `the list of conversations weighs ${told(list)}`);
      for (const { names } of [first, list])
        must(![...names.values()].some((url) => url.includes(".wasm")), "the crypto module is among it");
      await done(door, page);
      return `${told(first)}; ${told(list)}`;
    },
  },
];
