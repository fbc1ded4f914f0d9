-- Whether those whom a request for a space concerns have still to be told of its state: noted in the same commit as that, and taken
-- back once the notices are with the server.
alter table space_request add column untold boolean not null default false;
create index space_request_untold on space_request (id) where untold;
