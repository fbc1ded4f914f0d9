package parvis.core.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Cancel;

/// Who hears answers that go on: each ends when its session does, or when its account may do no
/// more, as the requests in [Waits] do.
public final class Hearers {
  /// What one person hears at the same time; who asks for more is refused, and may wait instead.
  static final int OF_USER_MAX = 40;

  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Executor executor;
  private final Lately lately;
  private final Map<Long, List<Hearer>> all = new ConcurrentHashMap<>();

  /// @param refusal why somebody who was let in may not hear on, as their rows say now
  Hearers(Function<Actor, Optional<Refused>> refusal, Executor executor) {
    this.lately = new Lately(refusal);
    this.executor = executor;
  }

  private static final class Hearer {
    final Actor actor;
    final Runnable end;

    Hearer(Actor actor, Runnable end) {
      this.actor = actor;
      this.end = end;
    }
  }

  /// Somebody hears, until what is returned is called.
  ///
  /// @param end ends it: it may be called more than once, from any thread, and at once
  /// @throws Refused when they have ended meanwhile, or hear too much already
  public Cancel add(Actor actor, Runnable end) {
    var hearer = new Hearer(actor, end);
    all.compute(actor.userNid(), (_, some) -> with(some == null ? List.of() : some, hearer));
    lately
        .refusal(actor)
        .ifPresent(
            why -> {
              remove(hearer);
              throw why;
            });
    return () -> remove(hearer);
  }

  private static List<Hearer> with(List<Hearer> some, Hearer hearer) {
    if (some.size() >= OF_USER_MAX) {
      throw Refused.limitExceeded(AGAIN);
    }
    var more = new ArrayList<>(some);
    more.add(hearer);
    return more;
  }

  private void remove(Hearer hearer) {
    all.computeIfPresent(
        hearer.actor.userNid(),
        (_, some) -> {
          var fewer = new ArrayList<>(some);
          fewer.remove(hearer);
          return fewer.isEmpty() ? null : fewer;
        });
  }

  /// Whether somebody may hear on, where no row says so: through a service that is registered
  /// still.
  public boolean mayHear(Actor actor) {
    return !actor.isThroughService() || lately.asRowsSay(actor).isEmpty();
  }

  /// Ends what a session hears that was revoked.
  void revoke(long user, long session) {
    lately.ended(session);
    for (var hearer : all.getOrDefault(user, List.of())) {
      if (hearer.actor.session() == session) {
        hearer.end.run();
      }
    }
  }

  /// Ends what somebody hears where they may do nothing any more. It is the rows that count.
  void accessChanged(long user) {
    lately.changed(user);
    var some = all.getOrDefault(user, List.of());
    if (!some.isEmpty()) {
      executor.execute(
          () ->
              some.stream()
                  .filter(hearer -> lately.asRowsSay(hearer.actor).isPresent())
                  .forEach(hearer -> hearer.end.run()));
    }
  }
}
