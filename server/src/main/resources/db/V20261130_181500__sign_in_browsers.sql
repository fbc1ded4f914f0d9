-- Which browsers came in by a code to an address: they have codes and tries of their own, which no stranger uses up. A browser is
-- known by the hash of a secret that it keeps; the ten that came last are remembered. Of what asks for codes, `known`: it was such a
-- browser; `network`: a keyed hash of where it was.
create table sign_in_browser (
  server bigint not null,
  address text collate "C" not null,
  secret_hash bytea not null,
  used_ms bigint not null,
  primary key (server, address, secret_hash),
  foreign key (server, address) references address (server, address) on delete cascade deferrable initially deferred
);

alter table sign_in_code add column known boolean not null default false;
alter table sign_in_code add column network bytea not null default '';
