package parvis.core.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.SessionStore.FoundToken;
import parvis.platform.db.Db;

/// Whose a token is, from memory: read once and believed for a minute, unless this node hears
/// before that something changed. Who must have a second factor and has none administers nothing
/// meanwhile.
final class KnownTokens {
  /// Tokens in memory, about 400 bytes each.
  private static final int CACHED_MAX = 200_000;

  private static final int UNPROVEN_MAX = 10_000;

  /// How old "last seen" may get before it is written again.
  private static final Duration SEEN_EVERY = Duration.ofMinutes(10);

  private final Db db;
  private final Clock clock;
  private final Cache<SecretHash, Known> known;

  /// Counts what was ended, so that a token read just before is not kept just after.
  private final AtomicLong endings = new AtomicLong();

  private volatile SignIn.SecondFactor second = SignIn.SecondFactor.NONE;

  /// Whether a second factor is missing of who administers, by account.
  private final Cache<Long, Boolean> unproven;

  /// What organisations asked when that was looked at, and when it was.
  private volatile String rule = "";

  private final AtomicLong ruleMs = new AtomicLong(Long.MIN_VALUE);

  KnownTokens(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
    this.known = cache(CACHED_MAX, Sessions.KNOWN_FOR);
    this.unproven = cache(UNPROVEN_MAX, Sessions.ASKED_EVERY);
  }

  private <K, V> Cache<K, V> cache(int most, Duration life) {
    return Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterWrite(life)
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .build();
  }

  /// A token in memory.
  record Known(Actor actor, Bar bar, OptionalLong expiresMs, AtomicLong seenMs, boolean strong) {
    /// The same of somebody who administers nothing.
    private Known ordinary() {
      Actor of = actor;
      return new Known(
          new Actor(
              of.user(),
              of.userNid(),
              of.deviceId(),
              of.session(),
              of.scope(),
              false,
              of.suspended(),
              of.guest()),
          bar,
          expiresMs,
          seenMs,
          strong);
    }
  }

  void ask(SignIn.SecondFactor factor) {
    this.second = factor;
  }

  boolean isMissing(Actor actor) {
    return unproven.get(
        actor.userNid(),
        user -> {
          boolean admin = db.read(tx -> SessionStore.administers(tx, user));
          return second.isMissing(new Account(actor.user(), user, admin, true));
        });
  }

  /// Whose a token is, that is shown from an address.
  ///
  /// @throws Refused unknownToken
  Known found(String token, String address) {
    SecretHash hash = SecretHash.of(token);
    long now = clock.millis();
    lookAtRule(now);
    Known cached = known.getIfPresent(hash);
    Known found = cached == null ? load(hash) : cached;
    if (found.expiresMs().isPresent() && found.expiresMs().getAsLong() <= now) {
      throw Refused.unknownToken(true);
    }
    see(found, now, address);
    boolean ordinary = found.actor().admin() && !found.strong() && isMissing(found.actor());
    return ordinary ? found.ordinary() : found;
  }

  /// Looks at everybody again when organisations ask otherwise than before, on whichever node that
  /// was decided.
  private void lookAtRule(long now) {
    long before = ruleMs.get();
    if (before > now - Sessions.ASKED_EVERY.toMillis() || !ruleMs.compareAndSet(before, now)) {
      return;
    }
    String current = second.rule();
    if (current.equals(rule)) return;
    rule = current;
    endings.incrementAndGet();
    known.invalidateAll();
  }

  /// Who had a session of an account that has ended is told so.
  private Refused unknown(SecretHash hash) {
    Refused unknown = Refused.unknownToken(false);
    boolean ended = db.read(tx -> Partings.isOf(tx, hash, clock.millis()));
    return ended ? unknown.with("fr.parvis.account_ended", true) : unknown;
  }

  private Known load(SecretHash hash) {
    long before = endings.get();
    FoundToken token = db.read(tx -> SessionStore.token(tx, hash)).orElseThrow(() -> unknown(hash));
    if (!(token.byService() || token.strong() || token.actor().guest())
        && shutsOut(token.actor())) {
      throw Refused.unknownToken(true);
    }
    long now = clock.millis();
    if (token.replaces().isPresent() && token.expiresMs().orElse(Long.MAX_VALUE) > now) {
      long replaced = token.replaces().getAsLong();
      forgetTokens(db.write(tx -> SessionStore.settle(tx, token.token(), replaced, now)));
      before = endings.get();
      if (db.read(tx -> SessionStore.token(tx, hash)).isEmpty()) throw Refused.unknownToken(false);
    }
    Known loaded =
        new Known(
            token.actor(),
            token.bar(),
            token.expiresMs(),
            new AtomicLong(token.seenMs()),
            token.strong());
    known.put(hash, loaded);
    if (endings.get() != before) known.invalidate(hash);
    return loaded;
  }

  private boolean shutsOut(Actor actor) {
    return second.shutsOut(new Account(actor.user(), actor.userNid(), actor.admin(), true));
  }

  private void see(Known token, long now, String address) {
    long seen = token.seenMs().get();
    if (now - seen < SEEN_EVERY.toMillis() || !token.seenMs().compareAndSet(seen, now)) return;
    Actor actor = token.actor();
    db.write(
        tx -> {
          SessionStore.seen(tx, actor.userNid(), actor.deviceId(), now, address);
          return true;
        });
  }

  /// Forgets sessions, by number, whose end is durable.
  void ended(Collection<Long> sessions) {
    endings.incrementAndGet();
    known.asMap().values().removeIf(token -> sessions.contains(token.actor().session()));
  }

  /// Reads again who these people are, at the next use of each of their tokens.
  void changed(Set<Long> users) {
    endings.incrementAndGet();
    unproven.invalidateAll(users);
    known.asMap().values().removeIf(token -> users.contains(token.actor().userNid()));
  }

  void factorsChanged(long user) {
    unproven.invalidate(user);
  }

  void forgetTokens(Collection<SecretHash> hashes) {
    if (hashes.isEmpty()) return;
    endings.incrementAndGet();
    known.invalidateAll(hashes);
  }
}
