/** A place on earth, as a message tells it. */
export interface Position {
  /** Degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** How far off it may be, where that is known. */
  readonly withinMeters: number | null;
}

type Content = Record<string, unknown>;
const block = "org.matrix.msc3488.location";
/** As many decimals as a place is known by: a metre. */
const decimals = 5;
const wordsMax = 500;

const inBounds = (latitude: number, longitude: number): boolean =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;

function positionAt(latitude: string, longitude: string, within?: string): Position | null {
  const [lat, lon] = [Number(latitude), Number(longitude)];
  const off = Number(within);
  const withinMeters = within !== undefined && off > 0 && Number.isFinite(off) ? off : null;
  return inBounds(lat, lon) ? { latitude: lat, longitude: lon, withinMeters } : null;
}

/// spec: RFC 5870. A height and other parameters are passed over; another planet is no place.
export function positionOf(uri: unknown): Position | null {
  if (typeof uri !== "string") return null;
  const [place = "", ...parameters] = uri.split(";");
  const found = /^geo:(-?\d{1,3}(?:\.\d{1,20})?),(-?\d{1,3}(?:\.\d{1,20})?)(?:,-?\d+(?:\.\d+)?)?$/i.exec(place);
  const crs = parameters.find((one) => /^crs=/i.test(one));
  if (!found || (crs && !/^crs=wgs84$/i.test(crs))) return null;
  const within = parameters.find((one) => /^u=\d/i.test(one))?.slice(2);
  return positionAt(found[1]!, found[2]!, within);
}

/** *47.32200, 5.04150*: as it is read, and typed into a map. */
export const coordinatesOf = ({ latitude, longitude }: Position): string =>
  `${latitude.toFixed(decimals)}, ${longitude.toFixed(decimals)}`;

export function geoUri(of: Position): string {
  const within = of.withinMeters === null ? "" : `;u=${Math.ceil(of.withinMeters)}`;
  return `geo:${coordinatesOf(of).replace(" ", "")}${within}`;
}

/** Where a map of the web shows it. */
export function mapAddress({ latitude, longitude }: Position): string {
  const [lat, lon] = [latitude.toFixed(decimals), longitude.toFixed(decimals)];
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=16/${lat}/${lon}`;
}

/** Reads two numbers as people write and copy them: with points or with commas, with or without signs of degrees. */
export function typedPosition(text: string): Position | null {
  const bare = text.trim().replaceAll("\u2212", "-").replaceAll("°", "");
  if (/^geo:/i.test(bare)) return positionOf(bare);
  const [, lat, lon] =
    /^([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)$/.exec(bare) ??
    /^([+-]?\d+(?:,\d+)?)\s*(?:[;\s]|,\s)\s*([+-]?\d+(?:,\d+)?)$/.exec(bare) ??
    [];
  return lat && lon ? positionAt(lat.replace(",", "."), lon.replace(",", ".")) : null;
}

/// spec: client-server-api#mlocation, and MSC3488 for clients that show what it describes
export function positionContent(of: Position, words: string, mine: boolean, now: number): Content {
  const body = words || coordinatesOf(of);
  const uri = geoUri(of);
  return {
    msgtype: "m.location",
    body,
    geo_uri: uri,
    "m.mentions": {},
    [block]: { uri, ...(words ? { description: words } : {}) },
    "org.matrix.msc3488.asset": { type: mine ? "m.self" : "m.pin" },
    "org.matrix.msc3488.ts": now,
    "org.matrix.msc1767.text": body,
  };
}

/** What a message tells of a place; null when it tells none. */
export function placeIn(content: Content): { readonly at: Position; readonly words: string | null } | null {
  const at = positionOf(content.geo_uri);
  if (!at) return null;
  const extended = content[block] as { description?: unknown } | undefined;
  const said = typeof extended === "object" && extended !== null ? extended.description : content.body;
  const words = typeof said === "string" ? said.trim().slice(0, wordsMax) : "";
  return { at, words: words && words !== coordinatesOf(at) ? words : null };
}
