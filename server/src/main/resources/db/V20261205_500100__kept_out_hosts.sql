-- People who are kept out of the house, and whose rooms are still to be looked at: nobody else may administer some of them.
create table unlooked_host ("user" bigint primary key);

-- Rooms outside spaces whose last administrator was found to be kept out. Whether somebody administers one again is looked at when it is told.
create table hostless_room (
  room bigint primary key,
  found_ms bigint not null);
create index hostless_room_found on hostless_room (found_ms, room);
