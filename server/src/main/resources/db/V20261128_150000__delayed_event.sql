-- An event that somebody wants to be sent later, unless they say otherwise before. Who knows its id may cancel it, send it or let
-- its time begin anew, until it is `claimed`: then it is being sent. `pos` is where the log was when it was asked for. A message that
-- is `done` with is kept for a while after `due_ms`, which then says when that was, so that the same request makes no second one.
create table delayed_event (
  id text collate "C" primary key,
  "user" bigint not null,
  scope bigint not null,
  room bigint not null,
  type text collate "C" not null,
  state_key text collate "C",
  content text not null,
  delay_ms bigint not null check (delay_ms > 0),
  due_ms bigint not null,
  pos bigint not null,
  txn text collate "C",
  claimed boolean not null default false,
  done boolean not null default false,
  constraint delayed_event_once unique (scope, room, type, txn),
  check ((state_key is null) = (txn is not null))
);
create index delayed_event_by_due on delayed_event (due_ms, id) where not done;
create index delayed_event_of_user on delayed_event ("user", due_ms);
create index delayed_event_done on delayed_event (due_ms) where done;
