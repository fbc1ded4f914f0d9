package parvis.suite.tasks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.sync.Hearers;
import parvis.platform.http.Cancel;
import parvis.platform.http.Live;
import parvis.platform.http.Parked;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;

/// Tells what changes on boards to whoever hears them: an answer that goes on for each, the same
/// bytes for all who see the same.
///
/// Of each board one thread at a time tells, and only while there is something to tell. Each hearer
/// has a position, from which a batch goes on, so nothing is left out or told twice, whenever they
/// come. What somebody may see is asked anew for each batch, after it was read.
final class Broadcast implements Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);

  /// Changes that follow one another within this time are told together; the first one is told at
  /// once.
  static final Duration GATHERED = Duration.ofMillis(100);

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final News news;
  private final Hearers hearers;
  private final Map<Long, Hall> halls = new ConcurrentHashMap<>();

  Broadcast(TasksFeature.Needs needs, Tasks tasks, News news) {
    this.needs = needs;
    this.tasks = tasks;
    this.news = news;
    this.hearers = needs.hearers();
  }

  /// Somebody who hears a board.
  private final class Hearer {
    private final Following following;
    private final boolean once;

    /// Up to where it was told; the hall's own.
    private long since;

    private boolean greeted;
    private volatile @Nullable Live live;
    private volatile boolean ended;

    Hearer(Following following) {
      this.following = following;
      this.once = following.timeout().isZero();
      this.since = following.since();
    }

    void over(Live by) {
      live = by;
      if (ended) {
        by.end();
      }
    }

    void end() {
      ended = true;
      var by = live;
      if (by != null) {
        by.end();
      }
    }

    /// @param written what was written for others already
    void hear(Batch batch, boolean rights, Map<String, Optional<byte[]>> written) {
      var by = live;
      if (by == null) {
        return;
      }
      if (rights || !batch.isEmpty()) {
        var reach = reach();
        if (reach.isEmpty()) {
          end();
          return;
        }
        var event = event(batch, reach.get(), written);
        if (!batch.isEmpty()) {
          greeted = true;
          // Who sees nothing of it hears how far it goes, and comes back from there.
          by.tell(event.orElseGet(batch::position));
        }
      }
      if (!greeted) {
        greeted = true;
        by.tell(batch.position());
      }
      since = batch.upTo();
      if (once) {
        end();
      }
    }

    private Optional<byte[]> event(
        Batch batch, Reach reach, Map<String, Optional<byte[]>> written) {
      return batch.isEmpty()
          ? Optional.empty()
          : written.computeIfAbsent(since + " " + Batch.audience(reach), _ -> batch.event(reach));
    }

    /// What they may see now; empty when they may hear it no more.
    private Optional<Reach> reach() {
      try {
        return hearers.mayHear(following.actor())
            ? Optional.of(tasks.reach(following.actor(), following.spaceId(), Action.SEE_TASKS))
            : Optional.empty();
      } catch (Refused why) {
        LOG.debug("Somebody hears of a board no more: {}", why.kind());
        return Optional.empty();
      }
    }
  }

  /// Those who hear one board.
  private final class Hall {
    private final long space;
    private final Set<Hearer> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger wishes = new AtomicInteger();

    /// Somebody may see less than before.
    private final AtomicBoolean rights = new AtomicBoolean();

    Hall(long space) {
      this.space = space;
    }

    /// Several wishes at once are one look.
    void wake() {
      if (wishes.getAndIncrement() == 0) {
        needs.executor().execute(this::run);
      }
    }

    private void run() {
      var whole = false;
      try {
        int seen;
        do {
          seen = wishes.get();
          tell();
          LockSupport.parkNanos(this, GATHERED.toNanos());
        } while (!wishes.compareAndSet(seen, 0));
        whole = true;
      } finally {
        if (!whole) {
          // First this, so that whoever comes meanwhile is ended or told.
          wishes.set(0);
          all.forEach(Hearer::end);
        }
      }
    }

    private void tell() {
      var look = rights.getAndSet(false);
      var batches = new HashMap<Long, Batch>();
      var written = new HashMap<String, Optional<byte[]>>();
      try {
        for (var hearer : all) {
          var batch = batches.computeIfAbsent(hearer.since, since -> news.batch(space, since));
          hearer.hear(batch, look, written);
        }
      } catch (RuntimeException fault) {
        LOG.warn("Those who hear a board come back to it", fault);
        all.forEach(Hearer::end);
      }
    }
  }

  /// Lets somebody hear what changes after a position, until they leave or may not any more.
  ///
  /// @throws Refused when they have ended meanwhile, or hear too much already
  void hear(Following following, Parked parked) {
    news.await(following.since());
    var hearer = new Hearer(following);
    if (hearer.once) {
      news.flush();
    }
    var forget = hearers.add(following.actor(), hearer::end);
    var usual = Live.Bounds.USUAL;
    var life = hearer.once ? usual.life() : following.timeout();
    var live = parked.live(new Live.Bounds(usual.waitingBytesMax(), usual.silence(), life));
    hearer.over(live);
    var hall =
        halls.compute(
            following.space(),
            (space, there) -> {
              var one = there == null ? new Hall(space) : there;
              one.all.add(hearer);
              return one;
            });
    live.onClose(() -> left(hall, hearer, forget));
    hall.wake();
  }

  private void left(Hall hall, Hearer hearer, Cancel forget) {
    forget.cancel();
    halls.computeIfPresent(
        hall.space,
        (_, there) -> {
          there.all.remove(hearer);
          return there.all.isEmpty() ? null : there;
        });
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      var hall = halls.get(row.room());
      if (hall != null && (row.kind() == LogRow.TASK || row.kind() == LogRow.EVENT)) {
        // What happens in the room that the space is may take somebody's right.
        if (row.kind() == LogRow.EVENT) {
          hall.rights.set(true);
        }
        hall.wake();
      }
    }
  }
}
