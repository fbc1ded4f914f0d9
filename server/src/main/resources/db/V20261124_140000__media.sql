-- Media by address. The bytes are blobs, named by their hash, and may be shared by many addresses.
create table media (
  server text collate "C" not null,
  media_id text collate "C" not null,
  uploader bigint not null,
  created_ms bigint not null,
  -- set while the address waits for its bytes
  expires_ms bigint,
  -- all set once the bytes are durable
  hash text collate "C",
  size_bytes bigint check (size_bytes >= 0),
  content_type text collate "C",
  -- empty when the upload named none
  file_name text collate "C",
  primary key (server, media_id),
  check ((expires_ms is null) = (hash is not null)),
  check ((hash is null) = (size_bytes is null)),
  check ((hash is null) = (content_type is null)),
  check ((hash is null) = (file_name is null))
);

create index media_waiting on media (uploader, expires_ms) where hash is null;

-- Thumbnails that were made, by the hash of what they show.
create table thumbnail (
  hash text collate "C" not null,
  width int not null,
  height int not null,
  crop boolean not null,
  content_type text collate "C" not null,
  thumbnail_hash text collate "C" not null,
  size_bytes bigint not null check (size_bytes > 0),
  primary key (hash, width, height, crop)
);
