-- The spaces of the house. What one is stands in the state of its room; here stands which rooms are spaces, and what was asked for
-- until both rooms are there.

-- Whether the agents of an organisation make spaces without asking its approvers.
alter table organisation add column spaces_direct boolean not null default false;

-- `room` and `feed` are drawn before the rooms are made, so that what was cut off is made at the same ids. `node` is the process that makes
-- it; `request` is the maker's name for this one wish.
create table space (
  nid bigint primary key,
  room text collate "C" not null unique,
  feed text collate "C" not null unique,
  "by" bigint not null,
  request text not null,
  wish text not null,
  node bigint not null,
  created_ms bigint not null,
  whole boolean not null default false,
  unique ("by", request)
);
create index space_begun on space (nid) where not whole;
