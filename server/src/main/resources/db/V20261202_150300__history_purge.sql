-- What an administrator has taken out of the history of a room: all that was said in it before a position. Without `done_ms` the work is
-- not done, and goes on after a kill.
create table history_purge (
  id text collate "C" primary key,
  room bigint not null,
  before_pos bigint not null,
  purged_by bigint not null,
  begun_ms bigint not null,
  done_ms bigint
);
create unique index history_purge_to_do on history_purge (room) where done_ms is null;
create index history_purge_done on history_purge (done_ms) where done_ms is not null;
