-- What was done about a task besides its fields: tied, untied, and what was said taken back or brought back. `what` is JSON, as its kind
-- has it. Of each task the latest are kept.
create table task_deed (
  nid bigint primary key,
  task bigint not null references task (nid) on delete cascade,
  kind text collate "C" not null,
  what text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null
);
create index task_deed_of on task_deed (task, nid desc);

-- Who took a comment back, and when: it is told to nobody, and can be brought back until it is forgotten.
alter table task_comment
  add column gone_by text collate "C",
  add column gone_ms bigint,
  add constraint task_comment_gone_whole check ((gone_by is null) = (gone_ms is null));
create index task_comment_gone on task_comment (gone_ms) where gone_ms is not null;

-- What became of the arrangement of a board: of its columns, its labels, its fields. `was` and `became` are JSON.
create table task_board_change (
  space bigint not null references task_board (space) on delete cascade,
  version integer not null,
  field text collate "C" not null,
  "by" text collate "C" not null,
  at_ms bigint not null,
  was text collate "C" not null,
  became text collate "C" not null,
  primary key (space, version, field)
);
