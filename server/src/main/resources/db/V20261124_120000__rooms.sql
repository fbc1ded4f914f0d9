-- Names that lead to rooms. An alias is stored as it is compared: byte by byte.
create table room_alias (
  alias text collate "C" primary key,
  room bigint not null,
  creator bigint not null);
create index room_alias_room on room_alias (room);

-- Rooms that everybody may find in the directory.
create table published_room (room bigint primary key);
