import { done, must } from "../browser.mjs";

const firstPageMaxBytes = 350 * 1024;

export const journeys = [
  {
    name: "the first page weighs at most 350 kB on the wire, without the crypto module",
    async run({ browser }) {
      const page = await browser.window();
      const wire = await page.context().newCDPSession(page);
      await wire.send("Network.enable");
      let bytes = 0;
      const names = new Map();
      // The service worker fetches the rest afterwards, when the page is there.
      wire.on("Network.responseReceived", (e) => names.set(e.requestId, e.response.url));
      wire.on("Network.loadingFinished", (e) => {
        bytes += e.encodedDataLength;
      });
      await page.goto("/");
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      must(![...names.values()].some((url) => url.includes(".wasm")), "the crypto module is among it");
      must(bytes <= firstPageMaxBytes, `it weighs ${Math.round(bytes / 1024)} kB in ${names.size} requests`);
      await done(page);
      return `${Math.round(bytes / 1024)} kB in ${names.size} requests`;
    },
  },
];
