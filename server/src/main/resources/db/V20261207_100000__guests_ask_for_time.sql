-- What somebody from outside has asked for themselves: more time. It is open until it is given or declined, and stays said until they
-- ask again.
alter table post
  add column wish text check (wish in ('open', 'given', 'declined')),
  add column wish_ms bigint,
  add check ((wish is null) = (wish_ms is null));
-- What waits for who decides.
create index post_longer on post (organisation)
  where until_ms is null and (longer_asked_ms is not null or wish = 'open');
-- For whom somebody answers.
create index post_sponsored on post (sponsor) where until_ms is null and sponsor is not null;
