-- Whether an application service opened the session: it administers nothing, whatever becomes of its person.
alter table session add column by_service boolean not null default false;
