package parvis.suite.tasks;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;

/// That something changed of what somebody has to do, for who follows theirs: one request for all
/// boards. What it has become is read by who is told.
///
/// A change concerns those whose own the task is or was, and, where it waits for being validated or
/// did so lately, those who validate in its space.
final class WorkNews implements Follower {
  /// Changes that one look reads; of more it is said that something changed.
  static final int CHANGES_MAX = 500;

  /// Who asks from longer ago and validates is concerned by any change.
  private static final Duration AWAY = Duration.ofMinutes(10);

  /// For how long a task that waits for being validated no more concerns who validates: longer than
  /// that, and than an hour more, by which the log knows how old its positions are.
  private static final Duration LATELY = Duration.ofHours(2);

  private final TasksFeature.Needs needs;
  private final Stores stores;
  private final News news;
  private final Work work;
  private final WorkStore store = new WorkStore();

  private final LastChanges last = new LastChanges();

  WorkNews(TasksFeature.Needs needs, Stores stores, News news, Work work) {
    this.needs = needs;
    this.stores = stores;
    this.news = news;
    this.work = work;
  }

  /// Answers when something concerns them, or when the time is up.
  void follow(WorkFollowing following, Parked parked) {
    news.await(following.since());
    if (following.timeout().isZero()) {
      news.flush();
      parked.reply(following.end());
    } else {
      needs.waits().park(following, parked);
    }
  }

  @Override
  public void applied(List<LogRow> rows) {
    var changed = last.heard(rows);
    if (!changed.isEmpty() && needs.waits().waiting() > 0) {
      needs.executor().execute(() -> changed.forEach(this::wake));
    }
  }

  private void wake(long space) {
    needs
        .rooms()
        .find(space)
        .ifPresent(
            room ->
                needs
                    .waits()
                    .mark(
                        each -> {
                          for (var user : room.published().joined()) {
                            each.accept(user);
                          }
                        }));
  }

  /// Empty when nothing concerns them.
  Optional<Reply> after(WorkFollowing following) {
    var spaces = spaces(following.actor());
    return last.isQuiet(spaces, following.since())
        ? Optional.empty()
        : read(following, spaces) ? Optional.of(told(following, true)) : Optional.empty();
  }

  /// The same, and that there is nothing, where there is nothing.
  Reply end(WorkFollowing following) {
    return told(following, read(following, spaces(following.actor())));
  }

  private Reply told(WorkFollowing following, boolean changed) {
    return Reply.fields("since", needs.log().token(following.since()), "changed", changed);
  }

  private long[] spaces(Actor actor) {
    return needs.rights().joined(actor).mapToLong(space -> space.room().nid()).toArray();
  }

  /// Whether something concerns them; the request goes on behind what was read.
  private boolean read(WorkFollowing following, long[] spaces) {
    var upTo = needs.log().applied();
    var since = following.since();
    var changes = needs.db().read(tx -> store.changes(tx, spaces, since, CHANGES_MAX + 1));
    following.goOn(Math.max(upTo, since));
    return changes.size() > CHANGES_MAX || concern(following.actor(), changes, since);
  }

  private boolean concern(Actor actor, List<WorkStore.Change> changes, long since) {
    if (changes.isEmpty()) {
      return false;
    }
    var user = actor.user().value();
    var validating = Arrays.stream(work.validating(actor)).boxed().collect(Collectors.toSet());
    var tasks = new HashSet<String>();
    var validated = new HashSet<String>();
    for (var change : changes) {
      if (Note.loser(change.key()).equals(user)) {
        return true;
      }
      var task = Note.task(change.key());
      tasks.add(task);
      if (validating.contains(change.space())) {
        validated.add(task);
      }
    }
    tasks.remove(Note.BOARD);
    validated.remove(Note.BOARD);
    return !tasks.isEmpty() && concern(user, tasks, validated, since);
  }

  /// Whether any of some tasks is theirs, or was, or waits or waited for who validates.
  private boolean concern(String user, Set<String> ids, Set<String> validated, long since) {
    var now = needs.clock().millis();
    if (!validated.isEmpty() && since < needs.log().before(now - AWAY.toMillis())) {
      return true;
    }
    var lately = now - LATELY.toMillis();
    return needs
        .db()
        .read(
            tx -> {
              var there = stores.tasks().named(tx, ids);
              var gone = new HashSet<>(ids);
              for (var task : there) {
                var id = task.key().id();
                gone.remove(id);
                if (task.isOf(user) || (validated.contains(id) && waits(task, lately))) {
                  return true;
                }
              }
              return gone.stream().anyMatch(validated::contains)
                  || (!gone.isEmpty()
                      && stores.news().gone(tx, gone).values().stream()
                          .anyMatch(own -> own.contains(user)));
            });
  }

  /// Whether a task waits for being validated, or may have waited lately: it has got another state
  /// since it was made.
  private static boolean waits(Task task, long lately) {
    var since = task.since().atMs();
    return task.state() == State.DONE || (since >= lately && since > task.made().atMs());
  }
}
