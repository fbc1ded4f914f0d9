-- What somebody from outside has asked for themselves: more time. It is open until it is given or declined, and stays said until they
-- ask again. What there is of it is looked at once this stands: every sign-in reads these rows.
alter table post
  add column wish text,
  add column wish_ms bigint,
  add constraint post_wish_is check (wish in ('open', 'given', 'declined')) not valid,
  add constraint post_wish_since check ((wish is null) = (wish_ms is null)) not valid;
