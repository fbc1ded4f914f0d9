-- What tasks are found by besides: the task they are part of, their labels, the tasks they wait for, their words, and how many comments
-- each has.
alter table task
  add column parent text collate "C",
  add column labels text[] collate "C" not null default '{}',
  add column waits_for text[] collate "C" not null default '{}',
  add column words tsvector not null default '',
  add column comments integer not null default 0;
create index task_part on task (parent) where parent is not null;
create index task_labelled on task using gin (labels);
create index task_assigned on task using gin (assignees);
create index task_seen on task using gin (seen_by);
create index task_worded on task using gin (words);
create index task_due on task (space, due) where due is not null and not archived;
create index task_done on task (space, nid) where state = 'done' and not archived;
create index task_validated on task (state_by, state_ms) where state = 'validated';

-- What people say of a task, to who sees it.
create table task_comment (
  nid bigint primary key,
  id text collate "C" not null unique,
  task bigint not null references task (nid) on delete cascade,
  "by" text collate "C" not null,
  at_ms bigint not null,
  content text not null,
  mentions text[] collate "C" not null
);
create index task_comment_of on task_comment (task, nid);

-- What a task is tied to: a message, another task, a file. `target` is JSON, as its kind has it; of a message, `room` and `event` stand
-- in columns of their own, too.
create table task_link (
  nid bigint primary key,
  id text collate "C" not null unique,
  task bigint not null references task (nid) on delete cascade,
  kind text collate "C" not null,
  target text collate "C" not null,
  room text collate "C",
  event text collate "C",
  "by" text collate "C" not null,
  at_ms bigint not null,
  constraint task_link_once unique (task, kind, target)
);
create index task_link_of_room on task_link (room, nid desc) where room is not null;
