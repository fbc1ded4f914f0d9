-- A code that was mailed to an address, by which its reader signs in. The secret is known to the browser that asked alone; it and
-- the code are kept as hashes. A row is kept for a day, to count codes and wrong tries of an address. `declined`: the mail held no
-- code, but why there is none.
create table sign_in_code (
  nid bigint generated always as identity primary key,
  server bigint not null,
  address text collate "C" not null,
  secret_hash bytea not null,
  code_hash bytea not null,
  tries integer not null default 0,
  used boolean not null default false,
  declined boolean not null,
  created_ms bigint not null,
  expires_ms bigint not null
);
create index sign_in_code_of on sign_in_code (server, address, created_ms);
create index sign_in_code_age on sign_in_code (created_ms);
create index sign_in_code_declined on sign_in_code (server, created_ms) where declined;

-- What an organisation decides for the entry of its people: whether their names are as it gives them.
alter table organisation add column names_locked boolean not null default false;
