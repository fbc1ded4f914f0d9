-- The register of a space, from its first decision on: the last number that one of it got. Who makes decisions depend on each other holds
-- its lock.
create table decision_register (
  space bigint primary key,
  numbered integer not null default 0
);

-- A decision. `content` is JSON and has what people set of it, but for what is long, which is in `texts`; what decisions are found by
-- stands in columns of its own, too. `versions` says of each value at which version it changed last, where that is not the first. `people`
-- are all whom it names, and who made it: they see it, whatever else they see.
create table decision (
  nid bigint primary key,
  id text collate "C" not null unique,
  space bigint not null,
  number integer not null,
  version integer not null check (version > 0),
  versions text not null,
  content text not null,
  texts text not null,
  state text collate "C" not null check (state in ('draft', 'taken', 'executed', 'withdrawn')),
  state_by text collate "C" not null,
  state_ms bigint not null,
  day text collate "C",
  supersedes text collate "C",
  people text[] collate "C" not null,
  words tsvector not null,
  made_by text collate "C" not null,
  made_ms bigint not null,
  changed_ms bigint not null,
  constraint decision_number unique (space, number),
  constraint decision_taken_on check (day is not null or state in ('draft', 'withdrawn'))
);
create index decision_supersedes on decision (supersedes) where supersedes is not null;
create index decision_people on decision using gin (people);
create index decision_worded on decision using gin (words);

-- What changed of a decision: one row for each value of each version after the first. Both ends are JSON.
create table decision_change (
  decision bigint not null references decision (nid) on delete cascade,
  version integer not null,
  field text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null,
  was text not null,
  became text not null,
  primary key (decision, version, field)
);

-- What devices asked for under names of their own: asked again it is not done again.
create table decision_request (
  scope bigint not null,
  request text collate "C" not null,
  decision text collate "C" not null,
  at_ms bigint not null,
  primary key (scope, request)
);
create index decision_request_at on decision_request (at_ms);

-- What a decision is tied to: a message, or a thing of another leaf. `target` is JSON, as its kind has it; of a message, `room` and
-- `event` stand in columns of their own, too.
create table decision_link (
  nid bigint primary key,
  id text collate "C" not null unique,
  decision bigint not null references decision (nid) on delete cascade,
  kind text collate "C" not null,
  target text collate "C" not null,
  room text collate "C",
  event text collate "C",
  "by" text collate "C" not null,
  at_ms bigint not null,
  constraint decision_link_once unique (decision, kind, target)
);
create index decision_link_of on decision_link (decision, nid);
create index decision_link_of_room on decision_link (room, nid desc) where room is not null;

-- Whom a change of a decision calls, and was not told yet: noted in the transaction that makes it.
create table decision_call (
  nid bigint primary key,
  decision bigint not null references decision (nid) on delete cascade,
  kind text collate "C" not null,
  "to" text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null
);
