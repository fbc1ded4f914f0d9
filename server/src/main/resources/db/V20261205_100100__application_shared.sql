-- Whether several people read the address of an application as it was made: the link of one that was one person's leads nowhere
-- once others read it, too.
alter table house_application add column shared boolean not null default false;
