import { expect, test } from "vitest";
import type { Health } from "../../api/health";
import type { T } from "../../i18n";
import { healthLines } from "./health";

const t = ((key: string, values?: object) => [key, ...Object.values(values ?? {})].join("|")) as unknown as T;
const as = { size: (bytes: number) => `${bytes} o`, when: (ms: number) => `@${ms}` };

const well: Health = {
  version: "1",
  started: 1,
  database: { state: "good", own: true, bytes: 7 },
  disk: { state: "good", free: 5, total: 9, missing: 0 },
  backup: { state: "good", at: 3 },
  mail: { state: "good", server: true, trouble: "", waiting: 0, late: 0, failed: 0 },
  search: { state: "good", behind: 0 },
  push: { state: "good", behind: 0 },
  work: { state: "good", faults: 0, said: "" },
};
const line = (of: Partial<Health>, part: string) =>
  healthLines({ ...well, ...of }, t, as).find((l) => l.part === part)!;

test("what is well asks for nothing", () => {
  const lines = healthLines(well, t, as);
  expect(lines).toHaveLength(Object.keys(well).length - 2);
  for (const { said, todo } of lines) {
    expect(said).not.toBe("");
    expect(todo).toBeNull();
  }
});

test("each part that is not well says what to do", () => {
  const ill: Health = {
    ...well,
    database: { state: "look", own: false, bytes: 7 },
    disk: { state: "look", free: 1, total: 99, missing: 0 },
    backup: { state: "unknown" },
    mail: { state: "look", server: true, trouble: "", waiting: 2, late: 1, failed: 3 },
    search: { state: "look", behind: 99 },
    push: { state: "look", behind: 2 },
    work: { state: "look", faults: 2, last: 8, said: "An import did not go on" },
  };
  for (const { part, todo } of healthLines(ill, t, as)) expect(todo, part).toBeTruthy();
  expect(line(ill, "mail").said).toBe("health.mail.waiting|2 health.mail.late|1 health.mail.failed|3");
  expect(line(ill, "work").said).toBe("health.work.faults|2|@8|An import did not go on");
});

test("what is gravest is said first", () => {
  const disk = { free: 1, total: 99, missing: 4 };
  expect(line({ disk: { ...disk, state: "bad" } }, "disk").todo).toBe("health.disk.full");
  expect(line({ disk: { ...disk, state: "look" } }, "disk").todo).toBe("health.disk.missing|4");
  const mail = { waiting: 0, late: 0, failed: 0 };
  expect(line({ mail: { ...mail, state: "bad", server: true, trouble: "x" } }, "mail").todo).toBe("health.mail.broken");
  expect(line({ mail: { ...mail, state: "look", server: false, trouble: "" } }, "mail").said).toBe("health.mail.none");
});
