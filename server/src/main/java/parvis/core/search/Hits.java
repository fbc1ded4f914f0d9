package parvis.core.search;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import parvis.core.identity.Users;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// The questions that a search asks the index.
final class Hits {
  private static final String LATEST =
      """
      select h.event, h.source, h.source_pos, h.room, h.pos, h.sender
        from unnest(?::text[], ?::bigint[], ?::bigint[]) as r (query, room, up_to)
       cross join lateral (
         select s.event, s.source, s.source_pos, s.room, s.pos, s.sender
           from search_text s
          where s.words @@ r.query::tsquery and s.pos + 0 <= least(r.up_to, ?)
            and s.key = any (?) and (? or s.url = ?) and %s
            and s.sender <> all (?) and (s.key <> 1 or s.sender <> all (?))
            and (? or s.ts + 0 >= ? and s.ts + 0 < ?)
          order by s.pos + 0 desc limit ?) h
       order by h.pos desc limit ?""";

  /// Found by their words alone: `+ 0` keeps the database from the other indexes, by which it would
  /// read all that was said at a time, or by somebody, for each room.
  private static final String OF_ALL = LATEST.formatted("(? or s.sender + 0 = any (?))");

  /// Of one person, the database reads what both the index of words and that of senders have.
  private static final String OF_ONE =
      LATEST.formatted("(? or s.room = r.room and s.sender = (?::bigint[])[1])");

  private static final String RANKS =
      """
      select h.event, ts_rank_cd(s.words, h.query::tsquery) as rank
        from unnest(?::bigint[], ?::text[]) as h (event, query)
        join search_text s on s.event = h.event""";

  private static final String NIDS = "select nid from room where room_id = any (?)";

  /// What is asked of every room.
  ///
  /// @param url absent: with and without
  /// @param senders absent: anybody
  record Asked(
      short[] texts,
      Optional<Boolean> url,
      Optional<long[]> senders,
      long[] notSenders,
      long[] ignored,
      Question.Span span) {

    /// @param from names the only sender when a group of them goes on
    static Asked of(
        Tx tx,
        Users users,
        Criteria criteria,
        Collection<String> ignored,
        Optional<Place> from,
        Question.Span span) {
      var filter = criteria.filter();
      var texts = new short[criteria.texts().size()];
      int i = 0;
      for (var text : criteria.texts()) {
        texts[i++] = (short) text.code();
      }
      var one =
          from.flatMap(Place::group)
              .filter(within -> within.by() == Criteria.Group.SENDER)
              .map(Place.Within::id);
      var senders =
          one.isEmpty()
              ? filter.senders()
              : one.map(
                  id ->
                      filter.senders().map(all -> all.contains(id)).orElse(true)
                          ? List.of(id)
                          : List.<String>of());
      return new Asked(
          texts,
          filter.containsUrl(),
          senders.map(ids -> nids(tx, users, ids)),
          nids(tx, users, filter.notSenders()),
          nids(tx, users, ignored),
          span);
    }

    private boolean isOfOne() {
      return senders.filter(one -> one.length == 1).isPresent();
    }

    private static long[] nids(Tx tx, Users users, Collection<String> ids) {
      return ids.isEmpty() ? new long[0] : users.nids(tx, ids);
    }
  }

  /// A room to search.
  ///
  /// @param upTo the last position that the reader may know
  record Reach(long room, long upTo) {}

  /// A text that has all words that were asked for.
  ///
  /// @param source nid of the event whose words these are: the event itself, or its edit
  record Hit(
      long event, long source, long sourcePos, long room, long pos, long sender, float rank) {

    private Hit ranked(float by) {
      return new Hit(event, source, sourcePos, room, pos, sender, by);
    }
  }

  private Hits() {}

  /// The latest hits at or below a position, latest first.
  ///
  /// @param queries one for each room
  static List<Hit> latest(
      Deadline.Within tx,
      List<Reach> rooms,
      List<String> queries,
      Asked asked,
      long below,
      int max) {
    return new Walk(tx, rooms, queries, asked, max, Walk.Bounds.USUAL)
        .latest(below)
        .map(Walk.Read::hits)
        .orElseGet(() -> indexed(tx, rooms, queries, asked, below, max));
  }

  static List<Hit> indexed(
      Deadline.Within tx,
      List<Reach> rooms,
      List<String> queries,
      Asked asked,
      long below,
      int max) {
    return tx.list(
        Hits::hit,
        asked.isOfOne() ? OF_ONE : OF_ALL,
        queries.toArray(String[]::new),
        rooms.stream().mapToLong(Reach::room).toArray(),
        rooms.stream().mapToLong(Reach::upTo).toArray(),
        below,
        asked.texts(),
        asked.url().isEmpty(),
        asked.url().orElse(false),
        asked.senders().isEmpty(),
        asked.senders().orElse(new long[0]),
        asked.notSenders(),
        asked.ignored(),
        asked.span().isAlways(),
        asked.span().fromMs(),
        asked.span().untilMs(),
        max,
        max);
  }

  static Hit hit(Row row) {
    return new Hit(
        row.number("event"),
        row.number("source"),
        row.number("source_pos"),
        row.number("room"),
        row.number("pos"),
        row.number("sender"),
        0);
  }

  /// The hits with their ranks: how near to each other the words are, and whether they are written
  /// as in the term.
  static List<Hit> ranked(Deadline.Within tx, List<Hit> hits, LongFunction<String> queryOf) {
    var ranks = new HashMap<Long, Float>();
    tx.list(
        row -> ranks.put(row.number("event"), Float.parseFloat(row.text("rank"))) == null,
        RANKS,
        hits.stream().mapToLong(Hit::event).toArray(),
        hits.stream().map(hit -> queryOf.apply(hit.room())).toArray(String[]::new));
    return hits.stream().map(hit -> hit.ranked(ranks.getOrDefault(hit.event(), 0f))).toList();
  }

  /// Those of these rooms that there are.
  static List<Long> rooms(Tx tx, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : tx.list(row -> row.number("nid"), NIDS, (Object) ids.toArray(String[]::new));
  }
}
