package parvis.suite.decisions;

import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Tells people of decisions, as notices of the server: who is asked to take one, who is named
/// among those who decide, and whose draft is taken. It is noted in the transaction that gives the
/// reason, and told a moment later to who sees the decision then.
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  /// People told in one look.
  private static final int LOOK_MAX = 100;

  /// After what time nobody is told any more, because it cannot be done.
  private static final Duration TRIED_MAX = Duration.ofDays(1);

  /// When somebody is tried again who could not be told.
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

  /// How long who is called for a reason that this version does not know is left to a later one.
  private static final Duration UNKNOWN_KEPT = Duration.ofDays(7);

  private final DecisionsFeature.Needs needs;
  private final Decisions decisions;
  private final CallStore store = new CallStore();

  Calls(DecisionsFeature.Needs needs, Decisions decisions) {
    this.needs = needs;
    this.decisions = decisions;
  }

  /// Tells what waits to be told; to be called now and then. What a fault keeps from being told is
  /// tried again later; what is told twice by two nodes comes to its reader once.
  void look() {
    var now = needs.clock().millis();
    var late = now - TRIED_MAX.toMillis();
    var done = new ArrayList<Long>();
    var failed = new ArrayList<Long>();
    for (var calling : needs.db().read(tx -> store.due(tx, now, LOOK_MAX))) {
      var over = isTold(calling) || calling.fact().atMs() < late;
      (over ? done : failed).add(calling.nid());
    }
    if (!done.isEmpty() || !failed.isEmpty()) {
      needs
          .db()
          .write(
              tx -> {
                store.done(tx, done);
                store.putOff(tx, failed, now + AGAIN_AFTER.toMillis());
                return true;
              });
    }
  }

  /// Forgets whom nobody knew how to tell; to be called now and then.
  void forgetUnknown(Tx tx) {
    store.forgetUnknown(tx, needs.clock().millis() - UNKNOWN_KEPT.toMillis());
  }

  /// Forgets what somebody was to hear whose account is no more.
  void forget(UserId user) {
    needs
        .db()
        .write(
            tx -> {
              store.forget(tx, user.value());
              return true;
            });
  }

  private boolean isTold(Calling calling) {
    try {
      decisions.placed(calling.decision()).ifPresent(placed -> tell(calling, placed));
      return true;
    } catch (RuntimeException fault) {
      LOG.warn("Somebody does not hear of a decision yet", fault);
      return false;
    }
  }

  private void tell(Calling calling, Decisions.Placed placed) {
    UserId.parse(calling.to())
        .filter(user -> decisions.reach(user, placed.space()).sees(placed.decision()))
        .ifPresent(user -> tell(calling, placed, user));
  }

  private void tell(Calling calling, Decisions.Placed placed, UserId user) {
    var title = placed.decision().title();
    var words = calling.kind().text(title, placed.space().name());
    var about =
        JsonObject.of(
            "kind", calling.kind().word(),
            "decision", calling.decision(),
            "space_id", placed.space().id().value(),
            "title", title,
            "short", calling.kind().line(),
            "by", calling.fact().by());
    try {
      needs.notices().tell(user, words, about, "decision call " + calling.nid());
    } catch (Refused gone) {
      if (gone.kind() != Refused.Kind.NOT_FOUND) {
        throw gone;
      }
    }
  }
}
