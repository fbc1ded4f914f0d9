package parvis.suite.decisions;

import java.time.Duration;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
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

  private final DecisionsFeature.Needs needs;
  private final Decisions decisions;
  private final CallStore store = new CallStore();

  Calls(DecisionsFeature.Needs needs, Decisions decisions) {
    this.needs = needs;
    this.decisions = decisions;
  }

  /// Tells what waits to be told; to be called now and then. A fault leaves the rest to the next
  /// look; what is told twice by two nodes comes to its reader once.
  void look() {
    var late = needs.clock().millis() - TRIED_MAX.toMillis();
    var done = new ArrayList<Long>();
    for (var calling : needs.db().read(tx -> store.oldest(tx, LOOK_MAX))) {
      if (isTold(calling) || calling.fact().atMs() < late) {
        done.add(calling.nid());
      }
    }
    if (!done.isEmpty()) {
      needs
          .db()
          .write(
              tx -> {
                store.done(tx, done);
                return true;
              });
    }
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
    var content =
        JsonObject.of(
            "msgtype",
            "m.text",
            "body",
            calling.kind().text(title, placed.space().name()),
            "fr.parvis.notice",
            JsonObject.of(
                "kind", calling.kind().word(),
                "decision", calling.decision(),
                "space_id", placed.space().id().value(),
                "title", title,
                "by", calling.fact().by()));
    try {
      needs.notices().tell(user, content, "decision call " + calling.nid());
    } catch (Refused gone) {
      if (gone.kind() != Refused.Kind.NOT_FOUND) {
        throw gone;
      }
    }
  }
}
