-- Organisations that ask to be in the house, and what they try out before they stay.

-- How many agents it may have; absent: as many as come.
alter table organisation add column people_max integer check (people_max >= 0);

-- Somebody is kept out because their organisation has no place in the house any more; what locks them otherwise is apart from it.
alter table account add column shut boolean not null default false;
create index account_shut on account ("user") where shut;

-- What somebody asked for whose address was proven. `word_hash`: of the link by which they follow it; `network`: a keyed hash of where
-- they were. Kept for a year once it is decided.
create table house_application (
  nid bigint primary key,
  id text collate "C" not null unique,
  server text collate "C" not null,
  address text collate "C" not null,
  secret_hash bytea not null,
  word_hash bytea not null unique,
  network bytea not null,
  language text collate "C" not null,
  applicant text not null,
  organisation text not null,
  siret text collate "C",
  headcount integer not null check (headcount > 0),
  need text not null,
  state text collate "C" not null check (state in ('open', 'asked', 'approved', 'refused')),
  question text not null default '',
  reply text not null default '',
  reason text not null default '',
  created_ms bigint not null,
  decided_ms bigint,
  check ((decided_ms is not null) = (state in ('approved', 'refused')))
);
create unique index house_application_waiting on house_application (server, address) where decided_ms is null;
create index house_application_of on house_application (server, created_ms);
create index house_application_decided on house_application (decided_ms) where decided_ms is not null;

-- What an organisation tries out: with how many people, until when, what for. `address`, `language`: of who applied.
create table pilot (
  organisation bigint primary key,
  server text collate "C" not null,
  address text collate "C" not null,
  language text collate "C" not null,
  goals text not null,
  people_max integer not null check (people_max > 0),
  begun_ms bigint not null,
  ends_ms bigint not null,
  state text collate "C" not null check (state in ('running', 'open', 'closed')),
  reason text not null default '',
  reminded boolean not null default false
);
create index pilot_running on pilot (ends_ms) where state = 'running';

-- What one of its people answered to the five questions, each from 1 to 5.
create table pilot_answer (
  organisation bigint not null references pilot (organisation) on delete cascade,
  "user" bigint not null,
  answers bigint[] not null check (cardinality(answers) = 5 and 1 <= all (answers) and 5 >= all (answers)),
  at_ms bigint not null,
  primary key (organisation, "user")
);
create index pilot_answer_of on pilot_answer ("user");
