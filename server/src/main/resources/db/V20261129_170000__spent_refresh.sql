-- The refresh tokens of every session begin alike, and not only those of sessions that were granted to an application.
alter table session add column granted boolean not null default false;
update session set granted = true where family is not null;
