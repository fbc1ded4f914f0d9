-- Which decision on a pilot has people who are still to be kept out, or let in again; absent: none has.
alter table pilot add column settling bigint;
update pilot set settling = nextval('nid') where state = 'closed';
create index pilot_settling on pilot (organisation) where settling is not null;

-- Whose post began or ended a moment ago.
create index post_begun on post (since_ms);
create index post_over on post (until_ms) where until_ms is not null;

-- What is counted of somebody in the averages; absent: nothing yet. Ten people and more change it together. Of who is gone it stays, below
-- a number that is nobody's.
alter table pilot_answer
  add column counted bigint[] check (cardinality(counted) = 5 and 1 <= all (counted) and 5 >= all (counted));
update pilot_answer a set counted = a.answers
  from (select organisation, "user",
               row_number() over (partition by organisation order by at_ms, "user") as place,
               count(*) over (partition by organisation) as total
          from pilot_answer) p
 where p.organisation = a.organisation and p."user" = a."user" and p.place <= p.total - p.total % 10;

-- Why an import was stopped that nobody stopped: there are as many people as may be, or whoever reads it in decides there no more.
alter table account_import add column stopped text collate "C" check (stopped in ('full', 'undecided'));
