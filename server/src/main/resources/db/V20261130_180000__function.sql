-- Whether agents say themselves what they do, or their organisation does.
alter table organisation add column functions_locked boolean not null default false;
