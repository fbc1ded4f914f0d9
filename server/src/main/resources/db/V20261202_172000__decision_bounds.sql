-- What the history of a decision takes: its values, and so much more for each change.
alter table decision add column history_bytes bigint not null default 0;
update decision
   set history_bytes =
         coalesce((select sum(octet_length(was) + octet_length(became) + 100) from decision_change c where c.decision = decision.nid), 0);

-- Who could not be told is tried again when it is due, behind all others.
alter table decision_call add column due_ms bigint not null default 0;
create index decision_call_due on decision_call (due_ms, nid);

-- What goes with an account is found by whose it is.
create index decision_call_to on decision_call ("to");
create index task_call_to on task_call ("to");
create index task_reminder_of on task_reminder ("user");
create index task_shelf_owner on task_shelf (owner) where owner is not null;
