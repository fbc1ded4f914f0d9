-- The keys of a device go with it: there are none of a device that does not exist.
delete from device_key k where not exists (
  select from device d where d."user" = k."user" and d.device_id = k.device);
delete from one_time_key k where not exists (
  select from device d where d."user" = k."user" and d.device_id = k.device);
delete from fallback_key k where not exists (
  select from device d where d."user" = k."user" and d.device_id = k.device);
alter table device_key
  add foreign key ("user", device) references device ("user", device_id) on delete cascade;
alter table one_time_key
  add foreign key ("user", device) references device ("user", device_id) on delete cascade;
alter table fallback_key
  add foreign key ("user", device) references device ("user", device_id) on delete cascade;

-- 3: their devices, or the keys of these, changed.
alter table unheard drop constraint unheard_kind_check;
alter table unheard add constraint unheard_kind_check check (kind in (1, 2, 3));
