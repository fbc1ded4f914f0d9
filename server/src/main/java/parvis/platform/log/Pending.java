package parvis.platform.log;

import java.util.concurrent.CompletableFuture;

/// A write on its way, and who waits for it.
record Pending(Write write, CompletableFuture<Outcome> outcome, int rows, long bytes) {

  static Pending of(Write write) {
    return switch (write) {
      case RoomWrite room ->
          new Pending(room, new CompletableFuture<>(), room.events().size(), bytes(room));
      case SyncableWrite things ->
          new Pending(things, new CompletableFuture<>(), things.things().size(), things.bytes());
    };
  }

  private static long bytes(RoomWrite write) {
    var events = write.events().stream().mapToLong(e -> e.bytes().length).sum();
    return events + write.snapshots().stream().mapToLong(s -> s.delta().length).sum();
  }
}
