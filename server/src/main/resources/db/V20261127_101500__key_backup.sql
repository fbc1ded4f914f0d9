-- Copies of room keys that people's clients keep here, encrypted for themselves. Keys are added to the latest version
-- that is not deleted; a deleted one keeps its number and nothing else.
create table key_backup (
  "user" bigint not null,
  version bigint not null check (version > 0),
  algorithm text collate "C" not null,
  auth_data bytea not null,
  -- grows by one with each request that changed a key
  etag bigint not null default 0,
  keys integer not null default 0 check (keys >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  deleted boolean not null default false,
  primary key ("user", version));

create table backed_up_key (
  "user" bigint not null,
  version bigint not null,
  room_id text collate "C" not null,
  session_id text collate "C" not null,
  first_message_index bigint not null check (first_message_index >= 0),
  forwarded_count bigint not null check (forwarded_count >= 0),
  verified boolean not null,
  session_data bytea not null,
  primary key ("user", version, room_id, session_id),
  foreign key ("user", version) references key_backup ("user", version) on delete cascade);
