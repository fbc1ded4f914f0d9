import { expect, test } from "vitest";
import { placeless } from "./placeless";

const bytes = (...parts: (readonly number[] | string)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)));
const read = async (of: Blob) => new Uint8Array(await of.arrayBuffer());
const says = async (of: Blob, what: string) => String.fromCharCode(...(await read(of))).includes(what);
const picture = (of: Uint8Array<ArrayBuffer>, type = "image/jpeg") => new Blob([of], { type });

/** A block of EXIF, as a camera writes it: which way up, and a latitude and what it refers to. */
const exif = (orientation: number) => [
  ...bytes("II"),
  ...[42, 0, 8, 0, 0, 0, 2, 0],
  ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
  ...[0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0],
  ...[0, 0, 0, 0],
  ...[1, 0, 1, 0, 2, 0, 2, 0, 0, 0, ...bytes("N\0\0\0"), 0, 0, 0, 0],
  ...bytes("48.8566"),
];
const segment = (marker: number, ...data: (readonly number[] | string)[]) => {
  const all = bytes(...data);
  return [0xff, marker, (all.length + 2) >> 8, (all.length + 2) & 0xff, ...all];
};
const begin = [0xff, 0xd8];
const end = [0xff, 0xd9];
const jfif = segment(0xe0, "JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]);
const colours = segment(0xe2, "ICC_PROFILE\0", [1, 1, 9, 9]);
const tables = segment(0xdb, [0, 1, 2]);
/** Two scans, as of a picture that becomes sharper; marks within their lines are none. */
const scans = [
  ...segment(0xda, [1, 1, 0]),
  ...[5, 0xff, 0, 6, 0xff, 0xd3, 7, 0xff],
  ...segment(0xc4, [4]),
  ...segment(0xda, [1, 1, 1]),
  ...[8, 9],
];

test("a photograph no longer says where it was taken, and its pixels and colours are as they were", async () => {
  const xmp = segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>48.8566");
  const iptc = segment(0xed, "Photoshop 3.0\0", "Paris 48.8566");
  const more = segment(0xe2, "MPF\0", "48.8566");
  const said = [...segment(0xe1, "Exif\0\0", exif(1)), ...xmp, ...iptc, ...more, ...segment(0xfe, "at 48.8566")];
  const taken = picture(bytes(begin, jfif, said, colours, tables, scans, end, "a film, at 48.8566"));
  expect(await says(taken, "48.8566")).toBe(true);
  const sent = await placeless(taken);
  expect(await read(sent)).toEqual(bytes(begin, jfif, colours, tables, scans, end));
  expect(sent.type).toBe("image/jpeg");
});

test("it stands as it was held", async () => {
  const sent = await placeless(picture(bytes(begin, segment(0xe1, "Exif\0\0", exif(6)), tables, scans, end)));
  expect(await says(sent, "48.8566")).toBe(false);
  const held = [...bytes("MM"), 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  expect(await read(sent)).toEqual(bytes(begin, segment(0xe1, "Exif\0\0", held), tables, scans, end));
  // What was made once has nothing more to lose but its own block, and stays as it is.
  expect(await read(await placeless(sent))).toEqual(await read(sent));
});

test("a picture that says nothing is not touched, nor is what is none or is broken", async () => {
  const clean = picture(bytes(begin, jfif, colours, tables, scans, end));
  const cut = picture(bytes(begin, segment(0xe1, "Exif\0\0", exif(1)), [0xff, 0xdb, 9, 9]));
  for (const of of [clean, cut, picture(bytes("%PDF-1.4")), picture(new Uint8Array())])
    expect(await placeless(of)).toBe(of);
  const filled = picture(bytes(begin, segment(0xe1, "Exif\0\0", exif(1)), [0xff], tables, scans));
  expect(await read(await placeless(filled))).toEqual(bytes(begin, tables, scans, end));
  const nonsense = picture(bytes(begin, segment(0xe1, "Exif\0\0", "II", [42, 0, 255, 255, 255, 255]), scans, end));
  expect(await read(await placeless(nonsense))).toEqual(bytes(begin, scans, end));
});

const number = (of: number) => [of >>> 24, (of >>> 16) & 0xff, (of >>> 8) & 0xff, of & 0xff];
const chunk = (name: string, data: readonly number[], sum = 0) => [
  ...number(data.length),
  ...bytes(name),
  ...data,
  ...number(sum),
];
const png = [...bytes("\u0089PNG\r\n\u001a\n"), ...chunk("IHDR", [0, 0, 0, 8])];

test("nor does a PNG", async () => {
  const said = [...chunk("eXIf", exif(1)), ...chunk("iTXt", [...bytes("XML:com.adobe.xmp 48.8566")])];
  const rest = [...chunk("IDAT", [1, 2]), ...chunk("IEND", [])];
  const sent = await placeless(picture(bytes(png, said, rest, "48.8566"), "image/png"));
  expect(await read(sent)).toEqual(bytes(png, rest));
  const turned = await placeless(picture(bytes(png, chunk("eXIf", exif(8)), rest), "image/png"));
  const held = [...bytes("MM"), 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0];
  const all = await read(turned);
  expect(all.length).toBe(png.length + 12 + held.length + rest.length);
  expect([...all.slice(png.length, png.length + 8 + held.length)]).toEqual(chunk("eXIf", held).slice(0, -4));
  const clean = picture(bytes(png, rest), "image/png");
  expect(await placeless(clean)).toBe(clean);
});

const small = (of: number) => number(of).toReversed();
const riff = (name: string, data: readonly number[]) => [
  ...bytes(name),
  ...small(data.length),
  ...data,
  ...(data.length & 1 ? [0] : []),
];
const webp = (...chunks: number[][]) => {
  const all = chunks.flat();
  return bytes("RIFF", small(4 + all.length), "WEBP", all);
};

test("nor does a WebP", async () => {
  const about = (flags: number) => riff("VP8X", [flags, 0, 0, 0, 7, 0, 0, 7, 0, 0]);
  const pixels = riff("VP8L", [1, 2, 3]);
  const said = [riff("EXIF", exif(1)), riff("XMP ", [...bytes("48.8566")])];
  const sent = await placeless(picture(webp(about(0x1c), pixels, ...said), "image/webp"));
  expect(await read(sent)).toEqual(webp(about(0x10), pixels));
  const turned = await placeless(picture(webp(about(0x1c), pixels, riff("EXIF", exif(3))), "image/webp"));
  expect(await says(turned, "48.8566")).toBe(false);
  expect((await read(turned))[20]).toBe(0x18);
  const clean = picture(webp(pixels), "image/webp");
  expect(await placeless(clean)).toBe(clean);
});
