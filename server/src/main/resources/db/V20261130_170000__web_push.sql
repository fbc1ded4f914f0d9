-- A pusher may be a browser: `pushkey` then is its public key, and `data` has the address at its push service.
alter table pusher drop constraint pusher_kind_check;
alter table pusher add constraint pusher_kind_check check (kind in ('http', 'email', 'webpush'));

-- The key pair by which push services of browsers know this house; one for all, made at the first start.
create table push_key (
  one boolean primary key default true check (one),
  sealed_key bytea not null,
  public_key bytea not null,
  created_ms bigint not null
);
