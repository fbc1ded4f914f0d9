-- Rows come in batches, and whoever writes one sorts its words into the index before it ends: each word of the batch is
-- looked up once. No search finds a list of rows that wait.
alter index search_text_by_words set (fastupdate = on);

-- Most texts are their own source.
create index search_text_by_edit on search_text (source) where source <> event;
drop index search_text_by_source;

-- No plan depends on which words are frequent; to count them costs more than to index them.
alter table search_text alter column words set statistics 0;
