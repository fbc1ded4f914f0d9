-- Somebody else who says who people are, as an administrator described them. `settings`: JSON, all but the secret, by which we show
-- them who asks.
create table provider (
  server bigint not null,
  id text collate "C" not null,
  issuer text collate "C" not null,
  settings text not null,
  sealed_secret bytea not null,
  primary key (server, id),
  constraint provider_issuer unique (server, issuer)
);

-- A browser that was sent to a provider and is not back yet. It knows the state and a cookie, of which the hashes are kept; what else
-- is needed when it is back is sealed. `user`: who wants to come in by the provider from now on; absent: who wants to come in now.
create table provider_attempt (
  state_hash bytea primary key,
  server bigint not null,
  browser_hash bytea not null,
  "user" bigint,
  sealed bytea not null,
  expires_ms bigint not null
);
create index provider_attempt_end on provider_attempt (expires_ms);

-- What a provider said of somebody who is not in yet. The browser knows the ticket and the cookie.
create table provider_ticket (
  hash bytea primary key,
  server bigint not null,
  browser_hash bytea not null,
  sealed bytea not null,
  expires_ms bigint not null
);
create index provider_ticket_end on provider_ticket (expires_ms);

-- Whose account it is that a provider calls by this subject. `address` and `organisation`: as the provider said them when it began.
create table provider_link (
  nid bigint generated always as identity primary key,
  server bigint not null,
  issuer text collate "C" not null,
  subject text collate "C" not null,
  "user" bigint not null,
  address text,
  organisation text,
  linked_ms bigint not null,
  constraint provider_link_subject unique (server, issuer, subject)
);
create index provider_link_of on provider_link ("user");

-- A device that somebody came in on by a provider, and what tells the provider, when they go, whom it signs out.
create table provider_session (
  "user" bigint not null,
  device_id text collate "C" not null,
  provider text collate "C" not null,
  sealed_token bytea not null,
  primary key ("user", device_id)
);
