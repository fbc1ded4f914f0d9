-- That somebody objects to what is done with their data: to who administers their organisation, or, who is of none, the server
-- (`organisation` is null). One waits for an answer at a time. Who was answered is told (`untold`: not yet).
create table objection (
  id text collate "C" primary key,
  server bigint not null,
  organisation bigint,
  "user" bigint not null,
  text text not null check (text <> ''),
  created_ms bigint not null,
  answer text not null default '',
  decided_ms bigint,
  decided_by bigint,
  untold boolean not null default false,
  check ((decided_ms is null) = (decided_by is null)),
  check ((decided_ms is null) = (answer = ''))
);
create unique index objection_open on objection ("user") where decided_ms is null;
create index objection_of_user on objection ("user", created_ms);
create index objection_of_server on objection (server, created_ms) where decided_ms is null;
create index objection_untold on objection (decided_ms) where untold;
