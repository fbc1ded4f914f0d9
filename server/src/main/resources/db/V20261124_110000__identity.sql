-- Accounts, who may act for them, and what they say about themselves.
-- `server` and `matrix_user` are the log's: numbers here point at them without foreign keys.

-- The Ed25519 keys that servers sign with; the seed is encrypted by the master key.
create table signing_key (
  server bigint not null,
  key_id text collate "C" not null,
  sealed_seed bytea not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  created_ms bigint not null,
  primary key (server, key_id)
);

-- A person or a bot of one of our servers. The name of a deactivated account is never given again.
create table account (
  "user" bigint primary key,
  server bigint not null,
  localpart text collate "C" not null check (localpart <> ''),
  password text collate "C",
  admin boolean not null default false,
  created_ms bigint not null,
  deactivated_ms bigint,
  constraint account_name unique (server, localpart),
  constraint account_gone_has_no_password check (deactivated_ms is null or password is null)
);

create table device (
  "user" bigint not null references account ("user"),
  device_id text collate "C" not null,
  name text,
  created_ms bigint not null,
  seen_ms bigint not null,
  seen_address text collate "C" not null,
  primary key ("user", device_id)
);

-- What one login began. It outlives its tokens and is what transaction ids are scoped by.
create table session (
  nid bigint primary key,
  "user" bigint not null,
  device_id text collate "C" not null,
  created_ms bigint not null,
  constraint session_of_device unique ("user", device_id),
  foreign key ("user", device_id) references device ("user", device_id) on delete cascade
);

-- An access token and the refresh token that was given along with it, as SHA-256 hashes.
-- A refresh adds a row that replaces the old one; the old one goes when the new one is first used.
create table token (
  nid bigint primary key,
  session bigint not null references session (nid) on delete cascade,
  access_hash bytea not null constraint token_access unique,
  refresh_hash bytea constraint token_refresh unique,
  expires_ms bigint,
  refresh_expires_ms bigint,
  replaces bigint
);
create index token_of_session on token (session);
create index token_replacing on token (replaces) where replaces is not null;

-- What a person says about themselves: a JSON object, and what of it is searched.
create table profile (
  "user" bigint primary key references account ("user"),
  fields text not null,
  display_name text,
  avatar_url text collate "C",
  words text not null default ''
);
create index profile_by_words on profile using gin (to_tsvector('simple', words));

-- What administrators decided about registration; without a row the configuration decides.
create table registration (
  server bigint primary key,
  mode text collate "C" not null check (mode in ('closed', 'invitation', 'token', 'open')),
  sealed_token bytea
);

-- A link that lets people in; the token itself is encrypted by the master key, and found by its hash.
create table invitation (
  hash bytea primary key,
  server bigint not null,
  sealed_token bytea not null,
  invited_by bigint not null references account ("user"),
  created_ms bigint not null,
  expires_ms bigint not null,
  uses_left integer not null check (uses_left >= 0)
);
create index invitation_by_expiry on invitation (server, expires_ms);

-- The one-time link whose opener becomes the first administrator of a server.
create table setup_link (
  server bigint primary key,
  hash bytea not null,
  expires_ms bigint not null
);
