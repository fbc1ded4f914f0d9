package parvis.core.search;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import parvis.platform.db.Row;

/// Reads texts one after the other, and tells which of them are hits.
///
/// What is asked of a text is found by halving the ascending list of rooms. A join would hold all
/// texts of a walk in memory before it told the first, and put the hits in order afterwards.
final class Steps {
  /// Texts of which it is told whether they have the words, and whatever else is asked of them.
  private static final String TEXTS =
      """
      select s.*,
             (s.key = any (?) and (? or s.url = ?) and (? or s.sender = any (?))
              and s.sender <> all (?) and (s.key <> 1 or s.sender <> all (?))
              and (? or s.ts >= ? and s.ts < ?)) as wanted,
             case when (select ?::bigint[])[s.place] = s.room
                   and s.pos <= (select ?::bigint[])[s.place]
                  then s.words @@ (select ?::text[]::tsquery[])[s.place]
                  else false end as spoken
        from (select t.event, t.source, t.source_pos, t.room, t.pos, t.ts, t.sender, t.key, t.url,
                     t.words, width_bucket(t.room, (select ?::bigint[])) as place%s
                from search_text t where %s) s""";

  /// The last text is told, too: behind it the next part begins.
  private static final String PART =
      """
      select event, source, source_pos, room, pos, sender, number, wanted and spoken as found
        from (%s) f
       where wanted and spoken or number = ?
       order by pos desc limit ?"""
          .formatted(
              TEXTS.formatted(
                  ", row_number() over (order by pos desc) as number",
                  "t.pos <= ? order by t.pos desc limit ?"));

  private static final String LATEST = "select max(ts) as ts from search_text";

  private static final String IN_SPAN =
      """
      select count(*) as n, max(pos) as last
        from (select pos from search_text where ts >= ? and ts < ? limit ?) t""";

  private static final String OF_SPAN =
      """
      select event, source, source_pos, room, pos, sender
        from (%s) f
       where wanted and spoken and pos + 0 <= ?
       order by pos + 0 desc limit ?"""
          .formatted(TEXTS.formatted("", "t.ts >= ? and t.ts < ?"));

  private static final String SAMPLE =
      """
      select count(*) as texts, count(*) filter (where wanted and spoken) as hits from (%s) f"""
          .formatted(TEXTS.formatted("", "t.ts >= ? and t.ts < ? order by t.ts desc limit ?"));

  private final Deadline.Within tx;
  private final Hits.Asked asked;
  private final long[] rooms;
  private final long[] upTo;
  private final String[] queries;

  /// @param reach where to look
  /// @param questions one for each of these rooms
  Steps(Deadline.Within tx, List<Hits.Reach> reach, List<String> questions, Hits.Asked asked) {
    this.tx = tx;
    this.asked = asked;
    var ascending =
        IntStream.range(0, reach.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> reach.get(i).room()))
            .toList();
    this.rooms = ascending.stream().mapToLong(i -> reach.get(i).room()).toArray();
    this.upTo = ascending.stream().mapToLong(i -> reach.get(i).upTo()).toArray();
    this.queries = ascending.stream().map(questions::get).toArray(String[]::new);
  }

  /// @param last the position of the last text, where as many were read as were to be; empty where
  ///     there are no more, or enough of them were hits
  record Part(List<Hits.Hit> hits, OptionalLong last) {}

  private record Step(Hits.Hit hit, long number, boolean found) {
    static Step of(Row row) {
      return new Step(Hits.hit(row), row.number("number"), row.bool("found"));
    }
  }

  /// The hits among so many texts at or below a position, latest first.
  ///
  /// @param max hits that are enough
  Part part(long from, long texts, int max) {
    var steps = tx.list(Step::of, PART, args(from, texts, texts, max));
    return new Part(
        steps.stream().filter(Step::found).map(Step::hit).toList(),
        steps.stream()
            .filter(step -> step.number() == texts)
            .mapToLong(step -> step.hit().pos())
            .findFirst());
  }

  /// Whether nothing is later than the span of time.
  boolean endsNow() {
    var latest = tx.first(row -> row.optionalNumber("ts").orElse(0L), LATEST).orElse(0L);
    return latest < asked.span().untilMs();
  }

  /// How many texts are of the span of time, and the position of the last of them.
  record Extent(long texts, long last) {}

  /// @param max texts that are counted; of more it is not known where they end
  Extent extent(long max) {
    var span = asked.span();
    var extent =
        tx.first(
                row -> new Extent(row.number("n"), row.optionalNumber("last").orElse(0L)),
                IN_SPAN,
                span.fromMs(),
                span.untilMs(),
                max)
            .orElseThrow();
    return extent.texts() < max ? extent : new Extent(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /// The latest hits at or below a position, of which all of the span of time are read.
  List<Hits.Hit> ofSpan(long below, int max) {
    var span = asked.span();
    return tx.list(Hits::hit, OF_SPAN, args(span.fromMs(), span.untilMs(), below, max));
  }

  /// Some of the last texts of the span of time, and how many of them are hits.
  record Sample(long texts, long hits) {}

  Sample sample(int texts) {
    var span = asked.span();
    return tx.first(
            row -> new Sample(row.number("texts"), row.number("hits")),
            SAMPLE,
            args(span.fromMs(), span.untilMs(), texts))
        .orElseThrow();
  }

  /// What is asked of each text, and then the rest.
  private Object[] args(Object... rest) {
    var span = asked.span();
    return Stream.concat(
            Stream.of(
                asked.texts(),
                asked.url().isEmpty(),
                asked.url().orElse(false),
                asked.senders().isEmpty(),
                asked.senders().orElse(new long[0]),
                asked.notSenders(),
                asked.ignored(),
                span.isAlways(),
                span.fromMs(),
                span.untilMs(),
                rooms,
                upTo,
                queries,
                rooms),
            Stream.of(rest))
        .toArray();
  }
}
