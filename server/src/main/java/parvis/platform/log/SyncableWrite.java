package parvis.platform.log;

import java.util.List;

/// Things that become durable together and are no events.
///
/// @param things at least one
public record SyncableWrite(List<Syncable> things) implements Write {

  public SyncableWrite {
    things = List.copyOf(things);
    if (things.isEmpty()) {
      throw new IllegalArgumentException("a write has at least one thing");
    }
  }
}
