package parvis.core.search;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Tx;

/// Reads what was said last, one text after the other, until enough of it has the words.
///
/// The index of words gives all texts that have a word, of which the latest are wanted: of a word
/// that is said all the time, or of three letters that thousands of words begin with, it gives a
/// hundred thousand to be read and put in order. Just then a short walk back finds enough. How
/// often the words are said is seen from the first texts; from it follows which way reads less.
final class Walk {
  /// Texts from which it is seen how often the words are said.
  private static final int LOOK = 2_000;

  /// What a text costs that the index of words gives, in texts that are walked past.
  private static final int INDEX_COST = 4;

  /// Texts that are so few that the index of words is always asked.
  private static final int FEW = 10_000;

  /// Texts of one walk.
  private static final int TEXTS_MAX = 50_000;

  /// Parts of one walk, should the words be said less often further back.
  private static final int PARTS_MAX = 4;

  /// Texts of a span of time of which it is seen how far back they stand.
  private static final int SPAN_MAX = 100_000;

  private static final String BEHIND =
      "select pos from search_text where pos <= ? order by pos desc offset ? limit 1";

  private static final String ALL =
      "select greatest(reltuples, 0)::bigint as n from pg_class where oid = 'search_text'::regclass";

  private static final String IN_SPAN =
      """
      select count(*) as n, max(pos) as last
        from (select pos from search_text where ts >= ? and ts < ? limit ?) t""";

  private static final String PART =
      """
      with r as materialized (
        select f.room, f.query::tsquery as query, f.up_to
          from unnest(?::bigint[], ?::text[], ?::bigint[]) as f (room, query, up_to))
      select s.event, s.source, s.source_pos, s.room, s.pos, s.sender
        from (select t.event, t.source, t.source_pos, t.room, t.pos, t.ts, t.sender, t.key, t.url, t.words
                from search_text t where t.pos <= ? order by t.pos desc limit ?) s
        join r on r.room = s.room
       where s.words @@ r.query and s.pos <= r.up_to
         and s.key = any (?) and (? or s.url = ?) and (? or s.sender = any (?))
         and s.sender <> all (?) and (s.key <> 1 or s.sender <> all (?))
         and (? or s.ts >= ? and s.ts < ?)
       order by s.pos desc limit ?""";

  private final Tx tx;
  private final List<Hits.Reach> rooms;
  private final List<String> queries;
  private final Hits.Asked asked;
  private final int max;

  /// @param queries one for each room
  /// @param max hits that are enough
  Walk(Tx tx, List<Hits.Reach> rooms, List<String> queries, Hits.Asked asked, int max) {
    this.tx = tx;
    this.rooms = rooms;
    this.queries = queries;
    this.asked = asked;
    this.max = max;
  }

  /// The latest hits at or below a position, latest first; empty where the index of words reads
  /// less.
  Optional<List<Hits.Hit>> latest(long below) {
    long all = tx.first(row -> row.number("n"), ALL).orElse(0L);
    long walked = all < FEW ? 0 : LOOK;
    long from = walked == 0 ? below : Math.min(below, last());
    tx.plannedAnew();
    for (int part = 0; part < PARTS_MAX && walked > 0; part++) {
      var hits = part(from, walked);
      if (hits.size() >= max || isAll(from, walked)) {
        return Optional.of(hits);
      }
      walked = next(walked, hits.size(), all);
    }
    return Optional.empty();
  }

  /// The position below which everything of the span stands, as far as that is seen at once: what
  /// was brought from elsewhere has a time that is not that of its position.
  private long last() {
    var span = asked.span();
    if (span.isAlways()) {
      return Long.MAX_VALUE;
    }
    return tx.first(
            row ->
                row.number("n") < SPAN_MAX ? row.optionalNumber("last").orElse(0L) : Long.MAX_VALUE,
            IN_SPAN,
            span.fromMs(),
            span.untilMs(),
            SPAN_MAX)
        .orElse(Long.MAX_VALUE);
  }

  /// How many texts have enough hits, by what was seen of some; 0 where the index reads fewer.
  private long next(long walked, int hits, long all) {
    if (hits == 0) {
      return 0;
    }
    // A third more, since they may be said less often further back.
    long enough = walked * max / hits * 4 / 3;
    long indexed = all * hits / walked;
    return enough > TEXTS_MAX || enough > INDEX_COST * indexed ? 0 : enough;
  }

  /// Whether there are no more texts than these at or below a position.
  private boolean isAll(long from, long texts) {
    return tx.first(row -> row.number("pos"), BEHIND, from, texts).isEmpty();
  }

  private List<Hits.Hit> part(long from, long texts) {
    return tx.list(
        Hits::hit,
        PART,
        rooms.stream().mapToLong(Hits.Reach::room).toArray(),
        queries.toArray(String[]::new),
        rooms.stream().mapToLong(Hits.Reach::upTo).toArray(),
        from,
        texts,
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
        max);
  }
}
