-- Who looked at, or took away, what counts as sensitive: apart from the journal of deeds. Kept for a year.
create table access_line (
  nid bigint primary key,
  at_ms bigint not null,
  server bigint not null,
  organisation bigint,
  "by" bigint not null,
  address text collate "C" not null,
  deed text collate "C" not null,
  about text not null
);
create index access_line_of on access_line (server, at_ms);
create index access_line_of_organisation on access_line (organisation, at_ms) where organisation is not null;
create index access_line_at on access_line (at_ms);
create index journal_of_server on journal (server, at_ms);

-- Lines of both journals that wait to be sent to the collector of the operator's, written in the transaction of what they tell.
-- `claimed_ms`: since when a node is sending it.
create table collector_line (
  id bigint generated always as identity primary key,
  at_ms bigint not null,
  line text not null,
  claimed_ms bigint
);
