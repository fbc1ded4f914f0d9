-- What tasks are found by besides: their priority, and, among their labels, what they say in the fields of their board (field=value).
-- `again_on` is the day of a task that comes again at its day; `followed_by` the one that came after it, empty where none does: of each
-- task one comes, whatever happens to it afterwards.
alter table task
  add column priority text collate "C" not null default 'none',
  add column again_on text collate "C",
  add column followed_by text collate "C";
update task set priority = coalesce(content::jsonb ->> 'priority', 'none');
create index task_again on task (again_on) where again_on is not null and followed_by is null and not archived;

-- When somebody is told of a task before it is due: so many days before, at a minute of that day where they are. `at_ms` is that moment,
-- null while the task has no day.
create table task_reminder (
  task bigint not null references task (nid) on delete cascade,
  "user" text collate "C" not null,
  days integer not null check (days >= 0),
  minute integer not null check (minute between 0 and 1439),
  zone text collate "C" not null,
  at_ms bigint,
  told boolean not null default false,
  primary key (task, "user")
);
create index task_reminder_at on task_reminder (at_ms) where not told;

-- What people keep of a board for later: views of it, and templates of tasks. `owner` is null where it is for all of the space.
create table task_shelf (
  nid bigint primary key,
  id text collate "C" not null unique,
  space bigint not null,
  kind text collate "C" not null check (kind in ('view', 'template')),
  owner text collate "C",
  name text not null,
  content text not null,
  at_ms bigint not null
);
create index task_shelf_of on task_shelf (space, kind, owner);
