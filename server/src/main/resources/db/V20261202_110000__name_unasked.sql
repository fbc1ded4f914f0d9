-- Who was given an account for their address alone is asked for their name when they first come in.
alter table account add column name_unasked boolean not null default false;
