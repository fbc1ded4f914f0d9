-- In which language somebody reads, once they or who invited them said so: the letters of the house are written in it.
alter table account add column language text collate "C" check (language in ('fr', 'en'));
