-- A purge up to a moment leaves what was sent after it, wherever that is.
alter table history_purge add column until_ts bigint;
