package parvis.suite.decisions;

import static parvis.platform.http.Shape.id;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.yesOrNo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.rights.Action;
import parvis.core.sync.Tidings;
import parvis.core.sync.Waiting;
import parvis.platform.http.Body;
import parvis.platform.http.Reply;
import parvis.platform.http.Shape;
import parvis.protocol.json.JsonArray;

/// A request that waits until something changes in a register: it is told which decisions, of those
/// that the one who asks sees, and reads them anew; and which of them they see no more.
///
/// What changed and is not theirs to see is read once: the request goes on behind it by itself.
final class Following implements Waiting {
  /// Times that one look reads on behind what is not theirs to see.
  private static final int PAGES_MAX = 10;

  static final Shape NEWS =
      object(
          needed("since", line(Body.NAME_BYTES_MAX)),
          needed("decisions", list(id(), Tidings.CHANGES_MAX)),
          needed("gone", list(id(), Tidings.CHANGES_MAX)),
          may("reset", yesOrNo().says("Too much has changed: read the register anew")));

  private final Decisions decisions;
  private final Tidings tidings;
  private final Actor actor;
  private final String spaceId;
  private final long space;
  private final Duration timeout;

  /// The position in the log up to which its client knows all of the register that is theirs to
  /// see.
  private volatile long since;

  Following(
      Decisions decisions,
      Tidings tidings,
      Actor actor,
      Reach reach,
      long since,
      Duration timeout) {
    this.decisions = decisions;
    this.tidings = tidings;
    this.actor = actor;
    this.spaceId = reach.spaceId();
    this.space = reach.spaceNid();
    this.since = since;
    this.timeout = timeout;
  }

  @Override
  public Actor actor() {
    return actor;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public Optional<Reply> news() {
    for (int page = 0; page < PAGES_MAX; page++) {
      var upTo = tidings.now();
      var changes = tidings.after(space, since);
      if (changes.isEmpty()) {
        return Optional.empty();
      }
      var reach = decisions.reach(actor, spaceId, Action.SEE_DECISIONS);
      var more = changes.size() > Tidings.CHANGES_MAX;
      if (more && reach.seesAll()) {
        var now = Math.max(upTo, changes.getLast().pos());
        return Optional.of(told(now, Set.of(), Set.of(), true));
      }
      var some = more ? changes.subList(0, Tidings.CHANGES_MAX) : changes;
      var last = some.getLast().pos();
      var now = more ? last : Math.max(upTo, last);
      var news = news(reach, some, now);
      if (news.isPresent()) {
        return news;
      }
      since = now;
      if (!more) {
        return Optional.empty();
      }
    }
    // Whoever asks goes on from there.
    return Optional.of(told(since, Set.of(), Set.of(), false));
  }

  /// Empty when none of it is theirs to know.
  private Optional<Reply> news(Reach reach, List<Tidings.Change> changes, long now) {
    var changed = new LinkedHashSet<String>();
    var lost = new LinkedHashSet<String>();
    for (var change : changes) {
      if (change.lost().isEmpty()) {
        changed.add(change.id());
      } else if (change.lost().equals(actor.user().value())) {
        lost.add(change.id());
      }
    }
    if (!reach.seesAll()) {
      var asked = new ArrayList<>(changed);
      asked.addAll(lost);
      var seen = seen(asked);
      changed.retainAll(seen);
      lost.removeAll(seen);
    } else {
      lost.clear();
    }
    return changed.isEmpty() && lost.isEmpty()
        ? Optional.empty()
        : Optional.of(told(now, changed, lost, false));
  }

  private Set<String> seen(List<String> ids) {
    return ids.isEmpty()
        ? Set.of()
        : decisions.seen(actor, ids).stream()
            .map(found -> found.decision().key().id())
            .collect(Collectors.toSet());
  }

  private Reply told(long now, Set<String> changed, Set<String> gone, boolean reset) {
    var since = tidings.token(now);
    var ids = JsonArray.of(changed.toArray());
    var lost = JsonArray.of(gone.toArray());
    return reset
        ? Reply.fields("since", since, "decisions", ids, "gone", lost, "reset", true)
        : Reply.fields("since", since, "decisions", ids, "gone", lost);
  }

  @Override
  public Reply end() {
    var upTo = tidings.now();
    return news()
        .orElseGet(
            () -> {
              decisions.reach(actor, spaceId, Action.SEE_DECISIONS);
              return told(Math.max(upTo, since), Set.of(), Set.of(), false);
            });
  }
}
