package parvis.suite.papers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import parvis.base.Actor;
import parvis.base.Refused;

/// Whether people have accepted the terms of use that they are under, from memory: asked with each
/// message that is sent.
///
/// spec: cs-api#mapi-module-server-notices
final class Consents {
  /// How long it is believed that no terms changed, whichever node they are written on.
  static final Duration LOOKED_EVERY = Duration.ofSeconds(4);

  /// How long it is believed that somebody accepted them: they may go to another organisation.
  private static final Duration BELIEVED = Duration.ofMinutes(1);

  private static final int PEOPLE_MAX = 100_000;

  private final Papers papers;
  private final String publicAddress;
  private final Clock clock;

  /// The last version that was written of any terms when somebody had accepted theirs.
  private final Cache<Long, Long> accepted;

  /// The last version of all, 0 where none was ever written, and when that was looked at.
  private volatile long last;

  private final AtomicLong lookedMs = new AtomicLong(Long.MIN_VALUE);

  Consents(Papers papers, String publicAddress, Clock clock) {
    this.papers = papers;
    this.publicAddress = publicAddress;
    this.clock = clock;
    this.accepted =
        Caffeine.newBuilder()
            .maximumSize(PEOPLE_MAX)
            .expireAfterWrite(BELIEVED)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /// Refuses who has not accepted them.
  ///
  /// @throws Refused consentNotGiven with the page where they are accepted
  void require(Actor actor) {
    long now = clock.millis();
    long before = lookedMs.get();
    if (before <= now - LOOKED_EVERY.toMillis() && lookedMs.compareAndSet(before, now)) {
      last = papers.lastTerms();
    }
    long held = last;
    if (held == 0 || Long.valueOf(held).equals(accepted.getIfPresent(actor.userNid()))) {
      return;
    }
    if (!papers.terms(actor).accepted()) {
      throw Refused.consentNotGiven(publicAddress + "/");
    }
    accepted.put(actor.userNid(), held);
  }

  /// Looks again at once, since terms were written here.
  void changed() {
    lookedMs.set(Long.MIN_VALUE);
  }
}
