-- Who watches a task and is to hear that it goes on: one row waits for each, however much goes on meanwhile. One that was told stays
-- until `due_ms`, before which the next is not told. They stand apart from what else tasks call people for, which is told first.
create table task_watch_call (
  nid bigint primary key,
  task bigint not null references task (nid) on delete cascade,
  "to" text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null,
  due_ms bigint not null,
  told boolean not null
);
create index task_watch_call_of on task_watch_call (task, "to");
create index task_watch_call_to on task_watch_call ("to");
create index task_watch_call_due on task_watch_call (told, due_ms, nid);

with apart as (delete from task_call where kind = 'WATCHED' returning nid, task, "to", "by", at_ms, due_ms)
insert into task_watch_call (nid, task, "to", "by", at_ms, due_ms, told)
select nid, task, "to", "by", at_ms, due_ms, false from apart;
