import { ClientEvent, EventType, type IContent, type MatrixClient, type MatrixEvent, type Room } from "matrix-js-sdk";
import { plain } from "../base/names";
import { language } from "../base/preferences";

/** Who the server is when it speaks itself. */
const serverItself = "_server";

/** Whether it is the server itself, and nobody. It is invited where nobody is left to administer, until somebody is named. */
export const isServerItself = (id: string): boolean => id.startsWith(`@${serverItself}:`);

const ofTwo = 2;

/** Whether a room has no name and no more than two people in it: the server offers it to nobody. */
function isOfTwo(room: Room): boolean {
  const name: unknown = room.currentState.getStateEvents(EventType.RoomName, "")?.getContent().name;
  return room.getJoinedMemberCount() <= ofTwo && !(typeof name === "string" && name.trim() !== "");
}

/** Whether the server keeps a room, since the last one who administered it is gone, until somebody is named. */
export const isKept = (room: Room): boolean =>
  !isOfTwo(room) && room.getMembersWithMembership("invite").some(({ userId }) => isServerItself(userId));

/** Whether an invitation is to the room in which the server of somebody tells them things. */
export function invitesToNotices(room: Room, me: string): boolean {
  const by = room.getMember(me)?.events.member?.getSender();
  return by === `@${serverItself}:${me.slice(me.indexOf(":") + 1)}`;
}

/** Comes into the room of the server's notices, whose invitation is nothing to decide on. */
export function followHouse(client: MatrixClient): () => void {
  const me = client.getUserId()!;
  const tried = new Set<string>();
  const look = () => {
    for (const room of client.getVisibleRooms()) {
      if (room.getMyMembership() !== "invite" || tried.has(room.roomId) || !invitesToNotices(room, me)) continue;
      tried.add(room.roomId);
      void client.joinRoom(room.roomId).catch(() => tried.delete(room.roomId));
    }
  };
  client.on(ClientEvent.Sync, look);
  return () => client.off(ClientEvent.Sync, look);
}

/** What the server says in a notice, in the language of the reader: it says all twice to whom it does not know that of. */
function ownWords(event: MatrixEvent): string {
  const { body, "fr.parvis.notice": about } = event.getContent();
  const whole = typeof body === "string" ? body : "";
  const twice = about && !(about as { lang?: unknown }).lang && isServerItself(event.getSender() ?? "");
  const parts = twice ? whole.split("\n\n") : [];
  return (parts.length === 2 ? parts[language.now() === "en" ? 1 : 0] : null) ?? whole;
}

/** What the server says in a notice, as a line. */
export const noticeWords = (event: MatrixEvent): string => plain(ownWords(event));

/** What a message says, a notice of the server in the language of the reader. */
export const contentFor = (event: MatrixEvent): IContent =>
  event.getContent()["fr.parvis.notice"] ? { ...event.getContent(), body: ownWords(event) } : event.getContent();
