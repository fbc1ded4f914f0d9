-- A program of others is asked in its turn: `due_ms` is when it is asked next, whatever waits for it; who asks it puts that off meanwhile.
-- `failing` is how often in a row it did not answer. (`due_ms` and `tries` of what waits are written no longer.)
alter table task_hook
  add column due_ms bigint not null default 0,
  add column failing integer not null default 0;
alter table task_delivery alter column due_ms set default 0;
drop index task_delivery_due;
