-- Where somebody's device is told of what happens while it sleeps. It ends with the session that set it.
-- `behind` is the position after which it was told of nothing yet, while its gateway does not work; null while it does.
create table pusher (
  nid bigint primary key,
  "user" bigint not null,
  session bigint not null references session (nid) on delete cascade,
  app_id text collate "C" not null,
  pushkey text collate "C" not null,
  kind text collate "C" not null check (kind = 'http'),
  app_name text not null,
  device_name text not null,
  profile_tag text,
  lang text collate "C" not null,
  data text not null,
  set_ms bigint not null,
  behind bigint,
  failing_ms bigint,
  constraint pusher_key unique ("user", app_id, pushkey),
  check ((behind is null) = (failing_ms is null))
);
create index pusher_by_key on pusher (app_id, pushkey);
create index pusher_of_session on pusher (session);
create index pusher_behind on pusher (nid) where behind is not null;
