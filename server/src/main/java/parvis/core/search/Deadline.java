package parvis.core.search;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.platform.db.RowReader;
import parvis.platform.db.Tx;

/// Until when the database looks for the hits of one page, in however many transactions and
/// statements.
final class Deadline {
  /// What the last statement may take longer: the database is not told anew for less.
  static final Duration STEP = Duration.ofMillis(100);

  private final LongSupplier nanos;
  private final long end;

  /// @param nanos a clock that only goes forward
  Deadline(Duration most, LongSupplier nanos) {
    this.nanos = nanos;
    this.end = nanos.getAsLong() + most.toNanos();
  }

  /// What a page that took too long is refused with.
  static Refused past() {
    return Refused.of(
        Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
        "Too much has these words in it: search for more of them at once.");
  }

  /// A transaction all of whose statements end by then.
  Within of(Tx tx) {
    return new Within(tx);
  }

  private long left() {
    return end - nanos.getAsLong();
  }

  /// What asks the database as [Tx] does, until the time is over.
  ///
  /// Each method throws [#past] where it is; a statement that is running then is cancelled.
  final class Within {
    private final Tx tx;
    private long told = Long.MAX_VALUE;

    private Within(Tx tx) {
      this.tx = tx;
    }

    <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... args) {
      hold();
      return tx.first(reader, sql, args);
    }

    <T> List<T> list(RowReader<T> reader, String sql, @Nullable Object... args) {
      hold();
      return tx.list(reader, sql, args);
    }

    /// As [Tx#plannedAnew].
    void plannedAnew() {
      hold();
      tx.plannedAnew();
    }

    private void hold() {
      long left = left();
      if (left <= 0) {
        throw past();
      }
      if (told - left > STEP.toNanos()) {
        tx.within(Duration.ofNanos(left).plusMillis(1));
        told = left;
      }
    }
  }
}
