package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;

/// Whose sessions ended and whose access changed a moment ago, for requests that were let in before
/// and begin to wait only now, and for who did not wait in that moment.
final class Lately {
  /// How long, and how many, of each are remembered.
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final int MAX = 100_000;

  private final Cache<Long, Boolean> ended =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).build();

  /// The number of the last change of each. Of whoever of these begins to wait only now, the rows
  /// are asked.
  private final Cache<Long, Long> changed =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).build();

  /// The number of the change of which each was told last.
  private final Cache<Told, Long> told =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(KEPT).build();

  private final AtomicLong changes = new AtomicLong();
  private final Function<Actor, Optional<Refused>> refusal;

  private record Told(long user, long session) {}

  /// @param refusal why somebody who was let in may not wait on, as their rows say now
  Lately(Function<Actor, Optional<Refused>> refusal) {
    this.refusal = refusal;
  }

  void ended(long session) {
    ended.put(session, true);
  }

  void changed(long user) {
    changed.put(user, changes.incrementAndGet());
  }

  /// Whether a session has yet to be told that the access of its person changed.
  boolean isUntold(Actor actor) {
    var change = changed.getIfPresent(actor.userNid());
    return change != null && !change.equals(told.getIfPresent(hearer(actor)));
  }

  /// Notes that a session is told now. Whether it was not yet.
  boolean tell(Actor actor) {
    var change = changed.getIfPresent(actor.userNid());
    return change != null && !change.equals(told.asMap().put(hearer(actor), change));
  }

  private static Told hearer(Actor actor) {
    return new Told(actor.userNid(), actor.session());
  }

  /// Why somebody may not begin to wait, by what happened a moment ago.
  Optional<RuntimeException> refusal(Actor actor) {
    if (ended.getIfPresent(actor.session()) != null) {
      return Optional.of(Refused.unknownToken(false));
    }
    return changed.getIfPresent(actor.userNid()) == null ? Optional.empty() : asRowsSay(actor);
  }

  /// Why somebody may not wait on, as their rows say; a fault where they cannot be asked.
  Optional<RuntimeException> asRowsSay(Actor actor) {
    try {
      return refusal.apply(actor).map(why -> why);
    } catch (RuntimeException fault) {
      return Optional.of(fault);
    }
  }
}
