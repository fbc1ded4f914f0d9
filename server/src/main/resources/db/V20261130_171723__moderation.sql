-- Whose administrators decide on a report beside those of the server, and what was decided: what nobody has decided yet
-- waits. A decision is kept for a year.
alter table report
  add column organisation bigint,
  add column decided_ms bigint,
  add column decided_by bigint,
  add column decision text collate "C" check (decision in ('dismiss', 'warn', 'redact', 'suspend')),
  add column decided_why text not null default '',
  add constraint report_decided check (num_nulls(decided_ms, decided_by, decision) in (0, 3));
create index report_of_organisation on report (organisation, nid) where organisation is not null;
create index report_decided_at on report (decided_ms) where decided_ms is not null;
