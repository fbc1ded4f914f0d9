package parvis.suite.decisions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.rights.Action;
import parvis.core.sync.Tidings;
import parvis.core.sync.Waiting;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonArray;

/// A request that waits until something changes in a register: it is told which decisions, of those
/// that the one who asks sees, and reads them anew.
///
/// @param since the position in the log up to which its client knows the register
record Following(
    Decisions decisions,
    Tidings tidings,
    Actor actor,
    String spaceId,
    long space,
    long since,
    Duration timeout)
    implements Waiting {

  @Override
  public Optional<Reply> news() {
    var upTo = tidings.now();
    var changes = tidings.after(space, since);
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    var reach = decisions.reach(actor, spaceId, Action.SEE_DECISIONS);
    var now = tidings.token(Math.max(upTo, changes.getLast().pos()));
    if (changes.size() > Tidings.CHANGES_MAX) {
      return Optional.of(Reply.fields("since", now, "decisions", JsonArray.EMPTY, "reset", true));
    }
    var seen = seen(reach, changes.stream().map(Tidings.Change::id).toList());
    return seen.isEmpty()
        ? Optional.empty()
        : Optional.of(Reply.fields("since", now, "decisions", JsonArray.of(seen.toArray())));
  }

  /// Those that the one who asks sees: who sees all needs not be asked of each.
  private List<String> seen(Reach reach, List<String> ids) {
    if (reach.seesAll()) {
      return ids;
    }
    var there =
        decisions.seen(actor, ids).stream()
            .map(found -> found.decision().key().id())
            .collect(Collectors.toSet());
    return ids.stream().filter(there::contains).toList();
  }

  @Override
  public Reply end() {
    var upTo = tidings.now();
    return news()
        .orElseGet(
            () -> {
              decisions.reach(actor, spaceId, Action.SEE_DECISIONS);
              return Reply.fields("since", tidings.token(upTo), "decisions", JsonArray.EMPTY);
            });
  }
}
