-- What was said of a person (1: their profile changed, 2: their account ended) and not everybody has heard yet.
create table unheard (
  "user" bigint not null,
  kind smallint not null check (kind in (1, 2)),
  said_ms bigint not null,
  primary key ("user", kind)
);
create index unheard_by_time on unheard (said_ms);
