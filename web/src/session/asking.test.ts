import { ConnectionError, HTTPError, type MatrixClient, MatrixError } from "matrix-js-sdk";
import { expect, test, vi } from "vitest";
import { memoryTable } from "../base/table";
import { type Asked, type Asking, ask, askAfter, askAll, goOn } from "./asking";

const refusal = (status: number, more = {}) => new MatrixError({ errcode: "M_TEST", ...more }, status);

test("who is asked too soon is asked again when the server says", async () => {
  const invite = vi
    .fn()
    .mockRejectedValueOnce(refusal(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 700 }))
    .mockRejectedValueOnce(refusal(429, { errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 900 }))
    .mockResolvedValueOnce({});
  const wait = vi.fn().mockResolvedValue(undefined);
  expect(await ask(invite, wait)).toBe("asked");
  expect(wait.mock.calls).toEqual([[700], [900]]);
});

test("a refusal is none to wait for, there is an end to waiting, and a lost network is none", async () => {
  const wait = vi.fn().mockResolvedValue(undefined);
  const refused = vi.fn().mockRejectedValue(refusal(403));
  expect(await ask(refused, wait)).toBe("refused");
  expect(refused).toHaveBeenCalledTimes(1);
  const never = vi.fn().mockRejectedValue(refusal(429));
  expect(await ask(never, wait)).toBe("later");
  expect(never.mock.calls.length).toBeLessThan(100);
  expect(await ask(vi.fn().mockRejectedValue(new ConnectionError("no network")), wait)).toBe("later");
});

test("who is still to be asked is kept until they were, each once", async () => {
  const kept = memoryTable<Asking>();
  const first: Asking = { id: 1, from: "!old", to: "!new", people: ["@a", "@b", "@c", "@d"] };
  const asked: string[] = [];
  const each = (ends: Record<string, Asked>) => async (person: string) => {
    if (ends[person] !== "later") asked.push(person);
    return ends[person] ?? "asked";
  };
  expect(await askAll(kept, first, each({ "@b": "refused", "@c": "later" }))).toBe(1);
  const [left] = await kept.all();
  expect(left).toEqual({ ...first, people: ["@c", "@d"] });
  expect(await askAll(kept, left!, each({}))).toBe(0);
  expect(await kept.all()).toEqual([]);
  expect(asked).toEqual(["@a", "@b", "@c", "@d"]);
});

test("a session that ended in the middle, and whatever stands before the server, refuse nobody", async () => {
  const wait = vi.fn().mockResolvedValue(undefined);
  for (const failure of [refusal(401, { errcode: "M_UNKNOWN_TOKEN" }), refusal(500), new HTTPError("html", 502)])
    expect(await ask(vi.fn().mockRejectedValue(failure), wait)).toBe("later");
  expect(await ask(vi.fn().mockRejectedValue(new HTTPError("text", 403)), wait)).toBe("refused");
});

/** A server on which rooms are where `places` says: in a new one, still there, or hidden from me. */
function server(places: Record<string, string | number>) {
  const asked: string[] = [];
  const authedRequest = async (_method: string, path: string) => {
    const place = places[decodeURIComponent(path.split("/")[2]!)] ?? 404;
    if (typeof place === "number") throw refusal(place);
    return { replacement_room: place };
  };
  const invite = async (room: string, person: string) => void asked.push(`${person} ${room}`);
  return { asked, places, client: { http: { authedRequest }, invite } as unknown as MatrixClient };
}

test("an upgrade whose answer was lost asks its people once the new room is there, one that was refused nobody", async () => {
  for (const lost of [new HTTPError("html", 504), refusal(502), new ConnectionError("none"), refusal(401)]) {
    const { client, asked, places } = server({});
    await expect(askAfter(client, "!old", ["@a", "@b"], () => Promise.reject(lost))).rejects.toBe(lost);
    await goOn(client);
    expect(asked).toEqual([]);
    places["!old"] = "!new";
    await goOn(client);
    await goOn(client);
    expect(asked).toEqual(["@a !new", "@b !new"]);
  }
  for (const no of [refusal(403), refusal(429)]) {
    const { client, asked } = server({ "!old": "!other" });
    await expect(askAfter(client, "!old", ["@a"], () => Promise.reject(no))).rejects.toBe(no);
    await goOn(client);
    expect(asked).toEqual([]);
  }
});

test("a second upgrade takes the place of the one whose answer was lost", async () => {
  const { client, asked, places } = server({});
  await askAfter(client, "!old", ["@a"], () => Promise.reject(new HTTPError("html", 504))).catch(() => undefined);
  expect(await askAfter(client, "!old", ["@a", "@b"], async () => "!new")).toEqual({ to: "!new", missed: 0 });
  places["!old"] = "!new";
  await goOn(client);
  expect(asked).toEqual(["@a !new", "@b !new"]);
});

test("a room that was left, or cannot be looked at now, holds up no other", async () => {
  vi.useFakeTimers();
  const { client, asked } = server({ "!left": 403, "!ill": 500, "!old": "!new" });
  for (const room of ["!left", "!ill", "!old"]) {
    await askAfter(client, room, ["@a"], () => Promise.reject(new ConnectionError("none"))).catch(() => undefined);
    vi.advanceTimersByTime(1);
  }
  await goOn(client);
  expect(asked).toEqual(["@a !new"]);
  vi.useRealTimers();
});
