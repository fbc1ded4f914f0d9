-- From where a place was opened: nobody opens so many that others have none. It goes with the place, within half an hour.
alter table rendezvous add column opened_from text collate "C" not null default '';
create index rendezvous_from on rendezvous (opened_from, expires_ms);
