-- The device of the application that asked; it alone may replace the keys.
alter table key_reset add column device_id text collate "C";
