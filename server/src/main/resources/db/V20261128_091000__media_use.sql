-- How much each person has uploaded in all.
create table media_use (
  "user" bigint primary key,
  bytes bigint not null check (bytes >= 0)
);
insert into media_use ("user", bytes)
select uploader, sum(size_bytes) from media where hash is not null group by uploader;

-- What refers to a blob.
create index media_by_hash on media (hash) where hash is not null;
create index thumbnail_by_hash on thumbnail (thumbnail_hash);
