package parvis.suite.tasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonWriter;

/// Tells the log what changed. It is noted in the transaction that changes it and told when that is
/// durable; what a stop or a fault left untold is told a moment later, by whichever node looks.
final class Telling {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

  /// After what time somebody else tells it.
  private static final Duration LEFT = Duration.ofSeconds(10);

  /// What one look tells, and what it forgets.
  private static final int LOOK_MAX = 200;

  private static final int FORGOTTEN_MAX = 5_000;

  private final TasksFeature.Needs needs;
  private final NewsStore store;

  /// What was told, and is noted still.
  private final Queue<Long> told = new ConcurrentLinkedQueue<>();

  Telling(TasksFeature.Needs needs, NewsStore store) {
    this.needs = needs;
    this.store = store;
  }

  /// What one transaction changes of boards.
  final class Notes {
    private final Tx tx;
    private final List<Note> all = new ArrayList<>();

    private Notes(Tx tx) {
      this.tx = tx;
    }

    void changed(Task task) {
      add(task.key().space(), task.key().id(), false, Set.of());
    }

    void gone(Task task) {
      add(task.key().space(), task.key().id(), true, task.seenBy());
    }

    void arranged(long space) {
      add(space, Note.BOARD, false, Set.of());
    }

    private void add(long space, String key, boolean gone, Set<String> seenBy) {
      all.add(store.note(tx, new Note(0, space, key, gone, seenBy), needs.clock().millis()));
    }
  }

  private record Done<T>(T result, List<Note> notes) {}

  /// Changes something of boards in one transaction, and tells it; returns when whoever follows
  /// them can learn it.
  <T> T write(BiFunction<Tx, Notes, T> work) {
    var done =
        needs
            .db()
            .write(
                tx -> {
                  var notes = new Notes(tx);
                  return new Done<>(work.apply(tx, notes), notes.all);
                });
    done.notes().forEach(this::tell);
    return done.result();
  }

  private void tell(Note note) {
    try {
      needs.log().append(new SyncableWrite(List.of(row(note)))).join();
      told.add(note.nid());
    } catch (CompletionException | Refused fault) {
      LOG.warn("A board's followers do not learn of a change yet; they are told later", fault);
    }
  }

  private static Syncable row(Note note) {
    var seenBy = JsonWriter.write(JsonArray.of(note.seenBy().toArray()));
    return new Syncable(LogRow.TASK, 0, note.space(), note.key(), seenBy, note.gone(), null);
  }

  /// Forgets what was told, and tells what was left; to be called now and then.
  void look() {
    var done = new ArrayList<Long>();
    while (done.size() < FORGOTTEN_MAX && !told.isEmpty()) {
      done.add(told.remove());
    }
    var before = needs.clock().millis() - LEFT.toMillis();
    try {
      var left =
          needs
              .db()
              .write(
                  tx -> {
                    store.told(tx, done);
                    return store.untold(tx, before, LOOK_MAX);
                  });
      left.forEach(this::tell);
    } catch (DatabaseFault fault) {
      told.addAll(done);
      LOG.warn("It is not known at the moment what was left untold of boards", fault);
    }
  }
}
