-- A token that somebody got by name and password on the page for signing in elsewhere is of no device of theirs.
alter table login_token alter column device_id drop not null;
