-- Application services: what they are told, and which rooms they show.

-- What one application service is told, and by whom. It is one node's; how far its log was read is a row of
-- log_consumer. A transaction that was begun is sent as it is until the service has it.
create table service_feed (
  service text collate "C" primary key check (service <> ''),
  node bigint not null,
  -- the number of the transaction that was begun last
  txn bigint not null,
  -- the one that the service has not acknowledged yet, and the position up to which it tells
  body bytea,
  up_to bigint,
  constraint service_feed_begun check ((body is null) = (up_to is null))
);

-- A room that an application service shows among those of a network that it leads to.
create table network_room (
  service text collate "C" not null,
  network text collate "C" not null,
  room bigint not null,
  primary key (service, network, room)
);
create index network_room_by_room on network_room (room);
