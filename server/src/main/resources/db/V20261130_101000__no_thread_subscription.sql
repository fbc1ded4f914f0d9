-- The table in which the version before kept who follows which thread goes, after what nodes of that version wrote beside newer ones
-- was copied once more: threads that nobody spoke of here, and those that somebody wanted no more of later. A subscription that they
-- renewed there has no place in the log and cannot be told from an older one; what is known here counts.
insert into syncable (kind, "user", room, key, pos, value, tombstone)
select 7, s."user", e.room, s.root::text,
       greatest(1, top.pos - row_number() over (order by s.subscribed desc, s.ended desc, s."user", s.root)),
       convert_to(jsonb_build_object('root', e.event_id, 'automatic', s.automatic)::text, 'UTF8'),
       not s.subscribed
  from thread_subscription s
  join event e on e.nid = s.root
 cross join (select coalesce(max(pos), 0) as pos from log) top
  left join syncable known
    on known.kind = 7 and known."user" = s."user" and known.room = e.room and known.key = s.root::text
 where known.pos is null or (not s.subscribed and not known.tombstone and s.ended > known.pos)
    on conflict ("user", kind, room, key) do update
   set pos = excluded.pos, value = excluded.value, tombstone = excluded.tombstone;
drop table thread_subscription;
update program set min_program = 2;
