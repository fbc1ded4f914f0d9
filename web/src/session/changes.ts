import {
  ClientEvent,
  EventType,
  type MatrixClient,
  type MatrixEvent,
  MatrixEventEvent,
  type Room,
  RoomEvent,
  RoomMemberEvent,
  RoomStateEvent,
  ThreadEvent,
} from "matrix-js-sdk";
import { type Store, store } from "../base/store";
import { noteEdit } from "./items";
import type { Outbox } from "./outbox";

/**
 * What tells the pages that something moved: one number per room and one for the list, raised at most once every
 * `pauseMs`. Pages read the client again when their number changes; nothing is copied.
 */
const pauseMs = 24;
const rooms = new Map<string, Store<number>>();
const raised = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Raised when the list of rooms, a name, a count or an order may have changed. */
export const list = store(0);

export function changesOf(roomId: string): Store<number> {
  const known = rooms.get(roomId) ?? store(0);
  rooms.set(roomId, known);
  return known;
}

/** Says that a room moved. */
export function touch(roomId: string | undefined | null): void {
  if (roomId) raised.add(roomId);
  timer ??= setTimeout(raise, pauseMs);
}

function raise(): void {
  timer = undefined;
  const now = [...raised];
  raised.clear();
  for (const id of now) rooms.get(id)?.set((n) => n + 1);
  list.set((n) => n + 1);
}

export function forgetChanges(): void {
  clearTimeout(timer);
  timer = undefined;
  rooms.clear();
  raised.clear();
}

/** Listens to everything that can change a page. */
export function watch(client: MatrixClient, outbox: Outbox): () => void {
  const ofRoom = (room?: Room) => touch(room?.roomId);
  const ofEvent = (event: MatrixEvent) => touch(event.getRoomId());
  const onTimeline = (event: MatrixEvent, room?: Room) => {
    noteEdit(event);
    const txn = event.getUnsigned().transaction_id;
    const id = event.getId();
    if (event.getSender() === client.getUserId()) outbox.arrived(txn, id);
    touch(room?.roomId ?? event.getRoomId());
  };
  client.on(ClientEvent.Room, (room) => {
    const moved = () => ofRoom(room);
    room.on(RoomEvent.UnreadNotifications, moved);
    room.on(ThreadEvent.New, moved);
    room.on(ThreadEvent.Update, moved);
    room.on(ThreadEvent.NewReply, moved);
    moved();
  });
  client.on(ClientEvent.DeleteRoom, touch);
  client.on(ClientEvent.AccountData, (event) => {
    // Whom I ignore is left out of every room.
    if (event.getType() === EventType.IgnoredUserList) for (const id of rooms.keys()) touch(id);
    touch(null);
  });
  client.on(RoomEvent.Timeline, onTimeline);
  client.on(RoomEvent.TimelineReset, ofRoom);
  client.on(RoomEvent.Redaction, ofEvent);
  client.on(RoomEvent.Receipt, (_event, room) => ofRoom(room));
  client.on(RoomEvent.Name, ofRoom);
  client.on(RoomEvent.MyMembership, ofRoom);
  client.on(RoomEvent.Tags, (_event, room) => ofRoom(room));
  client.on(RoomEvent.AccountData, (_event, room) => ofRoom(room));
  client.on(RoomStateEvent.Update, (state) => touch(state.roomId));
  client.on(RoomMemberEvent.Typing, (_event, member) => touch(member.roomId));
  client.on(MatrixEventEvent.Replaced, ofEvent);
  client.on(MatrixEventEvent.Decrypted, ofEvent);
  const stop = outbox.parcels.follow(() => {
    for (const p of outbox.parcels.now()) touch(p.room);
    touch(null);
  });
  const stopEach = outbox.moved.follow(() => touch(outbox.moved.now()));
  return () => {
    stop();
    stopEach();
  };
}
