import { expect, test } from "vitest";
import { type Stand, staysAtEnd } from "./end";

const window = 600;
const stand = (top: number, height: number): Stand => ({ top, height, window });
const end = stand(1400, 2000);

test("a row that comes, grows or shrinks at the end leaves it in sight", () => {
  for (const now of [stand(1400, 2100), stand(1400, 2900), stand(1300, 1900), stand(1350, 1990)])
    expect(staysAtEnd(true, end, now, false), JSON.stringify(now)).toBe(true);
});

test("a list that shrank and grew between two looks stands higher, and nobody went up", () => {
  expect(staysAtEnd(true, end, stand(1340, 2000), false)).toBe(true);
  expect(staysAtEnd(true, end, stand(1200, 2000), false)).toBe(true);
});

test("a reader who goes up lets go, also while rows come; who is at the end holds it again", () => {
  expect(staysAtEnd(true, end, stand(1340, 2000), true)).toBe(false);
  expect(staysAtEnd(true, end, stand(1340, 2400), true)).toBe(false);
  expect(staysAtEnd(true, end, stand(0, 2000), false)).toBe(false);
  expect(staysAtEnd(false, stand(700, 2000), stand(800, 2000), false)).toBe(false);
  expect(staysAtEnd(false, stand(700, 2000), stand(1380, 2000), false)).toBe(true);
});

test("a gesture that does not move the list up is none", () => {
  expect(staysAtEnd(true, end, stand(1400, 2300), true)).toBe(true);
});
