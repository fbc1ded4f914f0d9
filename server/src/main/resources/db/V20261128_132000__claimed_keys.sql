-- A key that was handed out stays for a while, so that it is known when its device uploads it once more.
alter table one_time_key add column claimed boolean not null default false;
create index one_time_key_unclaimed on one_time_key ("user", device, algorithm, nid) where not claimed;
