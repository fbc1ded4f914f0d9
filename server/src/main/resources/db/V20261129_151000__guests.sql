-- Somebody who came without an account of their own: no password, and gone when not seen for long.
alter table account add column guest boolean not null default false;
create index account_of_guests on account ("user") where guest and deactivated_ms is null;
