-- What the directory of an organisation says of its people, by SCIM.

-- Somebody is kept out because their organisation says that they left; what who runs the server locks is apart from it.
alter table account add column withdrawn boolean not null default false;

-- A token by which a directory speaks for an organisation. It is good while whoever made it decides there.
create table scim_token (
  id text collate "C" primary key,
  organisation bigint not null,
  hash bytea not null unique,
  name text not null,
  "by" bigint not null,
  created_ms bigint not null,
  expires_ms bigint not null,
  used_ms bigint
);
create index scim_token_of on scim_token (organisation);

-- What a directory said of one person, as it is told back; who is not here was never spoken of.
create table scim_person (
  "user" bigint primary key,
  organisation bigint not null,
  external_id text,
  attributes text not null,
  changed_ms bigint not null
);
create index scim_person_external on scim_person (organisation, external_id) where external_id is not null;

-- A group of people, and the space that an administrator opened to it, in whose name they come in.
create table scim_group (
  id text collate "C" primary key,
  nid bigint not null unique,
  organisation bigint not null,
  name text not null,
  external_id text,
  created_ms bigint not null,
  changed_ms bigint not null,
  space text collate "C",
  reader boolean not null default false,
  "by" bigint,
  check ((space is null) = ("by" is null))
);
create index scim_group_of on scim_group (organisation, nid);

-- Somebody of a group. `wanted`: still of it; `carried`: came into its space by it. Who is neither has no row.
create table scim_group_member (
  "group" bigint not null references scim_group (nid) on delete cascade,
  "user" bigint not null,
  wanted boolean not null default true,
  carried boolean not null default false,
  tried_ms bigint not null default 0,
  primary key ("group", "user"),
  check (wanted or carried)
);
create index scim_group_member_of on scim_group_member ("user");
create index scim_group_member_due on scim_group_member (tried_ms) where wanted <> carried;
