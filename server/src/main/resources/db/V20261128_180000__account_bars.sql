-- What administrators decided about an account: a locked one may do nothing but sign out, a suspended one may read and no more.
alter table account add column locked boolean not null default false;
alter table account add column suspended boolean not null default false;
