-- What somebody told the administrators of their server: of an event, of a room or of a person. Who tells of the same once more
-- says it anew.
create table report (
  nid bigint primary key,
  received_ms bigint not null,
  server text collate "C" not null,
  "user" bigint not null,
  room bigint,
  event bigint,
  person bigint,
  reason text not null,
  constraint report_once unique nulls not distinct ("user", room, event, person),
  check (event is null or room is not null),
  check ((room is null) <> (person is null))
);
create index report_of_server on report (server, nid);
