-- In whose journal the making of an entry code stands, whatever becomes of the post of who made it;
-- null where that is the house's, and for codes of a version that did not keep it.
alter table space_code add column journal bigint references organisation (nid);
