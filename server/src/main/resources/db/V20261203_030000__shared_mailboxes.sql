-- Addresses whose mails several people read. Such an address leads to no account by itself: its row of `address` names nobody, so that
-- nothing that a mail proves is proven of any of its people.
alter table address alter column "user" drop not null;

-- One of the people of a shared mailbox, who comes in by something of their own. Doors call them by `nid`.
create table mailbox_person (
  nid bigint generated always as identity primary key,
  server bigint not null,
  address text collate "C" not null,
  "user" bigint not null unique references account ("user"),
  since_ms bigint not null,
  foreign key (server, address) references address (server, address)
);
create index mailbox_person_of on mailbox_person (server, address);

-- Which organisation has marked an address as a shared mailbox, and administers it for as long as the address is its own.
create table mailbox (
  server bigint not null,
  address text collate "C" not null,
  organisation bigint not null references organisation (nid),
  "by" bigint not null,
  since_ms bigint not null,
  primary key (server, address),
  foreign key (server, address) references address (server, address)
);
create index mailbox_of on mailbox (organisation, address);

-- Somebody has shown in one browser that they read the mails of a shared mailbox, and is nobody yet.
create table mailbox_step (
  hash bytea primary key,
  server bigint not null,
  address text collate "C" not null,
  -- What the browser alone has that began it.
  secret_hash bytea not null,
  tries integer not null default 0,
  used boolean not null default false,
  created_ms bigint not null,
  expires_ms bigint not null
);
create index mailbox_step_age on mailbox_step (created_ms);

-- A code by which one of the people of a shared mailbox chooses anew what they come in by, once: it is handed over by who administers.
create table mailbox_reset (
  "user" bigint primary key references account ("user"),
  code_hash bytea not null,
  "by" bigint not null,
  tries integer not null default 0,
  expires_ms bigint not null
);

-- A line of an import may name a shared mailbox.
alter table import_line drop constraint if exists import_line_outcome_check;
alter table import_line add constraint import_line_outcome_check
  check (outcome in ('new', 'made', 'known', 'elsewhere', 'doubled', 'invalid', 'shared'));
