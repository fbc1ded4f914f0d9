-- Whether agents of an organisation invite people from outside by mail, or its approvers alone.
alter table organisation add column guests_by_agents boolean not null default true;
-- How many addresses somebody has written to lately.
create index space_code_mailed_by on space_code ("by", created_ms) where mailed;
