-- What administrators tell everybody of an organisation, or of the whole server (`organisation` is null): as a banner until it
-- ends, and as a notice of the server to each. `after` is the last person, by nid, to whom the notice went; null when it went to all,
-- or to nobody. `request` is the number that its author gave it, so that it is made once.
create table bulletin (
  nid bigint primary key,
  id text collate "C" not null unique,
  server bigint not null,
  organisation bigint,
  "by" bigint not null,
  request text collate "C" not null,
  french text not null check (french <> ''),
  english text not null default '',
  created_ms bigint not null,
  until_ms bigint not null check (until_ms > created_ms),
  withdrawn_ms bigint,
  after bigint,
  told integer not null default 0,
  constraint bulletin_once unique ("by", request)
);
create index bulletin_shown on bulletin (server, until_ms) where withdrawn_ms is null;
create index bulletin_of on bulletin (server, organisation, nid);
create index bulletin_going on bulletin (nid) where after is not null;

-- Who put a banner away.
create table bulletin_closed (
  bulletin bigint not null references bulletin (nid) on delete cascade,
  "user" bigint not null,
  primary key (bulletin, "user")
);
