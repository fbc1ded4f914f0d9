-- Media that an event spoke of which was wiped: whether anything else speaks of it is to be found out.
create table media_doubt (
  server text collate "C" not null,
  media_id text collate "C" not null,
  noted_ms bigint not null,
  primary key (server, media_id)
);
