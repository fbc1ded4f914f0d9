-- Which terms of use somebody accepted as they made their account, and when; neither where none were asked for.
alter table account
  add column terms_version text,
  add column terms_accepted_ms bigint,
  add constraint account_terms check ((terms_version is null) = (terms_accepted_ms is null));
