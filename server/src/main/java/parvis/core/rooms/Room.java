package parvis.core.rooms;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parvis.platform.log.Outcome;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;

/// A room in memory. Its *tip* is for preparing alone, its *published* view for everybody else.
///
/// The lock is held for the microseconds of preparing one write, or of publishing one event; never
/// while waiting for the database.
public final class Room {
  private static final long FIXED_BYTES = 500;
  private static final Outcome NOTHING = new Outcome.Written(0, 0);

  private final long nid;
  private final RoomId id;
  private final RoomVersion version;
  private final ReentrantLock lock = new ReentrantLock();
  private RoomView tip;
  private CompletableFuture<Outcome> latest = CompletableFuture.completedFuture(NOTHING);
  private long generation;
  private @Nullable Reload reload;
  private volatile RoomView published;
  private volatile Ring ring;

  /// A tip that is being loaded afresh.
  ///
  /// @param failed the generation that it takes the place of
  private record Reload(long failed, CompletableFuture<@Nullable Void> done) {}

  Room(long nid, RoomId id, RoomVersion version, RoomView view, Ring ring) {
    this.nid = nid;
    this.id = id;
    this.version = version;
    this.tip = view;
    this.published = view;
    this.ring = ring;
  }

  public long nid() {
    return nid;
  }

  public RoomId id() {
    return id;
  }

  public RoomVersion version() {
    return version;
  }

  /// What is durable and may be read.
  public RoomView published() {
    return published;
  }

  public Ring ring() {
    return ring;
  }

  /// An estimate of the memory that this room holds: its last events, and its state, which its two
  /// views share.
  long sizeBytes() {
    var view = published;
    return FIXED_BYTES
        + ring.sizeBytes(view.state())
        + view.state().sizeBytes()
        + (long) view.joined().length * Long.BYTES;
  }

  /// Whether something is being written into it.
  boolean isBusy() {
    if (!lock.tryLock()) {
      return true;
    }
    try {
      return !latest.isDone();
    } finally {
      lock.unlock();
    }
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /// Only under the lock.
  RoomView tip() {
    return tip;
  }

  /// Only under the lock.
  ///
  /// @param outcome of the write that makes `next` durable
  void advance(RoomView next, CompletableFuture<Outcome> outcome) {
    tip = next;
    latest = outcome;
  }

  /// Only under the lock. When this is done, the tip is durable and visible, or it never will be.
  CompletableFuture<Outcome> latest() {
    return latest;
  }

  /// Only under the lock. Counts how often the tip was loaded afresh.
  long generation() {
    return generation;
  }

  /// Throws away what was prepared since `failed` and never became durable, unless somebody did so
  /// already. Of many who failed together one loads the tip afresh, and the others wait for it.
  void reset(long failed, Supplier<RoomView> durable) {
    var mine = new Reload(failed, new CompletableFuture<>());
    var running = begin(mine);
    if (running.isEmpty()) {
      return;
    }
    if (!running.get().equals(mine)) {
      running.get().done().join();
      return;
    }
    Optional<RoomView> read = Optional.empty();
    try {
      read = Optional.of(durable.get());
    } finally {
      end(mine, read);
    }
  }

  /// What is being loaded for a generation that failed, which may be `mine`; empty when there is
  /// nothing to load any more.
  private Optional<Reload> begin(Reload mine) {
    lock.lock();
    try {
      if (generation != mine.failed()) {
        return Optional.empty();
      }
      if (reload == null || reload.failed() != mine.failed()) {
        reload = mine;
      }
      return Optional.of(reload);
    } finally {
      lock.unlock();
    }
  }

  /// Lets those go on who wait: on the durable tip, or, when it could not be read, on the one that
  /// failed, to fail once more.
  private void end(Reload mine, Optional<RoomView> durable) {
    lock.lock();
    try {
      if (durable.isPresent() && generation == mine.failed()) {
        generation++;
        tip = durable.get();
        latest = CompletableFuture.completedFuture(NOTHING);
      }
      if (mine.equals(reload)) {
        reload = null;
      }
    } finally {
      lock.unlock();
    }
    mine.done().complete(null);
  }

  /// Makes a durable event of this node visible: `prepared` is the room right after it. Called in
  /// the order of the log, from one thread.
  void publish(RoomEvent event, RoomView prepared, Optional<RoomEvent> lost) {
    if (event.pos() <= published.lastPos()) {
      return;
    }
    show(event, prepared.at(event.pos()), lost);
  }

  /// Makes visible what another node wrote; whatever was prepared here builds on the past now.
  void publishForeign(RoomEvent event, RoomView after, Optional<RoomEvent> lost) {
    if (event.pos() <= published.lastPos()) {
      return;
    }
    show(event, after, lost);
    lock.lock();
    try {
      generation++;
      tip = after;
    } finally {
      lock.unlock();
    }
  }

  private void show(RoomEvent event, RoomView after, Optional<RoomEvent> lost) {
    var next = ring;
    if (lost.isPresent()) {
      next = next.redacted(lost.get(), event);
    }
    next = next.with(event);
    event.rest();
    ring = next;
    published = after;
  }
}
