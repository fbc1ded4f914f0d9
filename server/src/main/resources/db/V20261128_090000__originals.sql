-- Redacted events whose bytes are still as they were sent, and when they were redacted.
create table original (
  event bigint primary key,
  redacted_ms bigint not null
);
create index original_by_time on original (redacted_ms, event);

insert into original (event, redacted_ms)
select e.nid, least(r.ts, (extract(epoch from now()) * 1000)::bigint)
  from event e join event r on r.nid = e.redacted_by;

-- Nothing else makes rows here dead: what was wiped leaves the files of the table within minutes, however large it is.
alter table event_bytes set (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 0,
  toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 0
);
