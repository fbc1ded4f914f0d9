-- The pages that an administration must show: accessibility, personal data, legal notice, terms of use; of an organisation, or
-- of the whole server (`organisation` is null). Each change is a version; the last one holds, and one without text takes the page
-- back. Nothing is ever changed here.
create table paper (
  nid bigint primary key,
  server bigint not null,
  organisation bigint,
  kind text collate "C" not null check (kind in ('accessibility', 'privacy', 'legal', 'terms')),
  version integer not null check (version > 0),
  french text not null,
  english text not null default '',
  "by" bigint not null,
  at_ms bigint not null,
  constraint paper_version unique nulls not distinct (server, organisation, kind, version)
);

-- Who accepted which version of the terms of use.
create table paper_accepted (
  "user" bigint not null,
  paper bigint not null references paper (nid),
  at_ms bigint not null,
  primary key ("user", paper)
);
