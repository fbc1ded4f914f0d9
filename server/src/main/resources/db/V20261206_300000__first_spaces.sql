-- Whom an organisation lets in from outside, and the space into which they are still to be invited: noted with the one, done a moment later.
create table first_space (
  space text collate "C" not null,
  "user" bigint not null references matrix_user (nid),
  "by" bigint not null references matrix_user (nid),
  at_ms bigint not null,
  primary key (space, "user")
);
create index first_space_at on first_space (at_ms);
