package parvis.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.platform.db.Tx;

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
  /// Texts from which it is seen how often the words are said.
  private static final int LOOK = 2_000;

  /// What a text costs that the index of words gives, in texts that are walked past.
  private static final int INDEX_COST = 5;

  /// What it costs to ask the index of words for one room.
  private static final int ROOM_COST = 8;

  /// Texts that are so few that the index of words is always asked.
  private static final int FEW = 10_000;

  /// Texts of one walk.
  private static final int TEXTS_MAX = 50_000;

  /// Parts of one walk, should the words be said less often further back.
  private static final int PARTS_MAX = 4;

  /// Texts of a span of time among which it is seen where it ends.
  private static final int SPAN_MAX = 1_000_000;

  private static final String ALL =
      "select greatest(reltuples, 0)::bigint as n from pg_class where oid = 'search_text'::regclass";

  private final Tx tx;
  private final Steps steps;
  private final boolean always;
  private final int rooms;
  private final int max;

  /// @param queries one for each room
  /// @param max hits that are enough
  Walk(Tx tx, List<Hits.Reach> rooms, List<String> queries, Hits.Asked asked, int max) {
    this.tx = tx;
    this.steps = new Steps(tx, rooms, queries, asked);
    this.always = asked.span().isAlways();
    this.rooms = rooms.size();
    this.max = max;
  }

  /// The latest hits at or below a position, latest first; empty where the index of words reads
  /// less.
  Optional<List<Hits.Hit>> latest(long below) {
    long all = tx.first(row -> row.number("n"), ALL).orElse(0L);
    if (all < FEW) {
      return Optional.empty();
    }
    tx.plannedAnew();
    return always ? walk(below, all) : span(below, all);
  }

  private Optional<List<Hits.Hit>> walk(long below, long all) {
    var hits = new ArrayList<Hits.Hit>();
    long from = below;
    long walked = 0;
    long step = LOOK;
    for (int i = 0; i < PARTS_MAX && step > 0; i++) {
      var part = steps.part(from, step, max - hits.size());
      hits.addAll(part.hits());
      if (hits.size() >= max || part.last().isEmpty()) {
        return Optional.of(hits);
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
    return enough > TEXTS_MAX || enough - walked > indexed(hits, walked, all) ? 0 : enough - walked;
  }

  /// The way that reads least of what was said in a span of time.
  private Optional<List<Hits.Hit>> span(long below, long all) {
    var sample = steps.sample();
    if (sample.texts() < Steps.SAMPLED) {
      return Optional.of(steps.ofSpan(below, max));
    }
    long indexed = indexed(sample.hits(), sample.texts(), all);
    long enough = enough(sample.hits(), sample.texts());
    if (enough <= Math.min(indexed, TEXTS_MAX)) {
      var span = steps.extent(steps.endsNow() ? enough : SPAN_MAX);
      if (span.texts() >= enough) {
        var part = steps.part(Math.min(below, span.last()), enough, max);
        if (part.hits().size() >= max) {
          return Optional.of(part.hits());
        }
      }
    }
    return steps.extent(indexed).texts() < indexed
        ? Optional.of(steps.ofSpan(below, max))
        : Optional.empty();
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
