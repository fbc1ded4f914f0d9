-- Which threads somebody follows is synced like their account data: one row of kind 7, whose key is the nid of the thread's
-- root, and whose row stays as a tombstone when they want no more of it. What was said before gets places at the log's end,
-- one each. The table it was in stays for the nodes of the version before; a later version takes it away.
insert into syncable (kind, "user", room, key, pos, value, tombstone)
select 7, s."user", e.room, s.root::text,
       greatest(1, top.pos - row_number() over (order by s.subscribed desc, s.ended desc, s."user", s.root)),
       convert_to(jsonb_build_object('root', e.event_id, 'automatic', s.automatic)::text, 'UTF8'),
       not s.subscribed
  from thread_subscription s
  join event e on e.nid = s.root
 cross join (select coalesce(max(pos), 0) as pos from log) top;
