package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Actor;
import parvis.base.Slips;
import parvis.core.identity.Profile;
import parvis.core.identity.Profiles;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;
import parvis.protocol.id.UserId;

/// Who is found by words: whom somebody may find is decided where they are looked for, so that
/// nobody is missing because of others who may not be found. The people of one's own organisation
/// come first, then those of its parts and of what it is a part of, then all others.
///
/// Each organisation is read in the order of its words, the rarest word of the search first, up to
/// as many as are wanted. Who is of none that one finds is found where one shares a room with them.
final class PeopleStore {
  /// Letters of a search that finds beginnings of words; a shorter one finds whole words alone.
  private static final int LETTERS_MIN = 3;

  /// Words of one organisation that begin like a search and are looked at; of organisations that
  /// one does not find, of all together.
  private static final int LOOKED_AT_MAX = 20_000;

  private static final int CLOSED_MAX = 3_000;

  /// Words of one organisation that are counted to know which word of a search is rare.
  private static final int SAMPLED_MAX = 100;

  /// What somebody notes for themselves who is not to be found by searching, as in Tchap, and how
  /// it is written: spaces are never stored in it.
  private static final String RED_LIST = "im.vector.hide_profile";

  private static final String HIDDEN = "\"hide_profile\":true";

  private static final String VISIBLE =
      """
       w."user" <> s.reader
         and not exists (select from directory_word d
                          where d."user" = w."user" and d.word >= s.low and d.word < w.word)
         and not exists (select from unnest(s.lows, s.highs) as o (low, high)
                          where o.low <> s.low
                            and not exists (select from directory_word d
                                             where d."user" = w."user"
                                               and d.word >= o.low and d.word < o.high))
         and exists (select from account a
                      where a."user" = w."user" and a.deactivated_ms is null and not a.guest)
         and not exists (select from syncable h
                          where h."user" = w."user" and h.kind = s.kind and h.room = 0
                            and h.key = s.key and not h.tombstone
                            and position(s.hidden in h.value) > 0)\
      """;

  private static final String FOUND =
      """
      with recursive
      q (reader, everywhere, lows, highs, kind, key, hidden) as materialized (
        select ?::bigint, ?::boolean, ?::text[], ?::text[], ?::smallint, ?::text collate "C",
               convert_to(?, 'UTF8')),
      above (nid, parent) as (
        select o.nid, o.parent
          from q join post p on p."user" = q.reader and p.until_ms is null
          join organisation o on o.nid = p.organisation
         union
        select o.nid, o.parent from above join organisation o on o.nid = above.parent),
      house (nid) as (
        select nid from above where parent is null
         union
        select o.nid from house join organisation o on o.parent = house.nid),
      place (nid, rank) as materialized (
        select ?::bigint, 2
         union all
        select o.nid, case when o.nid = p.organisation then 0
                           when o.nid in (select nid from house) then 1
                           else 2 end
          from q cross join organisation o
          left join post p on p."user" = q.reader and p.until_ms is null
         where o.open_directory or q.everywhere or o.nid in (select nid from house)),
      s as materialized (
        select q.*, t.low, t.high
          from q cross join lateral (
               select w.low, w.high from unnest(q.lows, q.highs) as w (low, high)
                order by (select count(*) from place cross join lateral (
                                 select from directory_word d
                                  where d.organisation = place.nid
                                    and d.word >= w.low and d.word < w.high
                                  limit ?) few),
                         length(w.low) desc
                limit 1) t),
      open_to (rank, word, name, "user") as (
        select place.rank, f.word, f.name, f."user"
          from s cross join place
         cross join lateral (
               select w.word, w.name, w."user"
                 from (select d.word, d.name, d."user" from directory_word d
                        where d.organisation = place.nid and d.word >= s.low and d.word < s.high
                        order by d.word, d.name, d."user" limit ?) w
                where %1$s
                order by w.word, w.name, w."user" limit ?) f),
      met (rank, word, name, "user") as (
        select 2, w.word, w.name, w."user"
          from s cross join lateral (
               select d.word, d.name, d."user" from organisation o
                 join directory_word d on d.organisation = o.nid
                where (select count(*) from open_to where rank < 2) < ?
                  and o.nid not in (select nid from place)
                  and d.word >= s.low and d.word < s.high
                limit ?) w
         where exists (select from membership a
                         join membership b on b.room = a.room and b.membership = 2
                        where a."user" = s.reader and a.membership = 2 and b."user" = w."user")
           and %1$s)
      select u.user_id, f."user", p.display_name, p.avatar_url
        from (select * from open_to union all select * from met
               order by rank, word, name, "user" limit ?) f
        join matrix_user u on u.nid = f."user"
        join profile p on p."user" = f."user"
       order by f.rank, f.word, f.name, f."user"\
      """
          .formatted(VISIBLE);

  /// Words of names that may be meant by one that was typed, and searches that follow.
  private static final int MEANT_MAX = 4;

  private static final int SEARCHES_MAX = 8;

  private static final String MEANT =
      """
      select distinct d.word
        from (select nid from organisation union all select ?::bigint) o (nid)
        join directory_word d on d.organisation = o.nid and d.word = any (?::text[])
       order by d.word limit ?\
      """;

  private PeopleStore() {}

  /// What a search may be a slip of: the same with another word in the place of one.
  static List<String> meant(Tx tx, String text) {
    var words = Profiles.words(text);
    var meant = new ArrayList<String>();
    for (int i = 0; i < words.size() && meant.size() < SEARCHES_MAX; i++) {
      var slips = Slips.of(words.get(i)).toArray(String[]::new);
      for (var word : tx.list(row -> row.text("word"), MEANT, Profiles.NOWHERE, slips, MEANT_MAX)) {
        var other = new ArrayList<>(words);
        other.set(i, word);
        meant.add(String.join(" ", other));
      }
    }
    return meant.stream().limit(SEARCHES_MAX).toList();
  }

  /// People whose name, id or function holds a word that begins with each word of the text,
  /// whatever the accents and capitals. Who is on the red list is not among them.
  static List<Profiles.Found> search(Tx tx, Actor reader, String text, int max) {
    var words = Profiles.words(text);
    if (words.isEmpty()) {
      return List.of();
    }
    var letters = words.stream().mapToInt(word -> word.codePointCount(0, word.length())).sum();
    var end = letters < LETTERS_MIN ? "\u0001" : Character.toString(Character.MAX_CODE_POINT);
    return tx.list(
        PeopleStore::found,
        FOUND,
        reader.userNid(),
        reader.admin(),
        words.toArray(String[]::new),
        words.stream().map(word -> word + end).toArray(String[]::new),
        LogRow.ACCOUNT_DATA,
        RED_LIST,
        HIDDEN,
        Profiles.NOWHERE,
        SAMPLED_MAX,
        LOOKED_AT_MAX,
        max,
        max,
        CLOSED_MAX,
        max);
  }

  private static Profiles.Found found(Row row) {
    return new Profiles.Found(
        new UserId(row.text("user_id")),
        row.number("user"),
        new Profile(row.optionalText("display_name"), row.optionalText("avatar_url")));
  }
}
