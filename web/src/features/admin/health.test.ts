import { expect, test } from "vitest";
import type { Health } from "../../api/health";
import { Refusal } from "../../api/http";
import type { T } from "../../i18n";
import { healthLines, unreadOf } from "./health";

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
  work: { state: "good", faults: 0, more: false, said: [] },
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
    work: {
      state: "look",
      faults: 3,
      more: false,
      said: [
        { sentence: "An import did not go on", times: 2, last: 8 },
        { sentence: "A copy failed", times: 1, last: 4 },
      ],
    },
  };
  for (const { part, todo } of healthLines(ill, t, as)) expect(todo, part).toBeTruthy();
  expect(line(ill, "mail").said).toBe("health.mail.waiting|2 health.mail.late|1 health.mail.failed|3");
  expect(line(ill, "work").said).toBe("health.work.faults|3");
  expect(line(ill, "work").quotes).toEqual([
    { sentence: "An import did not go on", times: "health.work.times|2|@8" },
    { sentence: "A copy failed", times: "health.work.times|1|@4" },
  ]);
  const many = { ...ill.work, more: true };
  expect(line({ work: many }, "work").said).toBe("health.work.more|3");
});

test("what is gravest is said first", () => {
  const disk = { free: 1, total: 99, missing: 4 };
  expect(line({ disk: { ...disk, state: "bad" } }, "disk").todo).toBe("health.disk.full");
  expect(line({ disk: { ...disk, state: "look" } }, "disk").todo).toBe("health.disk.missing|4");
  const mail = { waiting: 0, late: 0, failed: 0 };
  expect(line({ mail: { ...mail, state: "bad", server: true, trouble: "x" } }, "mail").todo).toBe("health.mail.broken");
  expect(line({ mail: { ...mail, state: "look", server: false, trouble: "" } }, "mail").said).toBe("health.mail.none");
});

test("a backup of tomorrow is none, and search that reads nothing is told as such", () => {
  expect(line({ backup: { state: "unknown" } }, "backup").todo).toBe("health.backup.how");
  expect(line({ backup: { state: "unknown", at: 9 } }, "backup").todo).toBe("health.backup.ahead");
  expect(line({ search: { state: "look", behind: 9 } }, "search").todo).toBe("health.search.wait");
  expect(line({ search: { state: "bad", behind: 9 } }, "search").todo).toBe("health.search.stopped");
});

test("that the database does not answer is said of faults of the server alone", () => {
  const of = (status: number, code: string) => unreadOf(new Refusal(status, code, {}), t);
  expect(of(500, "M_UNKNOWN")).toBe("health.failed");
  expect(of(503, "M_UNKNOWN")).toBe("health.failed");
  expect(of(403, "M_FORBIDDEN")).toBe("health.unread");
  expect(of(404, "M_UNRECOGNIZED")).toBe("health.unread");
  expect(of(429, "M_LIMIT_EXCEEDED")).toBe("health.unread");
  expect(of(502, "NOT_JSON")).toBe("health.unread");
  expect(of(0, "NETWORK")).toBe("health.unread");
});
