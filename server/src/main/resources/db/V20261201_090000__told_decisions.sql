-- What was decided and is to be done still, and who is to be told of it still: noted in the commit of the decision, and taken back
-- once that is done. Who reports again what was decided makes another report, and the decision stands.
alter table report add column undone boolean not null default false;
alter table report add column untold boolean not null default false;
alter table report drop constraint report_once,
  add constraint report_once unique nulls not distinct ("user", room, event, person, decided_ms);
create index report_ahead on report (nid) where undone or untold;
