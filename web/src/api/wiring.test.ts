import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Description, wireOf } from "./wiring";

const told = join(import.meta.dirname, "../../../docs/admin/openapi.json");
const kept = join(import.meta.dirname, "wire");
const linesMax = 500;

test("the types of what goes over the wire are those that the server tells", () => {
  const now = wireOf(JSON.parse(readFileSync(told, "utf8")) as Description);
  for (const [file, text] of Object.entries(now)) {
    if (process.env.WIRE_WRITE === "true") writeFileSync(join(kept, file), text);
    expect(readFileSync(join(kept, file), "utf8")).toBe(text);
    expect(text.split("\n").length).toBeLessThanOrEqual(linesMax);
  }
  expect(readdirSync(kept).sort()).toEqual(Object.keys(now).sort());
});

test("optional values, words, lists and what may be null are told as types say them", () => {
  const answer = {
    type: "object",
    required: ["id", "due", "tags"],
    properties: {
      id: { type: "string" },
      due: { type: ["string", "null"], description: "A day" },
      tags: { type: "array", items: { type: "string", enum: ["a", "b"] } },
      more: { type: "object" },
      end: { $ref: "#/components/schemas/End", description: "Where it leads" },
      one: { anyOf: [{ type: "string" }, { $ref: "#/components/schemas/End" }] },
    },
  };
  const end = { type: "object", required: ["id"], properties: { id: { type: "string" } } };
  const responses = { "200": { content: { "application/json": { schema: answer } } } };
  const parameters = [{ name: "from", in: "query", required: false, schema: { type: "integer" } }];
  const files = wireOf({
    paths: {
      "/api/v1/tasks/{task}": { get: { summary: "A task", parameters, responses } },
      "/api/v1/other": { get: { summary: "Not asked", responses } },
    },
    components: { schemas: { End: end, Other: end } },
  });
  const { "named.ts": named = "", "tasks.ts": text = "", "index.ts": index = "" } = files;
  expect(text).toContain("readonly from?: number");
  expect(text).toContain("readonly due: string | null;");
  expect(text).toContain("/** A day */");
  expect(text).toContain('readonly tags: readonly ("a" | "b")[];');
  expect(text).toContain("readonly more?: Anything");
  expect(text).not.toContain("Not asked");
  expect(text).toContain('import type { End } from "./named";');
  expect(index).toContain("export interface Wire extends TasksWire {}");
  expect(named).toContain("export type End = { readonly id: string };");
  expect(text).toContain("/** Where it leads */ readonly end?: End;");
  expect(text).toContain("readonly one?: string | End;");
  expect(named).not.toContain("Other");
});
