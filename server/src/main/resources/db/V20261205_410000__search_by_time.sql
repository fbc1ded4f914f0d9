-- What was said at a time is found by reading that time, latest first.
alter table search_text add column ts bigint;
update search_text s set ts = e.ts from event e where e.nid = s.event;
alter table search_text alter column ts set not null;
create index search_text_by_time on search_text (ts) include (pos);
