package parvis.core.sync;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;

/// What was noted in the transaction that changed it, and is to be told to the log: now and then
/// what was told is forgotten, many at once, and what a stop or a fault left untold is found.
///
/// @param <N> one of what was noted
public final class Untold<N> {
  /// After what time somebody else tells it.
  public static final Duration LEFT = Duration.ofSeconds(10);

  /// What one look finds, and what it forgets.
  private static final int LOOK_MAX = 200;

  private static final int FORGOTTEN_MAX = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(Untold.class);

  private final String what;
  private final Db db;
  private final Clock clock;
  private final UntoldStore<N> store;

  /// What was told, by nid, and is noted still.
  private final Queue<Long> told = new ConcurrentLinkedQueue<>();

  /// @param what it is, for who reads the logs
  public Untold(String what, Db db, Clock clock, UntoldStore<N> store) {
    this.what = what;
    this.db = db;
    this.clock = clock;
    this.store = store;
  }

  /// That the log has it, or has the same in another one's place: it needs to be noted no more.
  public void isTold(long nid) {
    told.add(nid);
  }

  /// Forgets what was told, and finds what was left.
  ///
  /// @param found hears of what is to be told; right after that `forgotten` hears what is noted no
  ///     more
  public void look(Consumer<List<N>> found, Consumer<List<Long>> forgotten) {
    var done = new ArrayList<Long>();
    while (done.size() < FORGOTTEN_MAX && !told.isEmpty()) {
      done.add(told.remove());
    }
    var before = clock.millis() - LEFT.toMillis();
    try {
      var left =
          db.write(
              tx -> {
                store.told(tx, done);
                return store.untold(tx, before, LOOK_MAX);
              });
      found.accept(left);
      forgotten.accept(done);
    } catch (DatabaseFault fault) {
      told.addAll(done);
      LOG.warn("It is not known at the moment what was left untold of {}", what, fault);
    }
  }
}
