-- A program of others is told of some kinds of changes, of all where none is named, and of none while it is paused.
alter table task_hook
  add column paused boolean not null default false,
  add column kinds text[] not null default '{}';

-- What it was told last, and what it answered: `status` is 0 where there was no answer, and `outcome` says why. A few are kept of each.
create table task_told (
  nid bigint primary key,
  hook bigint not null references task_hook (nid) on delete cascade,
  kind text not null,
  at_ms bigint not null,
  status integer not null,
  outcome text not null
);
create index task_told_of on task_told (hook, nid desc);
