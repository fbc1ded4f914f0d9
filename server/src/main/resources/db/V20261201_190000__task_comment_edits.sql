-- When a comment was written anew.
alter table task_comment add column edited_ms bigint;
