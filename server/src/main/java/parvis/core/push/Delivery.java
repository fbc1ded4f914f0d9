package parvis.core.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.core.push.Gateways.Heard;

/// Tells devices what waits for them, one line after the other for each, and tries again those
/// whose gateway did not work.
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /// Devices that are told at the same time, and of these, that one gateway is told of: one that
  /// takes its time must not take that of others.
  static final int TELLING_MAX = 128;

  private static final int OF_GATEWAY_MAX = 16;

  /// Devices whose gateway did not work, that are tried again at the same time.
  private static final int AGAIN_AT_ONCE_MAX = 32;

  private static final int GATEWAYS_MAX = 10_000;

  /// How long the first try again is put off; each further one twice as long.
  static final Duration AGAIN_FIRST = Duration.ofSeconds(1);

  static final Duration AGAIN_MAX = Duration.ofHours(1);

  private static final int DOUBLED_MAX = 20;

  private static final Duration AFTER_A_FAULT = Duration.ofMinutes(1);

  /// A device of which its gateway did not want to hear for so long is told no more.
  static final Duration FAILING_MAX = Duration.ofDays(7);

  /// Events that are looked at for what a device missed.
  private static final int MISSED_MAX = 200;

  /// How often in a row a device is told what came while it was told.
  private static final int ROUNDS_MAX = 10;

  /// Devices of which is known what number they show.
  private static final int SHOWN_MAX = 100_000;

  private final Lines lines;
  private final Pushers pushers;
  private final Notices notices;
  private final Badges badges;
  private final Gateways gateways;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Executor executor;
  private final Semaphore telling = new Semaphore(TELLING_MAX);
  private final Semaphore again = new Semaphore(AGAIN_AT_ONCE_MAX);
  private final Cache<String, Semaphore> ofGateway =
      Caffeine.newBuilder().maximumSize(GATEWAYS_MAX).build();
  private final Cache<Long, Integer> shown = Caffeine.newBuilder().maximumSize(SHOWN_MAX).build();
  private volatile boolean stopping;

  /// What delivery is built from.
  record Needs(
      Lines lines,
      Pushers pushers,
      Notices notices,
      Badges badges,
      Gateways gateways,
      Clock clock,
      LongSupplier nanos,
      Executor executor) {}

  Delivery(Needs needs) {
    this.lines = needs.lines();
    this.pushers = needs.pushers();
    this.notices = needs.notices();
    this.badges = needs.badges();
    this.gateways = needs.gateways();
    this.clock = needs.clock();
    this.nanos = needs.nanos();
    this.executor = needs.executor();
  }

  /// Works off lines that have just begun.
  void begin(List<Lines.Name> names) {
    names.forEach(name -> executor.execute(() -> guarded(name, telling, () -> workOff(name))));
  }

  /// Tries those again whose time has come.
  void tryAgain() {
    lines
        .due(nanos.getAsLong())
        .forEach(
            (name, is) -> executor.execute(() -> guarded(name, again, () -> catchUp(name, is))));
  }

  void stop() {
    stopping = true;
  }

  /// Works when it is a device's turn; what is a fault of ours puts it off like one of its gateway.
  private void guarded(Lines.Name name, Semaphore lane, Runnable work) {
    try {
      var own = ofGateway.get(gateway(name), _ -> new Semaphore(OF_GATEWAY_MAX));
      own.acquire();
      try {
        lane.acquire();
        try {
          work.run();
        } finally {
          lane.release();
        }
      } finally {
        own.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      if (!stopping) {
        LOG.error("A device cannot be told; trying again in a while", fault);
        lines.fail(name, nanos.getAsLong() + AFTER_A_FAULT.toNanos());
      }
    }
  }

  private String gateway(Lines.Name name) {
    return pusher(name).map(pusher -> pusher.url().getAuthority()).orElse("");
  }

  private Optional<Pusher> pusher(Lines.Name name) {
    return pushers.of(name.user()).stream().filter(one -> one.nid() == name.pusher()).findFirst();
  }

  private void workOff(Lines.Name name) {
    var actor = notices.actor(name.user());
    while (!stopping) {
      var next = lines.next(name);
      if (next.isEmpty()) {
        return;
      }
      var pusher = pusher(name);
      if (pusher.isEmpty()) {
        lines.drop(name);
        return;
      }
      if (rests(name, pusher.get())) {
        return;
      }
      var notice = next.get().notice();
      var heard = notice == null ? badge(actor, pusher.get()) : notice(actor, pusher.get(), notice);
      switch (heard) {
        case DELIVERED -> {
          if (notice != null) lines.done(name, notice);
        }
        case REJECTED -> reject(name);
        case NOT_NOW -> {
          if (!stopping) fallBehind(name, nanos.getAsLong() + AGAIN_FIRST.toNanos());
          return;
        }
      }
    }
  }

  /// Puts a device off whose quiet hours it is: what is unread when they end is told then.
  private boolean rests(Lines.Name name, Pusher pusher) {
    long now = clock.millis();
    var until = pusher.quietUntil(clock);
    until.ifPresent(
        ms -> fallBehind(name, nanos.getAsLong() + Duration.ofMillis(ms - now).toNanos()));
    return until.isPresent();
  }

  /// Tells of an event, unless it was read meanwhile; then of how many are left.
  private Heard notice(Actor actor, Pusher pusher, Notice notice) {
    int unread = badges.of(actor);
    var told = gateways.about(actor, pusher, notice, unread);
    if (told.isEmpty()) {
      return badge(actor, pusher);
    }
    var heard = gateways.tell(pusher, told.get());
    if (heard == Heard.DELIVERED) {
      shown.put(pusher.nid(), unread);
    }
    return heard;
  }

  /// Tells how many events are unread, if they are fewer than the device was told last.
  private Heard badge(Actor actor, Pusher pusher) {
    int unread = badges.of(actor);
    if (pusher.isBrowser()) {
      return gateways.read(actor, pusher, unread);
    }
    var before = shown.getIfPresent(pusher.nid());
    if (before != null && unread >= before) {
      return Heard.DELIVERED;
    }
    return badge(pusher, unread);
  }

  private Heard badge(Pusher pusher, int unread) {
    var heard = gateways.tell(pusher, Gateways.badge(pusher, unread));
    if (heard == Heard.DELIVERED) {
      shown.put(pusher.nid(), unread);
    }
    return heard;
  }

  private void reject(Lines.Name name) {
    lines.drop(name);
    pushers.remove(name.user(), name.pusher());
  }

  private void fallBehind(Lines.Name name, long tryAtNanos) {
    var after = lines.fail(name, tryAtNanos);
    pushers.fallBehind(name.pusher(), after, clock.millis());
    lines.kept(name);
  }

  /// Tells a device what it missed; if there is nothing, how many events are unread.
  private void catchUp(Lines.Name name, Lines.Behind is) {
    var pusher = pusher(name);
    if (pusher.isEmpty()) {
      lines.drop(name);
      return;
    }
    if (rests(name, pusher.get())) {
      return;
    }
    var actor = notices.actor(name.user());
    var after = is.after();
    boolean asked = false;
    for (int round = 0; round < ROUNDS_MAX && !stopping; round++) {
      var upTo = lines.read();
      for (var notice : missed(actor, pusher.get(), after, upTo)) {
        asked = true;
        if (!heard(name, is, notice.pos() - 1, notice(actor, pusher.get(), notice))) return;
      }
      if (!asked && !heard(name, is, after, number(actor, pusher.get()))) return;
      asked = true;
      if (lines.catchUp(name, upTo)) {
        pushers.caughtUp(name.pusher());
        return;
      }
      after = upTo;
    }
    lines.failAgain(name, after, nanos.getAsLong());
  }

  private Heard number(Actor actor, Pusher pusher) {
    int unread = badges.of(actor);
    return pusher.isBrowser() ? gateways.read(actor, pusher, unread) : badge(pusher, unread);
  }

  /// What a device missed. A browser shows the last thing of each room, and is told no other.
  private List<Notice> missed(Actor actor, Pusher pusher, long after, long upTo) {
    var missed = notices.missed(actor, after, upTo, MISSED_MAX);
    if (!pusher.isBrowser()) {
      return missed;
    }
    var last = new HashMap<Long, Notice>();
    missed.forEach(notice -> last.put(notice.room(), notice));
    return missed.stream().filter(last::containsValue).toList();
  }

  /// Whether a device that is behind may be told more.
  private boolean heard(Lines.Name name, Lines.Behind is, long after, Heard heard) {
    switch (heard) {
      case DELIVERED -> {
        return true;
      }
      case REJECTED -> reject(name);
      case NOT_NOW -> {
        if (!stopping) failAgain(name, is, after);
      }
    }
    return false;
  }

  private void failAgain(Lines.Name name, Lines.Behind is, long after) {
    var since = pushers.fallBehind(name.pusher(), after, clock.millis());
    if (since <= clock.millis() - FAILING_MAX.toMillis()) {
      LOG.info(
          "A gateway has failed for {} days: its device is told no more", FAILING_MAX.toDays());
      reject(name);
      return;
    }
    var wait = AGAIN_FIRST.multipliedBy(1L << Math.min(is.failures(), DOUBLED_MAX));
    var again = wait.compareTo(AGAIN_MAX) < 0 ? wait : AGAIN_MAX;
    lines.failAgain(name, after, nanos.getAsLong() + again.toNanos());
    lines.kept(name);
  }
}
