-- Polls are found like messages. Those that are there are indexed with the rest of what was there before.
alter table search_text drop constraint search_text_key_check;
alter table search_text add constraint search_text_key_check check (key between 1 and 5) not valid;
update search_backlog
   set below = greatest(below, (
       select coalesce(max(nid) + 1, 0) from event
        where type in ('m.poll.start', 'org.matrix.msc3381.poll.start')));
