-- That a thing of a leaf changed, and the log has not been told, or has been a moment ago: noted in the transaction that changes it. `key`
-- is the id of the thing; behind a space it names who sees it no more.
create table thing_untold (
  nid bigint primary key,
  kind text collate "C" not null,
  place bigint not null,
  key text collate "C" not null,
  at_ms bigint not null
);
create index thing_untold_at on thing_untold (kind, at_ms);
