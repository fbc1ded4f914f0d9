-- To which addresses without an account somebody wrote, inviting into a space: it counts for a day, whether or not the invitation is withdrawn, and is
-- forgotten after it.
create table space_letter (
  "by" bigint not null,
  space text collate "C" not null,
  address text collate "C" not null,
  at_ms bigint not null
);
create index space_letter_by on space_letter ("by", at_ms);
create index space_letter_to on space_letter (address, at_ms);
create index space_letter_at on space_letter (at_ms);
insert into space_letter ("by", space, address, at_ms)
  select "by", space, mailed_to, created_ms from space_code
   where mailed_to is not null and created_ms > extract(epoch from now()) * 1000 - 86400000;
-- space_code_mailed_by counts the letters of the program before this one, and goes with a later version.
