-- Whether who is of another organisation finds the people of one by searching.
alter table organisation add column open_directory boolean not null default false;
