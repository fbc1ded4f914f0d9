-- A stage of signing in that somebody did on its page, since their client does not know it; what they said there is encrypted by the
-- master key. The session is the client's, by its hash.
create table web_stage (
  session bytea not null,
  stage text collate "C" not null,
  sealed_said bytea not null,
  expires_ms bigint not null,
  primary key (session, stage)
);
create index web_stage_by_expiry on web_stage (expires_ms);
