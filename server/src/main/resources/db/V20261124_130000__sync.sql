-- Filters that clients left with us, numbered per person.
create table sync_filter (
  "user" bigint not null,
  id bigint not null,
  body bytea not null,
  primary key ("user", id),
  unique ("user", body));
