import { createClient, type MatrixClient, MatrixEvent, Room } from "matrix-js-sdk";
import { expect, test } from "vitest";
import { needsOf } from "./needs";

const me = "@me:x";
const nothing = { rooms: [], invitations: [], requests: [], spaces: [], spaceInvitations: [] };
let count = 0;

function roomOf(client: MatrixClient, id: string): Room {
  const room = new Room(id, client, me);
  room.updateMyMembership("join");
  client.store.storeRoom(room);
  return room;
}

async function said(room: Room, type: string, sender: string, content: object, key?: string): Promise<string> {
  const id = `$${++count}`;
  const at = { event_id: id, room_id: room.roomId, sender, type, origin_server_ts: Date.now() + count };
  const event = new MatrixEvent({ ...at, content, ...(key === undefined ? {} : { state_key: key }) });
  await room.addLiveEvents([event], { addToState: key !== undefined });
  return id;
}

/** A feed, and the notices of the house. */
async function house() {
  const client = createClient({ baseUrl: "http://localhost", userId: me });
  const feed = roomOf(client, "!feed");
  await said(feed, "fr.parvis.feed", "@lou:x", { space: "!space" }, "");
  const notices = roomOf(client, "!notices");
  notices.tags = { "m.server_notice": {} };
  const remind = (post: string, title?: string) =>
    said(notices, "m.room.message", "@house:x", {
      msgtype: "m.text",
      body: "…",
      "fr.parvis.notice": {
        kind: "confirmation_missing",
        room_id: "!feed",
        event_id: post,
        ...(title ? { title } : {}),
      },
    });
  const ask = () =>
    said(feed, "m.room.message", "@lou:x", { msgtype: "m.text", body: "Lire", "fr.parvis.post": { confirm: true } });
  const confirm = (post: string) =>
    said(feed, "fr.parvis.confirmation", me, { "m.relates_to": { rel_type: "m.reference", event_id: post } });
  const tell = (body: string) => said(notices, "m.room.message", "@house:x", { msgtype: "m.text", body });
  const comeIn = () => said(notices, "m.room.member", me, { membership: "join" }, me);
  const told = () => needsOf(client, nothing).flatMap((need) => (need.kind === "house" ? [need.words] : []));
  const read = (event: string) =>
    notices.addReceipt(
      new MatrixEvent({
        type: "m.receipt",
        room_id: "!notices",
        content: { [event]: { "m.read": { [me]: { ts: Date.now() + count } } } },
      }),
    );
  const waits = () => needsOf(client, nothing).filter((need) => need.kind === "confirm");
  return { remind, ask, confirm, waits, tell, comeIn, told, read };
}

test("a post asks once, and anew by each reminder, until it is confirmed", async () => {
  const { remind, ask, confirm, waits } = await house();
  const post = await ask();
  expect(waits()).toMatchObject([{ key: `confirm ${post}` }]);
  const first = await remind(post);
  expect(waits()).toMatchObject([{ key: `confirm ${post} ${first}`, reminded: true, words: "Lire" }]);
  const second = await remind(post);
  expect(waits()).toMatchObject([{ key: `confirm ${post} ${second}` }]);
  await confirm(post);
  expect(waits()).toEqual([]);
});

test("a reminder asks for a post that is far back, by its title", async () => {
  const { remind, confirm, waits } = await house();
  await remind("$old", "Consignes");
  await remind("$older");
  expect(waits()).toMatchObject([
    { event: "$older", words: null, reminded: true },
    { event: "$old", words: "Consignes", reminded: true },
  ]);
  await confirm("$old");
  expect(waits()).toMatchObject([{ event: "$older" }]);
});

test("of many reminders the latest forty ask", async () => {
  const { remind, waits } = await house();
  for (let i = 0; i < 45; i++) await remind(`$old${i}`);
  expect(waits()).toHaveLength(40);
  expect(waits()[0]).toMatchObject({ event: "$old44" });
});

test("all that the server told stands until it is read, the first of it too", async () => {
  const { tell, comeIn, told, read } = await house();
  await tell("Votre espace est ouvert.");
  await comeIn();
  expect(told()).toEqual(["Votre espace est ouvert."]);
  const second = await tell("Deux");
  await tell("Trois");
  expect(told()).toEqual(["Trois", "Deux", "Votre espace est ouvert."]);
  read(second);
  expect(told()).toEqual(["Trois"]);
});
