-- The maker's name for this one wish: what is asked for again is made once. A word or a secret that is shown once was
-- not seen when it is asked for again: the next one takes its place.
alter table entry_code add column request text;
create unique index entry_code_once on entry_code (organisation, "by", request);
alter table space_code add column request text;
create unique index space_code_once on space_code (space, "by", request);
alter table scim_token add column request text;
create unique index scim_token_once on scim_token (organisation, "by", request);
alter table invitation add column request text;
create unique index invitation_once on invitation (server, invited_by, request);

-- The rooms of spaces that somebody asked for, by their name for the wish: the room comes after.
create table space_room_wish (
  space text collate "C" not null,
  "by" bigint not null,
  request text not null,
  room text collate "C" not null unique,
  primary key (space, "by", request)
);
