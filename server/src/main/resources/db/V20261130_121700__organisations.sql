-- Organisations, who is of which, and how people come to be. `server` and users are the log's: numbers here point at them without
-- foreign keys.

-- An administration, or a part of one. `id` is what others call it.
create table organisation (
  nid bigint primary key,
  id text collate "C" not null unique,
  server bigint not null,
  name text not null check (name <> ''),
  label text not null check (label <> ''),
  parent bigint references organisation (nid),
  siret text collate "C" check (siret ~ '^[0-9]{14}$'),
  access_rules boolean not null default false,
  promotes_all boolean not null default false,
  created_ms bigint not null,
  constraint organisation_label unique (server, label),
  check (parent <> nid)
);

-- Which e-mail addresses are of an organisation: one address, all of one domain, or all of a domain and of those below it.
create table organisation_address (
  server bigint not null,
  kind text collate "C" not null check (kind in ('address', 'domain', 'below')),
  value text collate "C" not null check (value <> ''),
  organisation bigint not null references organisation (nid),
  "by" bigint not null,
  since_ms bigint not null,
  primary key (server, kind, value)
);
create index organisation_address_of on organisation_address (organisation, kind, value);

-- That somebody is, or was, of an organisation. Nobody is of two at a time; what is over stays as history.
create table post (
  nid bigint primary key,
  "user" bigint not null,
  organisation bigint not null references organisation (nid),
  role text collate "C" not null check (role in ('member', 'approver', 'administrator')),
  ground text collate "C" not null check (ground in ('address', 'administrator', 'code', 'claim', 'sponsor')),
  "by" bigint,
  sponsor bigint,
  since_ms bigint not null,
  until_ms bigint check (until_ms >= since_ms),
  ends_ms bigint,
  extended boolean not null default false,
  over boolean not null default false,
  check (sponsor is null or role = 'member'),
  check ((sponsor is null) = (ends_ms is null))
);
create unique index post_now on post ("user") where until_ms is null;
create index post_of on post (organisation, nid) where until_ms is null;
create index post_history on post ("user", since_ms);
create index post_ending on post (ends_ms) where until_ms is null and ends_ms is not null and not over;

-- A word on paper that makes people agents of an organisation, attested by who made it. The word is kept as its hash alone.
create table entry_code (
  id text collate "C" primary key,
  organisation bigint not null references organisation (nid),
  hash bytea not null unique,
  purpose text not null,
  "by" bigint not null,
  created_ms bigint not null,
  expires_ms bigint not null,
  uses_left integer not null check (uses_left >= 0)
);
create index entry_code_of on entry_code (organisation, expires_ms);

-- Somebody's wish to be of an organisation that nothing shows them to be of, and what was decided on it.
create table claim (
  id text collate "C" primary key,
  server bigint not null,
  "user" bigint not null,
  wish text not null check (wish <> ''),
  created_ms bigint not null,
  decided_ms bigint,
  decided_by bigint,
  organisation bigint references organisation (nid),
  reason text not null default '',
  check ((decided_ms is null) = (decided_by is null))
);
create unique index claim_open on claim ("user") where decided_ms is null;
create index claim_of_server on claim (server, created_ms) where decided_ms is null;

-- An account whose time is over lets nobody in until somebody puts its end off. What it wrote stays.
alter table account add column expired boolean not null default false;

-- What administrators did, each row written with the deed itself. Nothing is ever changed here.
create table journal (
  nid bigint primary key,
  at_ms bigint not null,
  server bigint not null,
  organisation bigint references organisation (nid),
  "by" bigint not null,
  deed text collate "C" not null,
  about text not null
);
create index journal_of on journal (server, organisation, at_ms, nid);
