-- Which node is at work on an upgrade: while that one lives, no other takes the row for what a kill left. 0: nobody.
alter table room_upgrade add column node bigint not null default 0;
