-- One row when this database is a demonstration, for ever; filled_ms is set when all of it is there.
create table demo (
  one boolean primary key default true check (one),
  begun_ms bigint not null,
  filled_ms bigint
);
