-- What changed of boards and the log has not been told, or has been a moment ago: noted in the transaction that changes it. `key` is the
-- id of a task, or the word board; `seen_by` are those who saw a task that is gone.
create table task_untold (
  nid bigint primary key,
  space bigint not null,
  key text collate "C" not null,
  gone boolean not null,
  seen_by text[] collate "C" not null,
  at_ms bigint not null
);
create index task_untold_at on task_untold (at_ms);

-- The last changes of one board, in their order.
create index syncable_task on syncable (room, pos) where kind = 9;
