-- What people ask of the approvers of their organisation: a space. One that is approved and has no `space` yet is made by whoever looks.
create table space_request (
  id text collate "C" primary key,
  "by" bigint not null,
  request text not null,
  organisation text collate "C" not null,
  wish text not null,
  state text collate "C" not null check (state in ('waiting', 'approved', 'refused')),
  reason text not null default '',
  created_ms bigint not null,
  decided_ms bigint,
  decided_by bigint,
  space text collate "C",
  unique ("by", request),
  check ((decided_ms is null) = (state = 'waiting')),
  check (space is null or state = 'approved')
);
create index space_request_of on space_request (organisation, created_ms);
create index space_request_due on space_request (id) where state = 'approved' and space is null;

-- Words on paper, or in a mail, by which one comes into a space. The word is kept as its hash alone. `admits`: it makes an account, too.
create table space_code (
  id text collate "C" primary key,
  space text collate "C" not null,
  hash bytea not null unique,
  "by" bigint not null,
  role text collate "C" not null check (role in ('contributor', 'reader')),
  mailed boolean not null default false,
  admits boolean not null,
  created_ms bigint not null,
  expires_ms bigint not null,
  uses_left integer not null check (uses_left >= 0)
);
create index space_code_of on space_code (space, expires_ms);

-- Who used one, and whether they have come into the space: an account that was just made has not yet.
create table space_code_use (
  code text collate "C" not null references space_code (id) on delete cascade,
  "user" bigint not null,
  at_ms bigint not null,
  arrived boolean not null,
  primary key (code, "user")
);
create index space_code_use_due on space_code_use (at_ms) where not arrived;
