-- Browsers in which somebody gave a second factor: their wrong codes are counted by themselves, so that nobody else uses up what their
-- owner has. The ten that came last are remembered. `network` of a step: a keyed hash of where a wrong code came from last.
create table factor_browser (
  "user" bigint not null,
  secret_hash bytea not null,
  used_ms bigint not null,
  primary key ("user", secret_hash)
);

alter table factor_step add column network bytea not null default '';
