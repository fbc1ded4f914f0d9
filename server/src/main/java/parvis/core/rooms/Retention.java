package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.config.Config;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.log.Expiry;

/// How long rooms keep what was said: as they say themselves, within what the operator allows.
/// spec: MSC1763
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final String TYPE = "m.room.retention";

  /// Rooms of one query.
  private static final int PAGE_MAX = 500;

  /// Transactions for one room in one round; what is left waits for the next.
  private static final int BATCHES_MAX = 200;

  private static final String ROOMS =
      """
      select r.nid,
             exists (select from event e
                      where e.room = r.nid and e.slot = (
                        select nid from state_slot where type = ? and state_key = ''))
             or exists (select from published_room p where p.room = r.nid) as speaks
        from room r where r.nid > ? and r.version > 0 order by r.nid limit ?\
      """;

  private final Db db;
  private final Registry registry;
  private final Forums forums;
  private final Expiry expiry;
  private final Clock clock;
  private final Optional<Config.Retention> allowed;
  private final List<Consumer<long[]>> listeners = new CopyOnWriteArrayList<>();

  /// @param allowed absent: everything is kept for ever, but what forums with access rules keep
  Retention(
      Db db,
      Registry registry,
      Forums forums,
      Expiry expiry,
      Clock clock,
      Optional<Config.Retention> allowed) {
    this.forums = forums;
    this.db = db;
    this.registry = registry;
    this.expiry = expiry;
    this.clock = clock;
    this.allowed = allowed;
  }

  /// Has somebody forget what they know of events that have expired, by nid.
  void onExpired(Consumer<long[]> listener) {
    listeners.add(listener);
  }

  /// The rooms that keep what is said for a time only, whatever the operator allows.
  ///
  /// @param anywhere whether there may be some
  record Forums(BooleanSupplier anywhere, Predicate<Room> is) {}

  private record Place(long room, boolean speaks) {}

  /// One round over all rooms.
  void look() {
    if (allowed.isEmpty() && !forums.anywhere().getAsBoolean()) {
      return;
    }
    var last = 0L;
    List<Place> page;
    do {
      var after = last;
      page =
          db.read(
              tx ->
                  tx.list(
                      row -> new Place(row.number("nid"), row.bool("speaks")),
                      ROOMS,
                      TYPE,
                      after,
                      PAGE_MAX));
      page.forEach(this::look);
      last = page.isEmpty() ? last : page.getLast().room();
    } while (page.size() == PAGE_MAX);
  }

  private void look(Place place) {
    try {
      life(place).ifPresent(time -> expire(place.room(), clock.millis() - time.toMillis()));
    } catch (DatabaseFault fault) {
      LOG.warn("What a room keeps too long is left for the next round", fault);
    }
  }

  /// How long a room keeps what is said in it; empty: for ever.
  private Optional<Duration> life(Place place) {
    var room = place.speaks() ? registry.find(place.room()) : Optional.<Room>empty();
    var wish = room.flatMap(Retention::wish);
    var life = allowed.flatMap(within -> within.life(wish));
    if (room.filter(forums.is()).isEmpty()) {
      return life;
    }
    var longest = AccessRules.FORUM_RETENTION_MAX;
    return life.or(() -> wish)
        .filter(time -> time.compareTo(longest) < 0)
        .or(() -> Optional.of(longest));
  }

  private static Optional<Duration> wish(Room room) {
    return room.published()
        .state()
        .event(TYPE, "")
        .map(event -> event.pdu().content().integer("max_lifetime"))
        .filter(millis -> millis.isPresent() && millis.getAsLong() >= 0)
        .map(millis -> Duration.ofMillis(millis.getAsLong()));
  }

  private void expire(long room, long before) {
    for (int i = 0; i < BATCHES_MAX; i++) {
      if (tell(expiry.expire(room, before, clock.millis())) < Expiry.BATCH_MAX) {
        break;
      }
    }
    registry.forgetExpired(room, before);
  }

  private int tell(List<Long> expired) {
    if (!expired.isEmpty()) {
      var nids = expired.stream().mapToLong(nid -> nid).toArray();
      listeners.forEach(listener -> listener.accept(nids));
    }
    return expired.size();
  }

  /// Lets all that was said in a room up to a position expire, its state too, and be wiped soon:
  /// nobody is in it any more. How they went after another position stays.
  void purge(long room, long all, long upTo) {
    while (tell(expiry.purge(room, all, upTo)) == Expiry.BATCH_MAX) {
      LOG.debug("A room is purged");
    }
    forget(room);
  }

  /// Lets what was said in a room before a position, and until a moment, expire, and be wiped soon.
  void purgeBefore(long room, long pos, long ts) {
    while (tell(expiry.purgeBefore(room, pos, ts)) == Expiry.BATCH_MAX) {
      LOG.debug("A part of a history is purged");
    }
    forget(room);
  }

  /// Lets go of what this node remembers of a room that was purged.
  void forget(long room) {
    registry.forgetExpired(room, Long.MAX_VALUE);
  }
}
