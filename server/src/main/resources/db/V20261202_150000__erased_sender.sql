-- Somebody who ended their account and asked that what they wrote be kept from who comes later.
-- Who was in a room between an event of theirs and that position has it; nobody else is told its
-- content.
create table erased_sender (
  "user" bigint primary key,
  pos bigint not null check (pos >= 0)
);
