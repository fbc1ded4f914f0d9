-- The oldest program that may work on this database; a contracting migration raises it.
create table program (
  min_program integer not null check (min_program > 0)
);
create unique index program_one_row on program ((true));
insert into program (min_program) values (1);
