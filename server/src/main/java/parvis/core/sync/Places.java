package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Where something changed last in the places of which somebody asked lately, so that who asks in
/// vain costs the database nothing.
final class Places {
  /// Places that are known by heart, and for how long nobody may ask.
  private static final int PLACES_MAX = 2_000;

  private static final Duration UNASKED_MAX = Duration.ofMinutes(10);

  private final LongSupplier applied;
  private final Cache<Long, Known> all =
      Caffeine.newBuilder().maximumSize(PLACES_MAX).expireAfterAccess(UNASKED_MAX).build();

  /// The last position of which this has heard: a place that is asked of from now on hears of what
  /// follows.
  private volatile long seen;

  /// @param applied the position up to which everything can be read
  Places(LongSupplier applied) {
    this.applied = applied;
  }

  /// What is known by heart of a place.
  private static final class Known {
    /// After this position no change was missed.
    private long from = Long.MAX_VALUE;

    /// Where the last one stands; 0: there was none.
    private long last;

    synchronized void begin(long pos) {
      from = from == Long.MAX_VALUE ? pos : from;
    }

    synchronized void changed(long pos) {
      last = pos;
    }

    synchronized boolean isQuiet(long since) {
      return since >= from && since >= last;
    }
  }

  /// That all is heard up to a position; before the changes up to there.
  void heard(long pos) {
    seen = pos;
  }

  /// That something changed in a place; false when nobody asked of it lately.
  boolean changed(long place, long pos) {
    var known = all.getIfPresent(place);
    if (known == null) {
      return false;
    }
    known.changed(pos);
    return true;
  }

  /// Whether it is certain that nothing changed in a place after a position. A place is heard of
  /// already when it is decided from where on nothing is missing.
  boolean isQuiet(long place, long since) {
    var known = all.get(place, _ -> new Known());
    known.begin(Math.max(seen, applied.getAsLong()));
    return known.isQuiet(since);
  }
}
