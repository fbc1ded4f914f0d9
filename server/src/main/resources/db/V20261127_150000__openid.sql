-- Tokens with which people prove to another service who they are, as SHA-256 hashes, until they expire.
create table openid_token (
  hash bytea primary key,
  "user" bigint not null references account ("user"),
  expires_ms bigint not null
);
create index openid_token_of_user on openid_token ("user", expires_ms);
create index openid_token_by_expiry on openid_token (expires_ms);
