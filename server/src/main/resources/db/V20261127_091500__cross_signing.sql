-- The keys with which people vouch for their devices and for each other: 1 master, 2 self-signing, 3 user-signing.
-- The body is what was uploaded, without its signatures.
create table cross_signing_key (
  "user" bigint not null,
  usage smallint not null check (usage between 1 and 3),
  public_key text collate "C" not null,
  body bytea not null,
  primary key ("user", usage));

-- Signatures of cross-signing keys and of devices, each checked before it was kept. The target is a device of
-- the user, or the public key of one of their cross-signing keys.
create table key_signature (
  "user" bigint not null,
  signer bigint not null,
  target text collate "C" not null,
  key_id text collate "C" not null,
  signature text collate "C" not null,
  primary key ("user", signer, target, key_id));
create index key_signature_by_signer on key_signature (signer, key_id);
