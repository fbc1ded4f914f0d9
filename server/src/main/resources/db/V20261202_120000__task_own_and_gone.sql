-- Whose own a task is: who made it, and who is to do it. (`seen_by` is written no longer.) And what its history takes.
alter table task
  add column own text[] collate "C" not null default '{}',
  add column history_bytes bigint not null default 0,
  alter column seen_by set default '{}';
update task
   set own = array(select distinct unnest(assignees || made_by)),
       history_bytes = coalesce((select sum(octet_length(was) + octet_length(became)) from task_change c where c.task = task.nid), 0);
drop index task_seen;
create index task_own on task using gin (own);

-- The tasks of a column in their order, and those of a space by their numbers: what is archived lies apart.
drop index task_in_column;
create index task_in_column on task (space, archived, "column", rank, number);
create index task_in_space on task (space, archived, number);

-- How many tasks a space has: numbers are not given again, and go on beyond it.
alter table task_board add column held integer not null default 0;
update task_board b set held = (select count(*) from task t where t.space = b.space);

-- A task that is gone for good, and whose own it was at the end. What a board tells of it is read here, in whatever order its changes
-- are told.
create table task_gone (
  id text collate "C" primary key,
  own text[] collate "C" not null,
  at_ms bigint not null
);
insert into task_gone (id, own, at_ms)
select key, array(select jsonb_array_elements_text(convert_from(value, 'UTF8')::jsonb)), 0
  from syncable where kind = 9 and tombstone
on conflict do nothing;

-- What the log is to be told is a key alone; `gone` and `seen_by` are written no longer.
alter table task_untold
  alter column gone set default false,
  alter column seen_by set default '{}';
