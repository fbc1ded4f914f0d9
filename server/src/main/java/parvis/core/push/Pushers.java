package parvis.core.push;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.memory.Memory;
import parvis.protocol.json.JsonObject;

/// The pushers of accounts. Each ends with the session that set it: whoever is signed out, by
/// themselves or by a new password, is told of nothing more.
final class Pushers {
  /// Of one account.
  static final int PUSHERS_MAX = 100;

  private static final int PERCENT = 1;

  /// What a pusher takes in memory, about.
  private static final long PUSHER_BYTES = 2_000;

  /// Devices that were told of nothing for a while and are tried again after a start.
  private static final int BEHIND_MAX = 100_000;

  private final Db db;
  private final LongSupplier nids;
  private final Clock clock;
  private final Cache<Long, List<Pusher>> known;

  /// Counts changes, so that what was read just before one is not kept just after.
  private final AtomicLong changes = new AtomicLong();

  private volatile boolean any;
  private volatile LongConsumer whenSet = _ -> {};

  Pushers(Db db, LongSupplier nids, Clock clock, Memory memory) {
    this.db = db;
    this.nids = nids;
    this.clock = clock;
    this.known = memory.cache("pushers", PERCENT, (_, of) -> of.size() * PUSHER_BYTES);
  }

  /// Who hears of whom a pusher was set for.
  void whenSet(LongConsumer listener) {
    whenSet = listener;
  }

  /// What a client says of a device.
  record Wish(
      long user,
      long session,
      String kind,
      String appId,
      String pushkey,
      String appName,
      String deviceName,
      @Nullable String profileTag,
      String lang,
      JsonObject data) {}

  List<Pusher> of(long user) {
    return of(List.of(user)).getOrDefault(user, List.of());
  }

  /// The pushers of those of the people who have some, by at most one query.
  Map<Long, List<Pusher>> of(Collection<Long> users) {
    Map<Long, List<Pusher>> found = new HashMap<>();
    var missing = new ArrayList<Long>();
    for (var user : users) {
      var pushers = known.getIfPresent(user);
      if (pushers == null) {
        missing.add(user);
      } else if (!pushers.isEmpty()) {
        found.put(user, pushers);
      }
    }
    if (!missing.isEmpty()) {
      found.putAll(load(missing));
    }
    return found;
  }

  private Map<Long, List<Pusher>> load(List<Long> users) {
    var before = changes.get();
    var loaded =
        db.read(tx -> PusherStore.of(tx, users)).stream()
            .collect(Collectors.groupingBy(Pusher::user));
    users.forEach(user -> known.put(user, loaded.getOrDefault(user, List.of())));
    if (changes.get() != before) {
      known.invalidateAll(users);
    }
    return loaded;
  }

  /// Sets a pusher.
  ///
  /// @param alone whether nobody else may be told on that device any more
  void set(Wish wish, boolean alone) {
    var pusher =
        new Pusher(
            nids.getAsLong(),
            wish.user(),
            wish.session(),
            wish.kind(),
            wish.appId(),
            wish.pushkey(),
            wish.appName(),
            wish.deviceName(),
            wish.profileTag(),
            wish.lang(),
            wish.data(),
            clock.millis());
    any = true;
    db.write(
            tx -> {
              PusherStore.lock(tx, pusher.user());
              if (PusherStore.others(tx, pusher) >= PUSHERS_MAX) {
                throw Refused.of(
                    Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                    "An account has at most " + PUSHERS_MAX + " pushers.");
              }
              if (!PusherStore.put(tx, pusher)) {
                throw Refused.unknownToken(false);
              }
              return alone ? PusherStore.removeOthers(tx, pusher) : List.<Long>of();
            })
        .forEach(this::forget);
    forget(pusher.user());
    whenSet.accept(pusher.user());
  }

  /// Removes a pusher, if it is there.
  void remove(long user, String appId, String pushkey) {
    db.write(tx -> PusherStore.remove(tx, user, appId, pushkey));
    forget(user);
  }

  /// Removes a pusher whose device is no more.
  void remove(long user, long pusher) {
    db.write(tx -> PusherStore.remove(tx, user, pusher));
    forget(user);
  }

  /// Removes a pusher, whoever has it.
  void remove(long pusher) {
    owner(pusher).ifPresent(user -> remove(user, pusher));
  }

  /// Whose it is; empty when it is no more.
  OptionalLong owner(long pusher) {
    return db.read(tx -> PusherStore.owner(tx, pusher));
  }

  /// How often a pusher was set or removed, or a session with one ended: what was known of who has
  /// one holds until then.
  long changes() {
    return changes.get();
  }

  /// Whether anybody has a pusher, or had one since this server started.
  boolean any() {
    return any;
  }

  /// Looks whether anybody has one.
  void start() {
    any = any || db.read(PusherStore::any);
  }

  /// Devices of which the gateway did not work, the first so many.
  List<PusherStore.Behind> behind() {
    return db.read(tx -> PusherStore.behind(tx, BEHIND_MAX));
  }

  /// Notes that a device was told of nothing after a position.
  ///
  /// @return since when its gateway fails
  long fallBehind(long pusher, long after, long nowMs) {
    return db.write(tx -> PusherStore.fallBehind(tx, pusher, after, nowMs)).orElse(nowMs);
  }

  /// Notes that a device was told of everything.
  void caughtUp(long pusher) {
    db.write(
        tx -> {
          PusherStore.caughtUp(tx, pusher);
          return true;
        });
  }

  /// Reads the pushers of somebody again when they are asked for next.
  void forget(long user) {
    changes.incrementAndGet();
    known.invalidate(user);
  }
}
