-- The words that were said, for who makes a slip: in which rooms, unless that is in so many of them that a word is everybody's.
-- Nobody is led to a word of rooms that they are not in. Words of what was there before are learnt with the rest of it, in the background.
create table search_word (
  word text collate "C" primary key,
  rooms bigint[]
);

update search_backlog
   set below = greatest(below, (
       select coalesce(max(nid) + 1, 0) from event
        where type in ('m.room.message', 'm.room.name', 'm.room.topic', 'm.poll.start', 'org.matrix.msc3381.poll.start')));
