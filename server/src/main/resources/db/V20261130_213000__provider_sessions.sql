-- Whether a provider said that a second factor was shown where a session began.
alter table session add column strong boolean not null default false;

-- Whom a provider means that says a session of theirs is over: as it calls them, and the session.
alter table provider_session add column subject text;
alter table provider_session add column sid text;
create index provider_session_subject on provider_session (provider, subject);
create index provider_session_sid on provider_session (provider, sid) where sid is not null;

-- What providers said of the end of sessions, so that it is heard once; by the hash of its name.
create table provider_logout (
  issuer text collate "C" not null,
  hash bytea not null,
  heard_ms bigint not null,
  primary key (issuer, hash)
);
create index provider_logout_age on provider_logout (heard_ms);
