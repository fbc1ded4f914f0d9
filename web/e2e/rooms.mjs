import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "./browser.mjs";
import { arrive, ask, makeRoom, newPerson, visit } from "./people.mjs";

/** What journeys about conversations have in common. A place is a page, or a part of one. */
export const rail = (page) => page.getByRole("navigation", { name: "Principal" }).first();
export const composer = (place) =>
  place
    .getByRole("textbox", { name: /^(Écrire (dans|à)|Répondre dans|Write (in|to))/ })
    .or(place.getByRole("combobox", { name: /^(Écrire (dans|à)|Répondre dans|Write (in|to))/ }))
    .first();
export const message = (place, text) => place.locator("[data-message]", { hasText: text });
export const last = (place, text) => message(place, text).last();

export async function send(place, text) {
  await composer(place).fill(text);
  await composer(place).press("Enter");
}

/** Creates a room through its form, and waits until it is open. */
export async function createRoom(page, name, { topic, invite, open, asking } = {}) {
  await visit(page, "/rooms/new");
  await page.getByLabel("Nom du salon").fill(name);
  if (topic) await page.getByLabel("Sujet").fill(topic);
  if (open) await page.getByLabel("Toute personne de ce serveur").check();
  if (asking) await page.getByLabel("Les personnes invitées, ou qui le demandent").check();
  if (invite) {
    await page.getByLabel("Inviter").fill(invite.id);
    await page.getByRole("list", { name: "Personnes trouvées" }).getByRole("button").first().click();
  }
  await page.getByRole("button", { name: "Créer le salon" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await composer(page).waitFor();
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[2]);
}

/** A picture to send: a straw square on green. */
export async function picture(page, width, height, type = "image/png") {
  const drawn = await page.evaluate(
    ([w, h, type]) => {
      const canvas = document.createElement("canvas");
      canvas.width = w;
      canvas.height = h;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#1b5e45";
      pen.fillRect(0, 0, w, h);
      pen.fillStyle = "#f0d978";
      pen.fillRect(w / 3, h / 3, w / 3, h / 3);
      return canvas.toDataURL(type).split(",")[1];
    },
    [width, height, type],
  );
  return Buffer.from(drawn, "base64");
}

/** Where a photograph was taken, as it says itself. */
export const latitude = "48.8566 N";

/** The same as a camera writes it, with where it was taken. */
export async function located(page, width, height) {
  const jpeg = await picture(page, width, height, "image/jpeg");
  const told = Buffer.from("Exif\0\0II*\0\b\0\0\0\u0001\0\u0025\u0088\u0002\0\n\0\0\0\u001a\0\0\0\0\0\0\0", "latin1");
  const block = Buffer.concat([told, Buffer.from(latitude)]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, block.length + 2]);
  return Buffer.concat([head, block, jpeg.subarray(2)]);
}

/** A photograph as telephones keep it (HEIC), made of a picture by libheif's own program. */
export function photograph(png) {
  const folder = mkdtempSync(join(tmpdir(), "parvis-heic-"));
  try {
    const [from, to] = ["a.png", "a.heic"].map((name) => join(folder, name));
    writeFileSync(from, png);
    const { error, status, stderr } = spawnSync("heif-enc", [from, "-o", to]);
    must(!error, "The journeys need heif-enc of libheif: install it (on Debian: apt install libheif-examples).");
    must(status === 0, `heif-enc: ${stderr}`);
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The list of messages of the room on screen. */
export const messages = (page) => page.getByRole("region", { name: /^Messages de / });

/** Sends the page to the back, where it puts away what it knows. */
export const putAway = (page) =>
  page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });

/** Drops a file on a part of the page. */
export const drop = (place, name, text) =>
  place.evaluate(
    (element, [name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type: "text/plain" }));
      for (const kind of ["dragenter", "dragover", "drop"])
        element.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, text],
  );

/** Pastes a picture where one writes. */
export const paste = (field, name, png) =>
  field.evaluate(
    (element, [name, png]) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], name, { type: "image/png" }));
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [name, png.toString("base64")],
  );

/** Lou's name and the room's as somebody may write them who wants to be taken for another; they are read without such signs. */
const hostile = (name) => name.replace(" ", "\u2067 ");

/** Two people in one room, each in a window of their own; how they came in is not what the journey is about. */
export async function openRoom(browser, url, name, look = {}) {
  const [camille, lou] = await Promise.all([newPerson(url, "Camille Roche"), newPerson(url, hostile("Lou Martel"))]);
  const id = await makeRoom(url, camille, { name: hostile(name), preset: "private_chat", invite: [lou.id] });
  const address = encodeURIComponent(id);
  await ask(url, lou, "POST", `/_matrix/client/v3/join/${address}`, {});
  const [one, two] = await Promise.all([browser.window(look), browser.window(look)]);
  await Promise.all([arrive(one, camille, `/rooms/${address}`), arrive(two, lou, `/rooms/${address}`)]);
  await Promise.all([composer(one).waitFor(), composer(two).waitFor()]);
  return { one, two, id, camille, lou };
}
