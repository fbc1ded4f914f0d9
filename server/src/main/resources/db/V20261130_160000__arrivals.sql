-- People who are made agents by a file: what it says, what becomes of each line, and how far that has come.

-- What somebody does in their organisation, in a few words.
alter table post add column function text not null default '';

-- A file that was read for an organisation. Whoever holds this row makes the next accounts of it, whichever node that is.
create table account_import (
  nid bigint primary key,
  id text collate "C" not null unique,
  server text collate "C" not null,
  organisation bigint not null,
  organisation_id text collate "C" not null,
  "by" bigint not null,
  state text collate "C" not null check (state in ('ready', 'running', 'cancelled', 'done')),
  invites boolean not null default false,
  language text collate "C" not null default 'fr',
  total integer not null default 0,
  created_ms bigint not null
);
create index account_import_of on account_import (organisation, nid);
create index account_import_running on account_import (nid) where state = 'running';

-- A line of it. `due`: a mail to this person is still to be written.
create table import_line (
  import bigint not null references account_import (nid) on delete cascade,
  line integer not null,
  address text collate "C" not null,
  name text not null,
  function text not null,
  outcome text collate "C" not null
    check (outcome in ('new', 'made', 'known', 'elsewhere', 'doubled', 'invalid')),
  reason text collate "C" not null default '',
  "user" bigint,
  due boolean not null default false,
  primary key (import, line),
  check ((outcome = 'made') = ("user" is not null)),
  check ((outcome = 'invalid') = (reason <> ''))
);
create index import_line_new on import_line (import, line) where outcome = 'new';
create index import_line_due on import_line (import, line) where due;
