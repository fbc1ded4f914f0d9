-- A token that signs in another device of an account, once and soon; it goes with the device that asked for it.
create table login_token (
  hash bytea primary key,
  "user" bigint not null,
  device_id text collate "C" not null,
  expires_ms bigint not null,
  foreign key ("user", device_id) references device ("user", device_id) on delete cascade
);
create index login_token_of_device on login_token ("user", device_id);
create index login_token_by_expiry on login_token (expires_ms);
