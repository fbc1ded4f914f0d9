-- Upgrades of rooms that have begun and not ended: `replacement` is made, or about to be, and `old` leads there or not.
-- A row that a start finds was left by a kill.
create table room_upgrade (
  replacement bigint primary key,
  old bigint not null,
  "user" bigint not null);
