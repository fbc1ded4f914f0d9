import { createHmac } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const stepMs = 30_000;

/** What an app shows that was given this secret, now or some half minutes later (RFC 6238). */
export function codeOf(secret, later = 0) {
  const bits = [...secret.replace(/\s/g, "")]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / stepMs) + later));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE(hash[hash.length - 1] & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Somebody sets up the app that they must have, and keeps the codes that come with it. */
export async function enrols(page, look) {
  const must = page.getByRole("dialog", { name: "Protégez votre compte" });
  const secret = await must.locator("[data-secret]").textContent();
  await look("second-factor-must");
  await must.locator("input[autocomplete=one-time-code]:focus").waitFor();
  await must.getByLabel("Le code que l’application montre").fill(codeOf(secret));
  await must.getByRole("button", { name: "Continuer" }).click();
  return keeps(page, look);
}

/** The codes on paper, which are shown once. */
export async function keeps(page, look) {
  const paper = page.getByRole("dialog", { name: "Gardez ces codes de secours" });
  await paper.waitFor();
  const codes = await paper.getByRole("list", { name: "Codes de secours" }).getByRole("listitem").allTextContents();
  await look("second-factor-codes");
  await paper.getByRole("button", { name: "Je les ai gardés" }).click();
  await paper.waitFor({ state: "hidden" });
  return codes;
}

/** At a door, after the password: a code on paper. */
export async function givesPaper(page, code) {
  const step = page.getByRole("dialog", { name: "Encore une preuve que c’est vous" });
  await step.getByRole("button", { name: "Utiliser un code de secours" }).click();
  await step.getByLabel("Code de secours").fill(code);
  await step.getByRole("button", { name: "Continuer" }).click();
}
