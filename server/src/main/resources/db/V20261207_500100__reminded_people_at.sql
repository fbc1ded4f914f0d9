-- Of which reminder `people` tells: a version that does not count them leaves the number of the one before.
alter table feed_reminder add column people_at_ms bigint;
update feed_reminder set people_at_ms = at_ms where people is not null;
