-- Who changed their devices after a position: what every client asks that comes back after a restart.
create index syncable_device_list on syncable (pos, "user") where kind = 5;
