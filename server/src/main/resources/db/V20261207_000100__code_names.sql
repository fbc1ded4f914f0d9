-- What an entry code on paper is for, in the words of who made it.
alter table space_code add column name text;
