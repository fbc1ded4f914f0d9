-- What was said, as search finds it: one row for each message, name or topic (1, 2, 3) that has words and is not redacted.
-- `source` is the event whose words these are: the event itself, or its last edit. `words` holds the words and their
-- French stems, without accents, each behind the number of the room, so that a search reads what was said in the rooms
-- of the reader and nothing else.
create table search_text (
  event bigint primary key,
  source bigint not null,
  source_pos bigint not null,
  room bigint not null,
  pos bigint not null,
  sender bigint not null,
  key smallint not null check (key between 1 and 3),
  url boolean not null,
  words tsvector not null
);
create index search_text_by_source on search_text (source);
-- A list of rows that wait to be indexed would be read by every search.
create index search_text_by_words on search_text using gin (words) with (fastupdate = off);

-- What was redacted or edited leaves the files of the table within minutes, however large it is.
alter table search_text set (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 0,
  toast.autovacuum_vacuum_scale_factor = 0,
  toast.autovacuum_vacuum_threshold = 0
);

-- Events with a smaller nid may have been there before search was, and are still to be looked at.
create table search_backlog (
  below bigint not null check (below >= 0)
);
create unique index search_backlog_one_row on search_backlog ((true));
insert into search_backlog (below) values (9223372036854775807);
