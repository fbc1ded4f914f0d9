package parvis.suite.spaces;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import parvis.base.Refused;
import parvis.protocol.id.RoomId;

/// What this process makes at this moment: who asks for the same at the same time gets what the
/// first one gets.
final class Once {
  /// How long somebody waits for what they asked for a moment ago.
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final ConcurrentHashMap<Wanted, CompletableFuture<RoomId>> underway =
      new ConcurrentHashMap<>();

  /// @param by nid of who asks
  /// @param request their name for this one wish
  record Wanted(long by, String request) {}

  interface Work {
    RoomId run();
  }

  boolean isUnderway(Wanted wanted) {
    return underway.containsKey(wanted);
  }

  RoomId run(Wanted wanted, Work work) {
    var mine = new CompletableFuture<RoomId>();
    var first = underway.putIfAbsent(wanted, mine);
    if (first != null) {
      return waited(first);
    }
    try {
      var made = work.run();
      mine.complete(made);
      return made;
    } finally {
      mine.completeExceptionally(Refused.unavailable(TRY_AGAIN));
      underway.remove(wanted, mine);
    }
  }

  private static RoomId waited(CompletableFuture<RoomId> first) {
    try {
      return first.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw Refused.unavailable(TRY_AGAIN);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable(TRY_AGAIN);
    }
  }
}
