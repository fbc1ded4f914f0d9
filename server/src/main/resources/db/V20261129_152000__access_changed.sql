-- What nodes have yet to tell each other of people's access is noted, too.
alter table unheard drop constraint unheard_kind_check;
alter table unheard add constraint unheard_kind_check check (kind between 1 and 5);
