-- For how many people a code was made: one that is asked for again is the same only if it was, and nobody came by it yet.
alter table entry_code add column uses integer;
update entry_code set uses = uses_left;
alter table entry_code alter column uses set not null;
