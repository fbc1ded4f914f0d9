-- The refresh tokens of a session that was granted to an application begin alike; this is the hash of that beginning.
-- One that begins so and is not among the tokens was spent before.
alter table session add column family bytea check (octet_length(family) = 32);
create unique index session_by_family on session (family) where family is not null;

-- An application that asks people to let it in, and what it says of itself; those that say the same are one.
create table application (
  id text collate "C" primary key,
  server bigint not null,
  digest bytea not null check (octet_length(digest) = 32),
  metadata text not null,
  used_ms bigint not null,
  constraint application_once unique (server, digest)
);
create index application_by_use on application (used_ms);

-- Which application a session was granted to, and what for.
create table granted_session (
  session bigint primary key references session (nid) on delete cascade,
  application text collate "C" not null references application (id),
  scope text collate "C" not null
);
create index granted_session_of_application on granted_session (application);

-- What somebody's consent is handed to an application as, by its hash. It is kept for a while after it was used,
-- since who uses it again has stolen it.
create table authorization_code (
  hash bytea primary key,
  application text collate "C" not null references application (id) on delete cascade,
  "user" bigint not null references account ("user"),
  redirect_uri text collate "C" not null,
  challenge text collate "C" not null,
  scope text collate "C" not null,
  device_id text collate "C" not null,
  expires_ms bigint not null,
  session bigint
);
create index authorization_code_by_expiry on authorization_code (expires_ms);
create index authorization_code_of_application on authorization_code (application);
