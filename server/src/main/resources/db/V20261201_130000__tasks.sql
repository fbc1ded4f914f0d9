-- The board of a space, from the moment when somebody arranges it or makes its first task. `arranged` is JSON, null while it is as
-- every board begins; `numbered` is the last number that a task of the space got.
create table task_board (
  space bigint primary key,
  version integer not null default 0,
  arranged text,
  numbered integer not null default 0
);

-- A task. `content` is JSON and has what people set of it, but for what is long, which is in `texts` and read for one task alone; what
-- tasks are found by stands in columns of its own, too. `versions` says of each value at which version it changed last, where that is
-- not the first. `seen_by` are all who ever made it or were to do it: whoever no longer is must be told that it is gone.
create table task (
  nid bigint primary key,
  id text collate "C" not null unique,
  space bigint not null,
  number integer not null,
  version integer not null check (version > 0),
  versions text not null,
  content text not null,
  texts text not null,
  "column" text collate "C" not null,
  rank text collate "C" not null,
  state text collate "C" not null check (state in ('open', 'done', 'validated')),
  state_by text collate "C" not null,
  state_ms bigint not null,
  assignees text[] collate "C" not null,
  seen_by text[] collate "C" not null,
  due text collate "C",
  archived boolean not null,
  made_by text collate "C" not null,
  made_ms bigint not null,
  changed_ms bigint not null,
  constraint task_number unique (space, number)
);
create index task_in_column on task (space, "column", rank, number);

-- What changed of a task: one row for each value of each version after the first. Both ends are JSON.
create table task_change (
  task bigint not null references task (nid) on delete cascade,
  version integer not null,
  field text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null,
  was text not null,
  became text not null,
  primary key (task, version, field)
);

-- What devices asked for under names of their own: asked again it is not done again.
create table task_request (
  scope bigint not null,
  request text collate "C" not null,
  task text collate "C" not null,
  at_ms bigint not null,
  primary key (scope, request)
);
create index task_request_at on task_request (at_ms);
