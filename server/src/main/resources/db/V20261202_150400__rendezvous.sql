-- A place where two devices of one person leave each other messages while one of them signs in: the last message, what stands for it,
-- and until when it is there. Whoever knows the id may read and write it; the devices encrypt what they say.
create table rendezvous (
  id text collate "C" primary key,
  tag text collate "C" not null,
  payload bytea not null check (octet_length(payload) <= 4096),
  made_ms bigint not null,
  modified_ms bigint not null,
  expires_ms bigint not null
);
create index rendezvous_expires on rendezvous (expires_ms);
