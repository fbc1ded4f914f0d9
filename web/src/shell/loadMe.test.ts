import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { account, me } from "../base/account";
import { loadMe } from "./loadMe";

const userId = "@alix:parvis.example";
const json = (body: object) => new Response(JSON.stringify(body));

/** Lets the profile answer. */
let answer: (profile: object) => void;

beforeEach(() => {
  const profile = new Promise<Response>((resolve) => {
    answer = (body) => resolve(json(body));
  });
  vi.stubGlobal("fetch", async (path: string) => {
    if (path.includes("/profile/")) return profile;
    return json(path.endsWith("/whoami") ? { user_id: userId, admin: false, password: true } : {});
  });
  account.set({ userId, deviceId: "D", accessToken: "t" });
  me.set({ userId, name: "Alix", picture: null, admin: false, administers: false });
});
afterEach(() => vi.unstubAllGlobals());

test("what the server says of me is shown", async () => {
  const loaded = loadMe();
  answer({ displayname: "Alix Morel", avatar_url: "mxc://parvis.example/a" });
  await loaded;
  expect(me.now()).toMatchObject({ name: "Alix Morel", picture: "mxc://parvis.example/a" });
});

test("what I changed while it was asked is not taken back by the older answer", async () => {
  const loaded = loadMe();
  me.set((before) => before && { ...before, name: "Alix Morel" });
  answer({ displayname: "Alix", avatar_url: "mxc://parvis.example/a" });
  await loaded;
  expect(me.now()).toMatchObject({ name: "Alix Morel", picture: "mxc://parvis.example/a" });
});
