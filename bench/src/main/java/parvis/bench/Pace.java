package parvis.bench;

/// A fixed rate: the moments at which the operations of an open load are due.
final class Pace {
  /// No moment: nothing is due yet.
  static final long NONE = Long.MIN_VALUE;

  private final double period;
  private final long begin = System.nanoTime();
  private long count;

  Pace(int perSecond) {
    period = 1e9 / perSecond;
  }

  /// The moment of the next operation that is due by now, or NONE.
  long due() {
    return due(System.nanoTime());
  }

  long due(long now) {
    long next = begin + (long) (count * period);
    if (next - now > 0) return NONE;
    count++;
    return next;
  }
}
