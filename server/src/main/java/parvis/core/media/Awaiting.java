package parvis.core.media;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.platform.db.DatabaseFault;
import parvis.protocol.id.MxcUri;

/// Downloads that wait for bytes which were announced.
///
/// Bytes that this process receives wake them at once. Another one may receive them, so one of
/// those who wait asks the database now and then, for all of them at once.
final class Awaiting {
  /// Downloads that may wait at the same time.
  static final int WAITING_MAX = 1_000;

  /// How often the database is asked, by this process.
  static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Awaiting.class);

  private final Function<Collection<MxcUri>, List<MxcUri>> there;
  private final Semaphore places = new Semaphore(WAITING_MAX);
  private final Map<MxcUri, Coming> coming = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final AtomicLong lookedNanos;

  private record Coming(CompletableFuture<Boolean> bytes, int waiting) {
    Coming with(int more) {
      return new Coming(bytes, waiting + more);
    }
  }

  /// @param there which of these addresses have their bytes
  /// @param nanos a clock that only goes forward
  Awaiting(Function<Collection<MxcUri>, List<MxcUri>> there, LongSupplier nanos) {
    this.there = there;
    this.nanos = nanos;
    this.lookedNanos = new AtomicLong(nanos.getAsLong());
  }

  /// Returns when an address has its bytes or the patience has ended; at once when too many wait.
  void await(MxcUri uri, Duration patience) {
    if (!places.tryAcquire()) {
      return;
    }
    try {
      var bytes =
          coming.merge(uri, new Coming(new CompletableFuture<>(), 1), (all, _) -> all.with(1));
      await(bytes.bytes(), nanos.getAsLong() + patience.toNanos());
    } catch (InterruptedException | ExecutionException stopped) {
      throw Refused.unavailable(LOOK_AGAIN);
    } finally {
      coming.computeIfPresent(uri, (_, all) -> all.waiting() == 1 ? null : all.with(-1));
      places.release();
    }
  }

  private void await(CompletableFuture<Boolean> bytes, long end)
      throws InterruptedException, ExecutionException {
    for (long left = end - nanos.getAsLong(); left > 0; left = end - nanos.getAsLong()) {
      try {
        bytes.get(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException notYet) {
        look();
      }
    }
  }

  /// What the database does not tell now it tells in a while: whoever waits has patience.
  private void look() {
    long last = lookedNanos.get();
    long now = nanos.getAsLong();
    if (now - last >= LOOK_AGAIN.toNanos() && lookedNanos.compareAndSet(last, now)) {
      try {
        there.apply(List.copyOf(coming.keySet())).forEach(this::arrived);
      } catch (DatabaseFault away) {
        LOG.warn("Nobody knows whether media has come that is waited for.", away);
      }
    }
  }

  /// The bytes of an address are there.
  void arrived(MxcUri uri) {
    Coming known = coming.get(uri);
    if (known != null) {
      known.bytes().complete(true);
    }
  }

  /// How many downloads wait.
  int waiting() {
    return WAITING_MAX - places.availablePermits();
  }
}
