-- How many people a link lets in, in all; what was made before is taken to be unused.
alter table invitation add column uses integer check (uses >= uses_left);
