package parvis.suite.scim;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.suite.scim.GroupStore.Due;

/// Brings the people of a group into the space that was opened to it, and out again. Each step is
/// noted once it is done and may be done again, so that a stop loses none.
final class Carrying {
  private static final Logger LOG = LoggerFactory.getLogger(Carrying.class);

  /// People that are carried together.
  private static final int TOGETHER_MAX = 200;

  /// How long it waits for who could not be carried: whoever opened the space animates it no more,
  /// or the person is banned.
  private static final Duration AGAIN = Duration.ofMinutes(10);

  private static final Duration LET_GO_AGAIN = Duration.ofMinutes(1);

  private final Db db;
  private final GroupStore store;
  private final ScimFeature.Spaces spaces;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();
  private long letGoAgainMs;

  Carrying(ScimFeature.Needs needs, GroupStore store) {
    this.db = needs.db();
    this.store = store;
    this.spaces = needs.spaces();
    this.clock = needs.clock();
  }

  /// Carries whoever is due; to be called after a change, and every few seconds.
  void look() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      letGo();
      for (int done = TOGETHER_MAX; done == TOGETHER_MAX; ) {
        var before = clock.millis() - AGAIN.toMillis();
        var due = db.read(tx -> store.due(tx, before, TOGETHER_MAX));
        due.forEach(this::carry);
        done = due.size();
      }
    } catch (RuntimeException fault) {
      LOG.error("The people of groups did not come into their spaces", fault);
    } finally {
      turn.unlock();
    }
  }

  /// Only now and then: it looks at all who came in by groups.
  private void letGo() {
    long now = clock.millis();
    if (now < letGoAgainMs) return;
    letGoAgainMs = now + LET_GO_AGAIN.toMillis();
    db.write(
        tx -> {
          store.letGo(tx);
          return true;
        });
  }

  private void carry(Due due) {
    try {
      if (due.wanted()) {
        spaces.admit(due.by(), due.space(), due.user(), due.reader());
      } else if (!due.kept()) {
        spaces.dismiss(due.by(), due.space(), due.user());
      }
      db.write(
          tx -> {
            store.done(tx, due);
            return due;
          });
    } catch (RuntimeException fault) {
      if (!(fault instanceof Refused)) LOG.error("Somebody did not come into a space", fault);
      db.write(
          tx -> {
            store.tried(tx, due, clock.millis());
            return due;
          });
    }
  }
}
