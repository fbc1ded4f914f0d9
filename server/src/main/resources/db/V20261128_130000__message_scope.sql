-- A message to a device says by its key for which of the devices of that name it is: by what the device's transaction ids
-- are valid in. Those of devices that are gone go.
update syncable s
   set key = split_part(s.key, '/', 1) || '/' || coalesce(n.scope, n.nid) || substr(s.key, strpos(s.key, '/'))
  from session n
 where s.kind = 4 and s.room = 0 and n."user" = s."user"
   and n.device_id = replace(replace(split_part(s.key, '/', 1), '%2F', '/'), '%25', '%');
delete from syncable s
 where s.kind = 4 and s.room = 0 and not exists (
   select from session n
    where n."user" = s."user"
      and n.device_id = replace(replace(split_part(s.key, '/', 1), '%2F', '/'), '%25', '%'));
