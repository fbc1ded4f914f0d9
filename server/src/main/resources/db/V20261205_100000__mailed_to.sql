-- Whoever becomes one of the house by an address takes up the invitations that were mailed there.
create index space_code_mailed on space_code (mailed_to) where mailed_to is not null and uses_left > 0;
