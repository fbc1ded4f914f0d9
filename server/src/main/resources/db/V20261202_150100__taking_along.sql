-- Somebody who comes into the successor of a room where they were, until what they had noted for the old one (tags, notification
-- rules, that it is a direct conversation) is noted for the new one too.
create table taking_along (
  "user" bigint not null,
  room bigint not null,
  at_ms bigint not null,
  primary key ("user", room)
);
create index taking_along_at on taking_along (at_ms);
