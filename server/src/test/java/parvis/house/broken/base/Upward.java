package parvis.house.broken.base;

import java.time.Instant;
import parvis.house.broken.core.rooms.Early;

/// A word of the ground floor that reaches for the core and looks at the clock.
public record Upward(Early early) {
  Instant now() {
    return Instant.now();
  }

  /// What others get without a name for it.
  public Shown shown() {
    return new Shown();
  }
}
