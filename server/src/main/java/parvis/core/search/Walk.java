package parvis.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what was said last, one text after the other, until enough of it has the words.
///
/// The index of words gives all texts that have a word, of which the latest are wanted: of a word
/// that is said all the time, or of three letters that thousands of words begin with, it gives a
/// hundred thousand to be read and put in order. Just then a short walk back finds enough. How
/// often the words are said is seen from the first texts; from it follows which way reads less.
///
/// Of a span of time there is a third way: to read all of it. What was brought from elsewhere has a
/// time that is not that of its position, so where a span ends among the positions is not known.
final class Walk {
  /// What a text costs that the index of words gives, in texts that are walked past.
  private static final int INDEX_COST = 5;

  /// What it costs to ask the index of words for one room.
  private static final int ROOM_COST = 8;

  /// Parts of one walk, should the words be said less often further back.
  private static final int PARTS_MAX = 4;

  /// How much is read.
  ///
  /// @param look texts from which it is seen how often the words are said
  /// @param few texts that are so few that the index of words is always asked
  /// @param textsMax texts of one walk
  /// @param spanMax texts of a span of time that are counted, and that are all read at most
  record Bounds(int look, int few, int textsMax, int spanMax) {
    static final Bounds USUAL = new Bounds(2_000, 10_000, 50_000, 1_000_000);
  }

  /// Which way was taken.
  enum Way {
    /// What was said last was walked past.
    LATEST,
    /// All of a span of time was read.
    SPAN
  }

  /// The hits, and the way to them.
  record Read(Way way, List<Hits.Hit> hits) {}

  private static final String ALL =
      "select greatest(reltuples, 0)::bigint as n from pg_class where oid = 'search_text'::regclass";

  private final Deadline.Within tx;
  private final Steps steps;
  private final boolean always;
  private final int rooms;
  private final int max;
  private final Bounds bounds;

  /// @param queries one for each room
  /// @param max hits that are enough
  Walk(
      Deadline.Within tx,
      List<Hits.Reach> rooms,
      List<String> queries,
      Hits.Asked asked,
      int max,
      Bounds bounds) {
    this.tx = tx;
    this.steps = new Steps(tx, rooms, queries, asked);
    this.always = asked.span().isAlways();
    this.rooms = rooms.size();
    this.max = max;
    this.bounds = bounds;
  }

  /// The latest hits at or below a position, latest first; empty where the index of words reads
  /// less.
  Optional<Read> latest(long below) {
    long all = tx.first(row -> row.number("n"), ALL).orElse(0L);
    if (all < bounds.few()) {
      return Optional.empty();
    }
    tx.plannedAnew();
    return always ? walk(below, all) : span(below, all);
  }

  private Optional<Read> walk(long below, long all) {
    var hits = new ArrayList<Hits.Hit>();
    long from = below;
    long walked = 0;
    long step = bounds.look();
    for (int i = 0; i < PARTS_MAX && step > 0; i++) {
      var part = steps.part(from, step, max - hits.size());
      hits.addAll(part.hits());
      if (hits.size() >= max || part.last().isEmpty()) {
        return Optional.of(new Read(Way.LATEST, hits));
      }
      from = part.last().getAsLong() - 1;
      walked += step;
      step = next(walked, hits.size(), all);
    }
    return Optional.empty();
  }

  /// How many texts more have enough hits, by what was seen of some; 0 where the index reads fewer.
  private long next(long walked, int hits, long all) {
    long enough = enough(hits, walked);
    return enough > bounds.textsMax() || enough - walked > indexed(hits, walked, all)
        ? 0
        : enough - walked;
  }

  /// The way that reads least of what was said in a span of time.
  private Optional<Read> span(long below, long all) {
    var sample = steps.sample(bounds.look());
    if (sample.texts() < bounds.look()) {
      return whole(below);
    }
    long indexed = indexed(sample.hits(), sample.texts(), all);
    long enough = enough(sample.hits(), sample.texts());
    if (enough <= Math.min(indexed, bounds.textsMax())) {
      var span = steps.extent(steps.endsNow() ? enough : bounds.spanMax());
      if (span.texts() >= enough) {
        var part = steps.part(Math.min(below, span.last()), enough, max);
        if (part.hits().size() >= max) {
          return Optional.of(new Read(Way.LATEST, part.hits()));
        }
      }
    }
    long most = Math.min(indexed, bounds.spanMax());
    return steps.extent(most).texts() < most ? whole(below) : Optional.empty();
  }

  private Optional<Read> whole(long below) {
    return Optional.of(new Read(Way.SPAN, steps.ofSpan(below, max)));
  }

  /// How many texts have enough hits: a third more, since they may be said less often further back.
  private long enough(long hits, long of) {
    return hits == 0 ? Long.MAX_VALUE : of * max / hits * 4 / 3;
  }

  /// What the index of words costs, in texts that are walked past.
  private long indexed(long hits, long of, long all) {
    return INDEX_COST * all * Math.max(1, hits) / of + (long) ROOM_COST * rooms;
  }
}
