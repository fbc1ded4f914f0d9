-- Programs of others that are told when something of a board changed. The secret is sealed by the key that is not in the database.
-- `answered` is the last status of theirs, null before the first; `failed` is how many things they were not told in the end.
create table task_hook (
  nid bigint primary key,
  id text collate "C" not null unique,
  space bigint not null,
  uri text not null,
  sealed_secret bytea not null,
  "by" text collate "C" not null,
  at_ms bigint not null,
  answered integer,
  failed bigint not null default 0
);
create index task_hook_of on task_hook (space, nid);

-- What a program is to be told: that a thing of a board changed, in the words of `task_untold`, and the version it has; 0: it is gone.
create table task_delivery (
  nid bigint primary key,
  hook bigint not null references task_hook (nid) on delete cascade,
  key text collate "C" not null,
  version bigint not null,
  at_ms bigint not null,
  due_ms bigint not null,
  tries integer not null default 0
);
create index task_delivery_due on task_delivery (due_ms);
create index task_delivery_of on task_delivery (hook, nid);
