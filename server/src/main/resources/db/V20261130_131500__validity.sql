-- Accounts of agents are let in for a time, which they renew by a link that is mailed to them.

-- Days for which an account of an agent is let in before that is renewed; 0: for ever. 396 are 13 months.
alter table organisation add column validity_days integer not null default 396 check (validity_days between 0 and 3660);

-- An agent's post has an end, too, from now on: the day of the account. `reminded` is the last of the reminders of that day that were written.
alter table post drop constraint post_check2;
alter table post add constraint post_of_sponsor_ends check (sponsor is null or ends_ms is not null);
alter table post add column reminded smallint not null default 0;
update post set ends_ms = (extract(epoch from now()) * 1000)::bigint + 396 * 86400000::bigint
 where sponsor is null and until_ms is null;

-- A link that renews the account of a post, once. It is kept as its hash alone.
create table renewal (
  hash bytea primary key,
  post bigint not null references post (nid),
  expires_ms bigint not null
);
create index renewal_of on renewal (post);
create index renewal_over on renewal (expires_ms);
