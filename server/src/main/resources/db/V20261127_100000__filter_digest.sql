-- Filters may be longer than what an index takes: they are told apart by their digest.
alter table sync_filter
  add column digest bytea not null generated always as (sha256(body)) stored,
  drop constraint sync_filter_user_body_key,
  add constraint sync_filter_digest unique ("user", digest);
