package parvis.platform.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Things that become durable together and are no events.
///
/// @param things at least one
/// @param key under which a session may ask for the same again; null when nobody can
public record SyncableWrite(List<Syncable> things, @Nullable SendKey key) implements Write {

  public SyncableWrite {
    things = List.copyOf(things);
    if (things.isEmpty()) {
      throw new IllegalArgumentException("a write has at least one thing");
    }
  }

  /// Things for which nobody can ask again.
  public SyncableWrite(List<Syncable> things) {
    this(things, null);
  }
}
