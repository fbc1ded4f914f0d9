-- An e-mail address that the owner of an account has proven to read; it leads to one account of a server.
create table address (
  server bigint not null,
  address text collate "C" not null,
  "user" bigint not null references account ("user"),
  proven_ms bigint not null,
  added_ms bigint not null,
  primary key (server, address)
);
create index address_of_user on address ("user");

-- A proof of an address that somebody began, by asking for a mail to it. `purpose` is what it is good for. The secret
-- is known to who asked alone; code and link are known to who reads the mail, and kept as hashes.
create table address_proof (
  sid text collate "C" primary key,
  server bigint not null,
  purpose text collate "C" not null check (purpose in ('register', 'password', 'add')),
  address text collate "C" not null,
  secret_hash bytea not null,
  attempt bigint not null,
  code_hash bytea not null,
  link_hash bytea not null,
  tries integer not null,
  next_link text,
  proven_ms bigint,
  expires_ms bigint not null,
  unique (server, purpose, address, secret_hash)
);
create index address_proof_expires on address_proof (expires_ms);
