-- Whom a change of a task calls, and was not told yet: noted in the transaction that makes it. `"to"` is empty for whoever validates in
-- the space.
create table task_call (
  nid bigint primary key,
  task bigint not null references task (nid) on delete cascade,
  kind text collate "C" not null,
  "to" text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null
);

-- The day of which those were told who are to do it: each is told of one day once.
alter table task add column due_told text collate "C";
create index task_due_tomorrow on task (due) where state = 'open' and not archived and due is not null;
