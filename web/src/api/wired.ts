import { type Ask, ask } from "./http";
import type { Wire } from "./wire";

/** What the server tells of its own addresses, as types: {@link Wire} is written from `docs/admin/openapi.json`. */
export type Path = keyof Wire;
export type Method<P extends Path> = keyof Wire[P] & string;
type Of<P extends Path, M extends Method<P>, K extends string> =
  Wire[P][M] extends Readonly<Record<K, infer V>> ? V : never;
export type Answer<P extends Path, M extends Method<P>> = Of<P, M, "answer">;
export type Body<P extends Path, M extends Method<P>> = Of<P, M, "body">;
export type Query<P extends Path, M extends Method<P>> = Of<P, M, "query">;

/** The names in the braces of a path. */
type Names<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
export type Named<P extends string> = Readonly<Record<Names<P>, string>>;

/** An address: what stands in its braces, and what is asked besides. */
export function addressOf<P extends Path>(path: P, named: Named<P>, query: object = {}): string {
  const at = path.replace(/\{(\w+)\}/g, (_, name: Names<P>) => encodeURIComponent(named[name]));
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return asked.length > 0 ? `${at}?${asked.join("&")}` : at;
}

type Besides<P extends Path, M extends Method<P>> = Pick<Ask, "signal" | "timeoutMs"> & {
  readonly query?: Query<P, M>;
  readonly body?: Body<P, M>;
};

/** Asks the server at one of its addresses, by what it tells of it. */
export const wired = <P extends Path, M extends Method<P>>(
  method: M,
  path: P,
  named: Named<P>,
  { query, ...besides }: Besides<P, M> = {},
): Promise<Answer<P, M>> =>
  ask(addressOf(path, named, query ?? {}), {
    method: method.toUpperCase() as NonNullable<Ask["method"]>,
    ...besides,
  });
