package parvis.platform.mail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;
import parvis.platform.mail.Way.Carried;

/// Carries one mail after the other out of the house, on a thread of his own.
final class Postman implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);

  /// How often he looks when nobody calls him.
  private static final Duration LOOK = Duration.ofSeconds(30);

  /// How long he waits when the mail server is not there; each time twice as long.
  private static final Duration PAUSE_MAX = Duration.ofMinutes(4);

  private static final long STOP_MS = 5_000;
  private static final long NONE = 0;

  private final Outbox outbox;
  private final Way way;
  private final AtomicReference<String> trouble;
  private final Thread thread;
  private Duration pause = LOOK;
  private volatile boolean stopping;

  /// @param trouble is told why the mail server takes nothing; empty when it does
  Postman(int number, Outbox outbox, Way way, AtomicReference<String> trouble) {
    this.outbox = outbox;
    this.way = way;
    this.trouble = trouble;
    this.thread = Thread.ofPlatform().name("postman-" + number).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopping) {
        long heard = outbox.calls();
        if (!carryOne()) outbox.await(heard, pause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether there may be more to carry at once. What faults say is not logged: it names addresses.
  private boolean carryOne() {
    long number = NONE;
    try {
      Optional<Way.Waiting> next = outbox.take();
      if (next.isEmpty()) {
        way.rest();
        return false;
      }
      number = next.get().nid();
      Carried carried = way.carry(next.get());
      outbox.settle(next.get(), carried);
      return goesOn(carried);
    } catch (DatabaseFault fault) {
      if (!stopping) LOG.warn("Mail waits for the database", fault);
      return false;
    } catch (RuntimeException fault) {
      LOG.error(
          "Mail {} cannot be carried ({}); its outcome is left open",
          number,
          fault.getClass().getName());
      return false;
    }
  }

  private boolean goesOn(Carried carried) {
    if (carried instanceof Carried.Later(String reason, boolean waits) && waits) {
      if (trouble.getAndSet(reason).isEmpty())
        LOG.warn("The mail server takes no mail; the outbox says why, and it is tried again");
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      return false;
    }
    trouble.set("");
    pause = LOOK;
    return true;
  }

  @Override
  public void close() {
    stopping = true;
    outbox.wake();
    try {
      thread.join(STOP_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) way.close();
  }
}
