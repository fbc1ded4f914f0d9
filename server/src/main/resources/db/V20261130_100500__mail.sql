-- A mail, from when it was decided upon until its row is forgotten. `id` is what it is about: the same is never sent
-- twice. `sealed_letter` is what it says, encrypted, and gone once it was sent. `due_ms` is when it is tried next; of
-- one that is being sent, when it is believed that nobody does so any more.
create table mail (
  nid bigint generated always as identity primary key,
  id text collate "C" not null,
  server text collate "C" not null,
  recipient text collate "C" not null,
  subject text not null,
  sealed_letter bytea,
  urgent boolean not null,
  state text collate "C" not null
    check (state in ('waiting', 'sending', 'sent', 'kept', 'refused', 'unsure')),
  reason text not null,
  tries integer not null,
  created_ms bigint not null,
  due_ms bigint not null,
  expires_ms bigint not null,
  constraint mail_once unique (server, id),
  check ((sealed_letter is null) = (state = 'sent'))
);
create index mail_due on mail (urgent desc, due_ms) where state in ('waiting', 'sending');
create index mail_of_server on mail (server, nid);
create index mail_to on mail (recipient, created_ms);
create index mail_created on mail (created_ms);
create index mail_failed on mail (state) where state in ('refused', 'unsure');
