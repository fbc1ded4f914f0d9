-- When somebody is called next: whom it cannot be told holds up nobody.
alter table task_call add column due_ms bigint not null default 0;
create index task_call_due on task_call (due_ms, nid);
