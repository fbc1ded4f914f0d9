package parvis.platform.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Things that become durable together and are no events.
///
/// @param things at least one, and not more than one statement takes
/// @param key under which a session may ask for the same again; null when nobody can
public record SyncableWrite(List<Syncable> things, @Nullable SendKey key) implements Write {
  /// Things of one write.
  public static final int THINGS_MAX = Intake.BATCH_ROWS_MAX;

  /// What their values take together.
  public static final long BYTES_MAX = Intake.BATCH_BYTES_MAX;

  public SyncableWrite {
    things = List.copyOf(things);
    if (things.isEmpty()) {
      throw new IllegalArgumentException("a write has at least one thing");
    }
    if (things.size() > THINGS_MAX || bytes(things) > BYTES_MAX) {
      throw new IllegalArgumentException("a write has more than one statement takes");
    }
  }

  /// What the values take.
  long bytes() {
    return bytes(things);
  }

  private static long bytes(List<Syncable> things) {
    return things.stream().mapToLong(thing -> thing.value().length).sum();
  }

  /// Things for which nobody can ask again.
  public SyncableWrite(List<Syncable> things) {
    this(things, null);
  }
}
