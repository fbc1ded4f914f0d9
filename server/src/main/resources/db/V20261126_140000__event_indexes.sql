-- The threads of a room: how long each is, who wrote in it and where it ends, told by the index alone.
create index event_in_thread on event (room, thread, pos) include (sender)
  where thread is not null and rel_type = 'm.thread' and redacted_by is null;
drop index event_by_thread;

-- The event nearest to a moment.
create index event_by_time on event (room, ts, pos) where pos is not null;
