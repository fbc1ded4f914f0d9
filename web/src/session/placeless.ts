/**
 * Pictures without what cameras and programs write beside them: where they were taken, when, with what. Which way up a picture was held
 * stays, and its pixels and colours are not touched. JPEG, PNG and WebP; others are left as they are.
 */

type Bytes = Uint8Array<ArrayBuffer>;
/** What is kept of a picture, in order; null where its parts cannot be told from each other. */
type Parts = readonly Bytes[] | null;

const upright = 1;
const orientations = 8;
const orientationTag = 0x0112;
const shortKind = 3;
const entryBytes = 12;
/** Fields of a block of EXIF that are looked at: cameras write some twenty. */
const entriesMax = 512;

const viewOf = (of: Bytes): DataView => new DataView(of.buffer, of.byteOffset, of.byteLength);
const letters = (of: Bytes, from: number, length: number): string =>
  String.fromCharCode(...of.subarray(from, from + length));

/** Which way up a picture was held, as its block of EXIF says. */
function orientationIn(tiff: Bytes): number {
  const view = viewOf(tiff);
  const little = letters(tiff, 0, 2) === "II";
  if (tiff.length < 8 || (!little && letters(tiff, 0, 2) !== "MM")) return upright;
  const first = view.getUint32(4, little);
  if (first + 2 > tiff.length) return upright;
  const entries = Math.min(view.getUint16(first, little), entriesMax);
  for (let i = 0; i < entries; i++) {
    const at = first + 2 + i * entryBytes;
    if (at + entryBytes > tiff.length) return upright;
    if (view.getUint16(at, little) !== orientationTag || view.getUint16(at + 2, little) !== shortKind) continue;
    const said = view.getUint16(at + 8, little);
    return said >= upright && said <= orientations ? said : upright;
  }
  return upright;
}

/** A block of EXIF that says this alone. */
const exifOf = (orientation: number): Bytes =>
  new Uint8Array([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 1, 0x12, 0, shortKind, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ]);

/** What stands before a block of EXIF in a JPEG, and by mistake elsewhere. */
const exifName = "Exif\0\0";
const bareExif = (block: Bytes): Bytes =>
  letters(block, 0, exifName.length) === exifName ? block.subarray(exifName.length) : block;

const jpeg = {
  begin: 0xd8,
  end: 0xd9,
  scan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
  app15: 0xef,
  comment: 0xfe,
};
const isStuffed = (marker: number): boolean => marker === 0 || (marker >= 0xd0 && marker <= 0xd7);

/** Colours, and what decoders need; all else that programs add is not the picture. */
function isOfJpeg(marker: number, part: Bytes): boolean {
  if (marker === jpeg.comment) return false;
  if (marker < jpeg.app0 || marker > jpeg.app15) return true;
  if (marker === jpeg.app2) return letters(part, 4, 12) === "ICC_PROFILE\0";
  return marker === jpeg.app0 || marker === jpeg.app14;
}

/** Where the lines of a scan end: at the next mark that is none of theirs. */
function scanEnd(of: Bytes, from: number): number {
  let at = of.indexOf(0xff, from);
  while (at >= 0 && at + 1 < of.length && (isStuffed(of[at + 1]!) || of[at + 1] === 0xff))
    at = of.indexOf(0xff, at + (of[at + 1] === 0xff ? 1 : 2));
  return at < 0 ? of.length : at;
}

/** What is left behind: after the end of the picture stand films, other pictures, and what they say. */
function jpegParts(of: Bytes): Parts {
  const kept: Bytes[] = [of.subarray(0, 2)];
  let orientation = upright;
  let scanned = false;
  let at = 2;
  while (at + 4 <= of.length && of[at] === 0xff && of[at + 1] !== jpeg.end) {
    const marker = of[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + viewOf(of).getUint16(at + 2);
    if (end < at + 4 || end > of.length) break;
    const part = of.subarray(at, end);
    if (marker === jpeg.app1 && letters(part, 4, exifName.length) === exifName)
      orientation = orientationIn(bareExif(part.subarray(4)));
    const next = marker === jpeg.scan ? scanEnd(of, end) : end;
    if (isOfJpeg(marker, part)) kept.push(of.subarray(at, next));
    scanned ||= marker === jpeg.scan;
    at = next;
  }
  if (!scanned) return null;
  kept.push(new Uint8Array([0xff, jpeg.end]));
  if (orientation !== upright) kept.splice(1, 0, app1(exifOf(orientation)));
  return kept;
}

function app1(exif: Bytes): Bytes {
  const length = 2 + exifName.length + exif.length;
  const name = new TextEncoder().encode(exifName);
  return new Uint8Array([0xff, jpeg.app1, length >> 8, length & 0xff, ...name, ...exif]);
}

const pngBegin = "\u0089PNG\r\n\u001a\n";
const pngTold = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);

/// spec: ISO/IEC 15948, Annex D
function crc(of: Bytes): number {
  let sum = 0xffffffff;
  for (const byte of of) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

function pngChunk(name: string, data: Bytes): Bytes {
  const chunk = new Uint8Array(data.length + 12);
  const view = viewOf(chunk);
  view.setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(name), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

function pngParts(of: Bytes): Parts {
  const kept: Bytes[] = [of.subarray(0, pngBegin.length)];
  let at = pngBegin.length;
  while (at + 12 <= of.length) {
    const end = at + 12 + viewOf(of).getUint32(at);
    if (end > of.length) return null;
    const name = letters(of, at + 4, 4);
    const orientation = name === "eXIf" ? orientationIn(bareExif(of.subarray(at + 8, end - 4))) : upright;
    if (!pngTold.has(name)) kept.push(of.subarray(at, end));
    if (orientation !== upright) kept.push(pngChunk("eXIf", exifOf(orientation)));
    if (name === "IEND") return kept;
    at = end;
  }
  return null;
}

const riffBytes = 12;
const webpExif = 0x08;
const webpXmp = 0x04;

function webpChunk(name: string, data: Bytes): Bytes {
  const chunk = new Uint8Array(8 + data.length + (data.length & 1));
  chunk.set(new TextEncoder().encode(name));
  viewOf(chunk).setUint32(4, data.length, true);
  chunk.set(data, 8);
  return chunk;
}

function webpParts(of: Bytes): Parts {
  const chunks: Bytes[] = [];
  let flags: Bytes | undefined;
  let orientation = upright;
  const told = 8 + viewOf(of).getUint32(4, true);
  if (told > of.length) return null;
  let at = riffBytes;
  while (at + 8 <= told) {
    const size = viewOf(of).getUint32(at + 4, true);
    const end = at + 8 + size + (size & 1);
    if (at + 8 + size > told) return null;
    const name = letters(of, at, 4);
    if (name === "EXIF") orientation = orientationIn(bareExif(of.subarray(at + 8, at + 8 + size)));
    if (name !== "EXIF" && name !== "XMP ") chunks.push(of.slice(at, Math.min(end, told)));
    if (name === "VP8X") flags = chunks.at(-1)!;
    at = end;
  }
  const turned = orientation !== upright && flags !== undefined;
  if (turned) chunks.push(webpChunk("EXIF", exifOf(orientation)));
  if (flags) flags[8] = (flags[8]! & ~(webpExif | webpXmp)) | (turned ? webpExif : 0);
  const head = of.slice(0, riffBytes);
  viewOf(head).setUint32(
    4,
    chunks.reduce((sum, chunk) => sum + chunk.length, 4),
    true,
  );
  return [head, ...chunks];
}

function partsOf(of: Bytes): Parts {
  if (of[0] === 0xff && of[1] === jpeg.begin) return jpegParts(of);
  if (letters(of, 0, pngBegin.length) === pngBegin) return pngParts(of);
  if (letters(of, 0, 4) === "RIFF" && letters(of, 8, 4) === "WEBP") return webpParts(of);
  return null;
}

/** The picture without what it says of where and when; itself, where it says nothing. What it is, its bytes say. */
export async function placeless(picture: Blob): Promise<Blob> {
  const parts = partsOf(new Uint8Array(await picture.arrayBuffer()));
  const size = parts?.reduce((sum, part) => sum + part.length, 0);
  // Nothing is ever put in the place of something that is as long.
  return parts && size !== picture.size ? new Blob([...parts], { type: picture.type }) : picture;
}
