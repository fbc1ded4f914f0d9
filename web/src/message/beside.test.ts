import { expect, test } from "vitest";
import { besideNames } from "./beside";

const person = (id: string, name: string, does?: string) => ({ id, name, picture: null, ...(does ? { does } : {}) });

test("an id stands under a name only where nothing else tells two people apart", () => {
  const people = [
    person("@a:x", "Léa Moreau", "Juriste"),
    person("@b:x", "Karim Ouali"),
    person("@c:x", "Karim Ouali"),
    person("@d:x", "Inès Roy"),
    person("@e:x", "Inès Roy"),
    person("@f:x", "Paul"),
  ];
  const labels = new Map([
    ["@a:x", "Ville"],
    ["@d:x", "Ville"],
    ["@e:x", "Région"],
  ]);
  expect([...besideNames(people, labels).values()]).toEqual(["Juriste · Ville", "@b:x", "@c:x", "Ville", "Région", ""]);
});
