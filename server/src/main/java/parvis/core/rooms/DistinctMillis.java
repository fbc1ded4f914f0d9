package parvis.core.rooms;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that never gives the same millisecond twice.
///
/// From version 12 on a room's id is the hash of its create event, which holds a time in
/// milliseconds and nothing drawn by chance: two rooms that one person makes at the same moment
/// would be one.
final class DistinctMillis extends Clock {
  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  DistinctMillis(Clock clock) {
    this.clock = clock;
  }

  @Override
  public long millis() {
    var now = clock.millis();
    return last.updateAndGet(before -> Math.max(now, before + 1));
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return clock.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new DistinctMillis(clock.withZone(zone));
  }
}
