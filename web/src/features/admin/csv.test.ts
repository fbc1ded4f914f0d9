import { expect, test } from "vitest";
import { csvOf } from "./csv";

test("a table is read by office programs, and nothing of it is run", () => {
  expect(csvOf([["a;b", 'say "x"', 3, undefined], ["=1+1"]])).toBe('\uFEFF"a;b";"say ""x""";3;\r\n\'=1+1\r\n');
});
