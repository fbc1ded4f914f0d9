-- A device that nobody is signed in on: it gathers messages until its person, on another device, takes it up. It has a session
-- without tokens, and `data` is its secret part, encrypted for its person alone.
create table dehydrated_device (
  "user" bigint primary key,
  device_id text collate "C" not null,
  data bytea not null,
  foreign key ("user", device_id) references device ("user", device_id) on delete cascade
);
