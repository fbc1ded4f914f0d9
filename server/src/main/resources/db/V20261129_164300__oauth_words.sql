-- What an application on a device without a browser waits for: that somebody types the word it shows, which is kept
-- as a hash by the master key. `refused` and "user" say what was decided, if it was.
create table device_code (
  hash bytea primary key,
  word_hash bytea not null constraint device_code_word unique,
  application text collate "C" not null references application (id) on delete cascade,
  scope text collate "C" not null,
  device_id text collate "C" not null,
  expires_ms bigint not null,
  "user" bigint references account ("user"),
  refused boolean not null default false
);
create index device_code_by_expiry on device_code (expires_ms);
create index device_code_of_application on device_code (application);

-- Who allowed an application to replace their cross-signing keys, and until when.
create table key_reset (
  "user" bigint primary key references account ("user"),
  expires_ms bigint not null
);
create index key_reset_by_expiry on key_reset (expires_ms);
