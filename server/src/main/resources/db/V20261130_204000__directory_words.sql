-- The words by which people are found: of their name, their id and what they do, each beside the organisation that they are of
-- (0: none), so that whoever may find one organisation alone reads its part alone, in the order in which people are told. `name` begins
-- with the display name, folded. The column `words` of `profile` and its index serve the version before and go with a later one.
create table directory_word (
  organisation bigint not null,
  word text collate "C" not null check (word <> ''),
  name text collate "C" not null,
  "user" bigint not null references profile ("user") on delete cascade,
  primary key (organisation, word, name, "user")
);
create index directory_word_of on directory_word ("user", word);

insert into directory_word (organisation, word, name, "user")
select coalesce(p.organisation, 0), w.word, left(f.words, 40), f."user"
  from profile f
  join account a on a."user" = f."user" and a.deactivated_ms is null
  cross join lateral (select distinct left(one, 60) as word from unnest(string_to_array(f.words, ' ')) one
                       where one <> '') w
  left join post p on p."user" = f."user" and p.until_ms is null;

create index organisation_parts on organisation (parent) where parent is not null;
