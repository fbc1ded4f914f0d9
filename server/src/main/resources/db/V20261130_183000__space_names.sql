-- The name of a space in small letters and without accents, as it is searched; null until somebody looked.
alter table space add column folded text;
