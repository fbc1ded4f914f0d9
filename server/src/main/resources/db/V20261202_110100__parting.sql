-- By what its owner shows that an ended account was theirs, so that they are told so and nobody else is: the hash of a token or of
-- an address, or the password as it was stored. It lets nobody in, and is kept for thirty days.
create table parting (
  "user" bigint not null references account ("user"),
  hash bytea,
  password text,
  ended_ms bigint not null,
  constraint parting_shows_one_thing check ((hash is null) <> (password is null))
);
create index parting_by_hash on parting (hash) where hash is not null;
create unique index parting_by_password on parting ("user") where password is not null;
create index parting_by_age on parting (ended_ms);
