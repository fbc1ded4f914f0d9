alter table post validate constraint post_wish_is;
alter table post validate constraint post_wish_since;
-- What waits for who decides.
create index post_longer on post (organisation)
  where until_ms is null and (longer_asked_ms is not null or wish = 'open');
-- For whom somebody answers.
create index post_sponsored on post (sponsor) where until_ms is null and sponsor is not null;
