-- When who answers for somebody external asked for more time than they may give themselves.
alter table post add column longer_asked_ms bigint;

-- An agent whom a new address has made one of another organisation: the one before looks over what it gave them. `addresses` are
-- those of the one before, which sign nobody in any more.
create table move (
  nid bigint primary key,
  id text collate "C" not null unique,
  "user" bigint not null,
  organisation bigint not null references organisation (nid),
  into_organisation bigint not null references organisation (nid),
  addresses text[] not null,
  at_ms bigint not null,
  decided_ms bigint,
  decided_by bigint,
  check ((decided_ms is null) = (decided_by is null))
);
create index move_waiting on move (organisation, at_ms) where decided_ms is null;
