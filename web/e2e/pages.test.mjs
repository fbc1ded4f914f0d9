import { expect, test } from "vitest";
import { everything, floatingIn, gaps, patternOf, patternsIn } from "./pages.mjs";

const feature = `routes: [
  { path: "/help", load: () => import("./Help") },
  { path: "/rooms/*?", pages: ["/rooms", "/rooms/new", "/rooms/:room"], load: () => import("./Pages") },
]`;
const patterns = patternsIn(feature);
const dialogs = `<Dialog
      opened
      title={kind ? t("a.open") : t("a.closed")}
      close={() => ({})} />
  <Menu><Menu.Target><button aria-label={t("a.more", { name })} /></Menu.Target></Menu>`;
const floating = floatingIn(dialogs).map((keys) => ({ file: "a.tsx", keys }));
const texts = { "a.open": "Ouvrir", "a.closed": "Fermer", "a.more": "Autres actions de {{name}}" };

test("addresses are those that features declare, and none may be left undeclared", () => {
  expect(patterns).toEqual(["/help", "/rooms", "/rooms/new", "/rooms/:room"]);
  expect(() => patternsIn('{ path: "/admin/:section?", load }')).toThrow("not declared");
  for (const known of ["/help", "/rooms/new", "/settings/security", "/rooms/:room/members", "/setup/:token"])
    expect(everything().patterns).toContain(known);
});

test("an address belongs to the pattern that says most of it, and one that fits none leads nowhere", () => {
  expect(patternOf("/rooms/new?x=1#y", patterns)).toBe("/rooms/new");
  expect(patternOf("/rooms/%21abc", patterns)).toBe("/rooms/:room");
  expect(patternOf("/rooms/%21abc/nowhere", patterns)).toBeUndefined();
  expect(patternOf("/helpless", patterns)).toBeUndefined();
});

test("a page, a dialog and a menu that nobody looked at are told by name", () => {
  const all = {
    addresses: ["/help", "/rooms", "/rooms/new", "/rooms/!a"],
    names: ["Fermer", "Autres actions de\u00a0Lou"],
  };
  expect(gaps({ patterns, floating, texts }, all)).toEqual([]);
  expect(
    gaps({ patterns, floating, texts }, { addresses: ["/help", "/rooms", "/rooms/new"], names: ["Ouvrir tout"] }),
  ).toEqual(["/rooms/:room", "a.tsx: a.open or a.closed", "a.tsx: a.more"]);
  expect(gaps({ patterns: [], floating: [{ file: "b.tsx", keys: [] }], texts }, all)).toEqual([
    "b.tsx: no title to know it by",
  ]);
});
