import { features } from "../features";
import type { OfThings, Things } from "./feature";

/** What features have that others may be tied to, by the server's word for it. */
export const things: ReadonlyMap<string, Things> = new Map(
  features.flatMap((f) => (f.things ? [[f.things.kind, f.things] as const] : [])),
);

/** What features make of things. */
export const ofThings: readonly OfThings[] = features.flatMap((f) => f.ofThings ?? []);
