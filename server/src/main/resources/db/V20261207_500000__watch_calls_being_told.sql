-- Who is being told that what they watch goes on: what happens from then on is noted anew.
alter table task_watch_call add column telling boolean not null default false;
