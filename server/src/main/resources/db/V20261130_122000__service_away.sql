-- Since when no registration names a service: it keeps its place for a day.
alter table service_feed add column away_ms bigint;
