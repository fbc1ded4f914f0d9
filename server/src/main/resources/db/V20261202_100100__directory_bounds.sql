-- How many accounts a directory has made by this token on one day.
alter table scim_token
  add column made_day bigint not null default 0,
  add column made integer not null default 0;
