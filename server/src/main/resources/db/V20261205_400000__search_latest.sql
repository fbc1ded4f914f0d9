-- A word that is said all the time is found by reading what was said last, one text after the other: of all that have it, only the latest are
-- told. What is written stands at the end of this index, so it costs a message next to nothing.
create index search_text_by_position on search_text (pos);
