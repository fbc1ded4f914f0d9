package parvis.suite.tasks;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.sync.Untold;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;
import parvis.platform.log.Outcome;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;

/// Tells the log what changed. It is noted in the transaction that changes it and told when that is
/// durable; what a stop or a fault left untold is told a moment later, by whichever node looks.
///
/// Who changes something waits for its transaction and not for the log. What changes in quick
/// succession is told together: one row for each thing, in one statement for all.
final class Telling {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

  /// Changes that follow one another within this time are told together; the first one is told at
  /// once.
  static final Duration GATHERED = Duration.ofMillis(100);

  /// How long it is waited for what is gathered to be told.
  private static final Duration FLUSH_MAX = Duration.ofSeconds(1);

  private final Needs needs;
  private final NewsStore store;
  private final Untold<Note> untold;

  /// The version of what programs of others are not told: that something is somebody's own no more.
  private static final long OWN_LOST = -1;

  /// What the log is told besides the key.
  private static final byte[] NOTHING = {'{', '}'};

  /// What was told and is noted still, or is on its way to the log: no look tells it once more.
  private final Set<Long> known = ConcurrentHashMap.newKeySet();

  /// What is durable and to be told, of each thing the last note.
  private final Map<Thing, Note> gathered = new LinkedHashMap<>();

  /// Whether somebody tells, or will within a moment.
  private boolean telling;

  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  private record Thing(long space, String key) {}

  /// What telling needs.
  ///
  /// @param log takes what it is told, or refuses it
  record Needs(
      Db db,
      Function<SyncableWrite, CompletableFuture<Outcome>> log,
      Executor executor,
      Clock clock) {}

  Telling(Needs needs, NewsStore store) {
    this.needs = needs;
    this.store = store;
    this.untold = new Untold<>("boards", needs.db(), needs.clock(), store);
  }

  /// What one transaction changes of boards.
  static final class Notes {
    private final List<NewsStore.Noting> all = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private boolean programs = true;

    /// That nobody's programs follow these boards.
    void noPrograms() {
      programs = false;
    }

    /// That a task was made, or is another one.
    void changed(Task task) {
      add(task.key().space(), task.key().id(), task.version());
    }

    void gone(Task task) {
      add(task.key().space(), task.key().id(), 0);
    }

    /// The same, and who was shown it as their own, and is not any more.
    void changed(Task before, Task after) {
      changed(after);
      before.own().stream()
          .filter(user -> !after.isOf(user))
          .map(user -> Note.lost(after.key().id(), user))
          .filter(keys::add)
          .forEach(key -> all.add(new NewsStore.Noting(after.key().space(), key, OWN_LOST)));
    }

    void arranged(long space, Board board) {
      add(space, Note.BOARD, board.version());
    }

    private void add(long space, String key, long version) {
      if (keys.add(key)) {
        all.add(new NewsStore.Noting(space, key, version));
      }
    }
  }

  private record Done<T>(T result, Tx.Later<List<Note>> notes) {}

  /// Changes something of boards in one transaction; whoever follows them learns of it a moment
  /// later.
  <T> T write(BiFunction<Tx, Notes, T> work) {
    var done =
        needs
            .db()
            .write(
                tx -> {
                  var notes = new Notes();
                  var result = work.apply(tx, notes);
                  return new Done<>(
                      result, store.note(tx, notes.all, notes.programs, needs.clock().millis()));
                });
    gather(done.notes().now());
    return done.result();
  }

  private void gather(List<Note> notes) {
    if (!notes.isEmpty() && isFirst(notes)) {
      var begun = false;
      try {
        needs.executor().execute(this::run);
        begun = true;
      } catch (RejectedExecutionException end) {
        later(end);
      } finally {
        if (!begun) {
          over();
        }
      }
    }
  }

  private synchronized boolean isFirst(List<Note> notes) {
    notes.stream().filter(note -> !known.contains(note.nid())).forEach(this::add);
    if (telling || gathered.isEmpty()) {
      return false;
    }
    telling = true;
    return true;
  }

  /// Each thing once: one statement takes it once, and what it has become is read when it is told.
  private void add(Note note) {
    var other = gathered.put(new Thing(note.space(), note.key()), note);
    if (other != null && other.nid() != note.nid()) {
      isTold(other);
    }
  }

  private void isTold(Note note) {
    known.add(note.nid());
    untold.isTold(note.nid());
  }

  private void run() {
    var ended = false;
    try {
      do {
        var _ = tell();
        LockSupport.parkNanos(this, GATHERED.toNanos());
      } while (isMore());
      ended = true;
    } catch (RuntimeException fault) {
      LOG.warn("What changed of boards waits for the next change, or the next look", fault);
    } finally {
      if (!ended) {
        over();
      }
    }
  }

  private synchronized void over() {
    telling = false;
  }

  private synchronized boolean isMore() {
    telling = !gathered.isEmpty();
    return telling;
  }

  /// Tells what is gathered; returns when whoever follows boards can learn of it, or when that
  /// takes too long: it is noted, and told later.
  void flush() {
    try {
      tell().get(FLUSH_MAX.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException untold) {
      LOG.debug("What was gathered is told later", untold);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CompletableFuture<?> tell() {
    var notes = List.copyOf(gathered.values());
    gathered.clear();
    for (int from = 0; from < notes.size(); from += SyncableWrite.THINGS_MAX) {
      var to = Math.min(from + SyncableWrite.THINGS_MAX, notes.size());
      last = tell(notes.subList(from, to));
    }
    return last;
  }

  private CompletableFuture<?> tell(List<Note> notes) {
    var write = new SyncableWrite(notes.stream().map(Telling::row).toList());
    notes.forEach(note -> known.add(note.nid()));
    try {
      return needs
          .log()
          .apply(write)
          .whenComplete(
              (_, fault) -> {
                if (fault == null) {
                  notes.forEach(this::isTold);
                } else {
                  leave(notes, fault);
                }
              });
    } catch (Refused fault) {
      leave(notes, fault);
      return last;
    }
  }

  private void leave(List<Note> notes, Throwable fault) {
    notes.forEach(note -> known.remove(note.nid()));
    later(fault);
  }

  private static void later(Throwable fault) {
    LOG.warn("A board's followers do not learn of a change yet; they are told later", fault);
  }

  private static Syncable row(Note note) {
    return new Syncable(LogRow.TASK, 0, note.space(), note.key(), NOTHING, false, null);
  }

  /// Forgets what was told, and tells what was left; to be called now and then.
  void look() {
    untold.look(this::gather, done -> done.forEach(known::remove));
  }
}
