-- Whether the access rules of an organisation's rooms bind neither who runs the server nor those named, by ids of people.
alter table organisation
  add column bypass boolean not null default false,
  add column bypass_for text[] collate "C" not null default '{}';
