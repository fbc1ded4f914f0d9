-- The last changes of the things of leaves in one place, in their order.
create index syncable_thing on syncable (room, pos) where kind = 10;
