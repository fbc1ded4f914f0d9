-- Keys of devices, as their clients signed them.
create table device_key (
  "user" bigint not null,
  device text collate "C" not null,
  body bytea not null,
  primary key ("user", device));

-- Keys that begin one conversation each: handed out once, oldest first.
create table one_time_key (
  "user" bigint not null,
  device text collate "C" not null,
  algorithm text collate "C" not null,
  key_id text collate "C" not null,
  nid bigint not null,
  body bytea not null,
  primary key ("user", device, algorithm, key_id));

-- What is handed out when there are no one-time keys left.
create table fallback_key (
  "user" bigint not null,
  device text collate "C" not null,
  algorithm text collate "C" not null,
  key_id text collate "C" not null,
  body bytea not null,
  used boolean not null,
  primary key ("user", device, algorithm));
