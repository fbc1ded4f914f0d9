-- An app that shows codes which change every half minute, by the secret that it shares with us.
create table totp (
  "user" bigint primary key,
  sealed_secret bytea not null,
  -- Whether its owner has told a code of it: until then it is asked for nowhere.
  confirmed boolean not null default false,
  -- The last half minute whose code was told; no code up to it is good again.
  last_step bigint not null default 0,
  created_ms bigint not null,
  used_ms bigint
);

-- What a browser or a key knows to prove whose account it is, by WebAuthn.
create table passkey (
  nid bigint generated always as identity primary key,
  "user" bigint not null,
  -- What the person is called towards keys; the same for all keys of one person.
  handle bytea not null,
  credential bytea not null unique,
  -- Its id, model and public key, as WebAuthn writes them.
  attested bytea not null,
  -- Whether it may be on several devices.
  backup boolean not null,
  signatures bigint not null,
  name text not null,
  created_ms bigint not null,
  used_ms bigint
);
create index passkey_of on passkey ("user");
create index passkey_handle on passkey (handle);

-- A code on paper for who has lost the rest. A used one is gone.
create table recovery_code (
  "user" bigint not null,
  hash bytea not null,
  primary key ("user", hash)
);

-- Where somebody stands who has given a password or a code by mail, and must give a second factor,
-- or set one up. It lets nobody in by itself.
create table factor_step (
  hash bytea primary key,
  "user" bigint not null,
  -- What the browser alone has that began it.
  secret_hash bytea not null,
  -- Whether a second factor is to be set up, since there is none.
  enrols boolean not null,
  tries integer not null default 0,
  used boolean not null default false,
  created_ms bigint not null,
  expires_ms bigint not null
);
create index factor_step_of on factor_step ("user", created_ms);
create index factor_step_age on factor_step (created_ms);

-- What a browser was asked to sign with a passkey, once.
create table passkey_request (
  secret_hash bytea primary key,
  -- Whose passkey is made; null where anybody's signs in.
  "user" bigint,
  request text not null,
  expires_ms bigint not null
);
create index passkey_request_age on passkey_request (expires_ms);

-- What an organisation asks of its agents as they come in.
alter table organisation add column second_factor boolean not null default false;
