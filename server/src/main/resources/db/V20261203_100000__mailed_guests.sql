-- To whom an entry code of a space was mailed, and until when whoever makes an account by it is a guest; null: as long as any guest.
alter table space_code add column mailed_to text collate "C";
alter table space_code add column guest_ends_ms bigint;
create index space_code_mailed_to on space_code (space, mailed_to) where mailed_to is not null;
