-- The log, what is written together with it, and the names behind its numbers.
-- Hot tables have no foreign keys: a check would run while the lock of the log is held.

-- Numbers for everything: each node takes a block of 1,000 at a time.
create sequence nid increment by 1000;

create table server (
  nid bigint primary key,
  name text collate "C" not null unique
);

create table matrix_user (
  nid bigint primary key,
  user_id text collate "C" not null unique
);

create table state_slot (
  nid bigint primary key,
  type text collate "C" not null,
  state_key text collate "C" not null,
  unique (type, state_key)
);

-- A room as the next event finds it. Its row is locked by every write into the room.
create table room (
  nid bigint primary key,
  room_id text collate "C" not null unique,
  version_id text collate "C" not null,
  version bigint not null default 0,
  snapshot bigint not null default 0,
  tip text collate "C" not null default '',
  depth bigint not null default 0
) with (fillfactor = 50);

-- What is asked of events, without their bytes. An event that came by backfill has no position.
create table event (
  nid bigint primary key,
  room bigint not null,
  pos bigint,
  event_id text collate "C" not null constraint event_id_key unique,
  depth bigint not null,
  ts bigint not null,
  type text collate "C" not null,
  sender bigint not null,
  slot bigint,
  snapshot bigint not null,
  push smallint not null default 0,
  rel_type text collate "C",
  relates_to text collate "C",
  thread bigint,
  redacted_by bigint
) with (fillfactor = 90);
create index event_by_position on event (room, pos) where pos is not null;
create index event_by_slot on event (room, slot, pos) where slot is not null;
create index event_by_relation on event (relates_to, rel_type, pos) where relates_to is not null;
create index event_by_thread on event (thread, pos) where thread is not null;

create table event_bytes (
  event bigint primary key,
  bytes bytea not null
);

-- The state before an event: what `delta` changes in the state of `parent`; a parent of 0 means that it is whole.
create table snapshot (
  nid bigint primary key,
  room bigint not null,
  parent bigint not null,
  steps integer not null check (steps >= 0),
  delta bytea not null
);

-- The last membership of a person in a room: 1 invited, 2 joined, 3 left, 4 banned, 5 knocking. `since` is where it began
-- to be this one, `was_joined` whether the person was joined right before.
create table membership (
  room bigint not null,
  "user" bigint not null,
  membership smallint not null check (membership between 1 and 5),
  event bigint not null,
  pos bigint not null,
  since bigint not null,
  snapshot bigint not null,
  was_joined boolean not null default false,
  forgotten boolean not null default false,
  primary key (room, "user")
) with (fillfactor = 80);
create index membership_of_user on membership ("user");

-- What a session has sent under a transaction id of its choice, so that sending again finds the same event.
create table send_key (
  session bigint not null,
  path text collate "C" not null,
  txn text collate "C" not null,
  event_id text collate "C" not null,
  at bigint not null,
  constraint send_key_used primary key (session, path, txn)
);
create index send_key_by_time on send_key using brin (at) with (pages_per_range = 32);

-- The last value of everything durable that is no event, with the position at which it got it.
create table syncable (
  kind smallint not null,
  "user" bigint not null,
  room bigint not null,
  key text collate "C" not null,
  pos bigint not null,
  value bytea not null,
  tombstone boolean not null default false,
  primary key ("user", kind, room, key)
) with (fillfactor = 80);
create index syncable_of_room on syncable (room, kind) where room <> 0;

-- The log. Partitions are made ahead of its end and dropped behind its floor.
create sequence log_pos;
create table log (
  pos bigint not null primary key,
  kind smallint not null,
  room bigint not null,
  "user" bigint not null,
  ref bigint not null,
  key text collate "C" not null
) partition by range (pos);
create table log_0 partition of log for values from (0) to (1000000);

-- The other way to order the log: a row that counts, for engines without advisory locks.
create table log_counter (
  pos bigint not null
) with (fillfactor = 10);
create unique index log_counter_one_row on log_counter ((true));
insert into log_counter (pos) values (0);

-- One row a statement of a committer: whether it is durable, and which positions it got.
create table log_batch (
  node bigint not null,
  batch bigint not null,
  first bigint not null,
  last bigint not null,
  settled boolean not null default false,
  constraint log_batch_written primary key (node, batch)
);

-- Where the log ended at some moments, so that its floor can be a span of time.
create table log_mark (
  at bigint primary key,
  pos bigint not null
);

-- Durable readers of the log, and how far each has read: nothing above is dropped.
create table log_consumer (
  name text collate "C" primary key,
  pos bigint not null
);

-- Each history that this database has had, and the last position that it shares with the one before.
create table epoch (
  number bigint primary key,
  system_identifier text collate "C" not null,
  timeline bigint not null,
  database bigint not null,
  fork bigint not null
);
