-- A room that administrators closed: everybody is taken out of it, and nobody comes in while it is blocked. With `purge` all that was
-- said in it goes, too. Without `done_ms` the work is not done, and goes on after a kill.
create table closed_room (
  room bigint primary key,
  id text collate "C" not null constraint closed_room_id unique,
  closed_by bigint not null,
  closed_ms bigint not null,
  message text not null,
  purge boolean not null,
  blocked boolean not null,
  done_ms bigint
);
create index closed_room_to_do on closed_room (closed_ms) where done_ms is null;
