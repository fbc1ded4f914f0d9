-- A thumbnail that moves is another one than the still one of the same size.
alter table thumbnail add column animated boolean not null default false;
alter table thumbnail drop constraint thumbnail_pkey;
alter table thumbnail add primary key (hash, width, height, crop, animated);
