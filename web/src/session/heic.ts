import { jpegOf } from "../api/media";

/** Photographs as some telephones keep them (HEIC), which few browsers can show. */

const headBytes = 12;
/** spec: ISO/IEC 23008-12; AVIF, which browsers show, has another brand. */
const brands = /^....ftyp(hei[cxms]|hev[cxms]|mif1|msf1)$/s;
/** What is surely none, and need not be looked at. */
const others = /^(text|audio|video|application)\/(?!octet-stream)/;

/** By its bytes: what it is called says nothing of what it is. */
export async function isHeic(file: File): Promise<boolean> {
  if (others.test(file.type)) return false;
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  return brands.test(String.fromCharCode(...head));
}

const quality = 0.9;

/** By this browser, where it can read it; else null. */
async function drawn(file: Blob): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
    return await canvas.convertToBlob({ type: "image/jpeg", quality });
  } catch {
    return null;
  }
}

/** The server works at one photograph of a person at a time. */
let turn: Promise<unknown> = Promise.resolve();

/** By the server, where it can. */
function asked(file: Blob): Promise<Blob | null> {
  const mine = turn.then(() => jpegOf(file)).catch(() => null);
  turn = mine;
  return mine;
}

type Way = (file: Blob) => Promise<Blob | null>;

/**
 * The file as everybody can see it: itself, unless it is such a photograph; null where nobody here can read it. `began`: it is
 * one, and is being made anew.
 */
export async function asSeen(
  file: File,
  began: () => void = () => {},
  ways: readonly Way[] = [drawn, asked],
): Promise<File | null> {
  if (!(await isHeic(file))) return file;
  began();
  for (const way of ways) {
    const jpeg = await way(file);
    if (jpeg) return new File([jpeg], `${file.name.replace(/\.hei[cf]$/i, "")}.jpg`, { type: "image/jpeg" });
  }
  return null;
}

/** The pixels of a picture, also of such a photograph where it can be read. */
export const pixelsOf = async (file: File): Promise<ImageBitmap> => createImageBitmap((await asSeen(file)) ?? file);
