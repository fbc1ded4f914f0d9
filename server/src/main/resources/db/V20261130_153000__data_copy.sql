-- The copy of all of their data that somebody asked for, of which each person has one at most. Its file is named by `id`; `node` is the
-- process that makes it. `link_hash` is of the word by which it may be fetched for some minutes.
create table data_copy (
  "user" bigint primary key,
  id text collate "C" not null unique,
  node bigint not null,
  state text collate "C" not null check (state in ('making', 'ready', 'failed')),
  done integer not null,
  total integer not null check (total > 0),
  created_ms bigint not null,
  size_bytes bigint,
  link_hash bytea unique,
  link_expires_ms bigint,
  check ((state = 'ready') = (size_bytes is not null)),
  check ((link_hash is null) = (link_expires_ms is null))
);
-- What somebody uploaded, for their copy.
create index media_of on media (uploader, media_id) where hash is not null;
