-- In which room the server itself speaks to somebody.
create table notice_room (
  "user" bigint primary key,
  room_id text collate "C" not null
);
