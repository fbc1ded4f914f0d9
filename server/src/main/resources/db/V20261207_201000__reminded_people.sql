-- How many were reminded; null of a reminder by a version that did not count them.
alter table feed_reminder add column people bigint;
