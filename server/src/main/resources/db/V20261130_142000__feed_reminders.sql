-- When those were reminded last who have not confirmed to have read something.
create table feed_reminder (
  event text collate "C" primary key,
  "by" bigint not null,
  at_ms bigint not null
);
