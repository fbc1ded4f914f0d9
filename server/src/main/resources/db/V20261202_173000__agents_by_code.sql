-- The organisation whose agents those become who come into a space by the code; none: they stay what they are.
alter table space_code add column organisation bigint references organisation (nid);
