package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Outcome;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.platform.memory.Memory;

/// Everything that is synced and is not an event of a room, in memory: by person, receipts by room,
/// and who changed their devices when.
public final class Keyed implements Follower {
  /// What of each kind may take of the memory.
  private static final int THINGS_PERCENT = 6;

  private static final int RECEIPTS_PERCENT = 4;

  /// Values of one person that are read at most: the last ones.
  private static final int THINGS_MAX = 100_000;

  /// Changes of device lists kept in memory; older ones are read from the database.
  private static final int DEVICE_CHANGES_MAX = 100_000;

  private static final String OF_USER =
      """
      select kind, room, key, pos, value, tombstone
        from syncable where "user" = ? and kind in (2, 6, 7)
       order by pos desc limit ?\
      """;

  private static final String FORGET_REMOVED =
      """
      delete from syncable where "user" = ? and kind = 2 and tombstone and pos <= (
        select pos from syncable where "user" = ? and kind = 2 and tombstone
         order by pos desc offset ? limit 1)\
      """;

  private static final String ERASE =
      "delete from syncable where \"user\" = ? and kind in (2, 6, 7)";

  /// Of each person so many at most, and those first that are of no thread: nobody's many receipts
  /// are in the way of another's.
  private static final String RECEIPTS =
      """
      select "user", key, pos, value
        from (select "user", key, pos, value,
                     row_number() over (partition by "user"
                                        order by strpos(key, '/') > 0, pos desc) as n
                from syncable where room = ? and kind = 3 and not tombstone) r
       where n <= ?\
      """;

  private static final String DEVICE_CHANGES =
      """
      select "user", key, pos from syncable
       where kind = 5 and (pos, "user") > (?, ?) and pos <= ?
       order by pos, "user" limit ?\
      """;

  /// Changes of device lists that one query brings.
  private static final int DEVICE_CHANGES_PAGE = 10_000;

  private final Db db;
  private final Log log;
  private final Cache<Long, User> users;
  private final Cache<Long, Receipts> receipts;
  private final Inboxes inboxes;
  private final ConcurrentSkipListMap<Long, Change> deviceChanges = new ConcurrentSkipListMap<>();

  /// The position from which on all changes are in memory.
  private final AtomicLong deviceChangesFrom = new AtomicLong(Long.MAX_VALUE);

  public Keyed(Db db, Log log, Memory memory) {
    this.db = db;
    this.log = log;
    this.users = memory.cache("things", THINGS_PERCENT, (_, user) -> user.things.sizeBytes());
    this.receipts =
        memory.cache("receipts", RECEIPTS_PERCENT, (_, room) -> room.receipts.sizeBytes());
    this.inboxes = new Inboxes(db, memory);
  }

  /// Says that the size of an entry changed.
  private static <K, V> void weigh(Cache<K, V> cache, K key) {
    cache.asMap().computeIfPresent(key, (_, same) -> same);
  }

  /// In the cache before it is read, so that nothing the log says meanwhile is missed. The lock is
  /// held over that one query: whoever comes meanwhile needs the same rows, and the log does not
  /// wait here.
  private final class User {
    final Things things = new Things();
    private boolean read;

    synchronized Things ready(long user) {
      if (!read) {
        db.read(tx -> tx.list(row -> load(things, row), OF_USER, user, THINGS_MAX));
        read = true;
        weigh(users, user);
      }
      return things;
    }
  }

  private static boolean load(Things things, Row row) {
    var thing = new Things.Thing(row.number("pos"), row.bytes("value"), row.bool("tombstone"));
    follow(things, (short) row.number("kind"), row.number("room"), row.text("key"), thing);
    return true;
  }

  private static void follow(Things things, short kind, long room, String key, Things.Thing thing) {
    switch (kind) {
      case LogRow.ACCOUNT_DATA -> things.accountData(room, key, thing);
      case LogRow.JUDGED_BEFORE -> things.before(key, thing);
      case LogRow.THREAD_SUBSCRIPTION -> things.following(room, Long.parseLong(key), thing);
      default -> throw unknown(kind);
    }
  }

  private static IllegalStateException unknown(short kind) {
    return new IllegalStateException("A kind of thing that nobody syncs: " + kind);
  }

  /// Like [User].
  private final class Receipts {
    final RoomReceipts receipts = new RoomReceipts();
    private boolean read;

    synchronized RoomReceipts ready(long room) {
      if (!read) {
        db.read(tx -> tx.list(Keyed::receipt, RECEIPTS, room, RoomReceipts.OF_PERSON_MAX))
            .forEach(receipts::put);
        receipts.loaded();
        read = true;
        weigh(Keyed.this.receipts, room);
      }
      return receipts;
    }
  }

  private static RoomReceipts.Receipt receipt(Row row) {
    return RoomReceipts.Receipt.of(
        row.number("user"), row.text("key"), row.number("pos"), row.bytes("value"));
  }

  Things of(long user) {
    return users.get(user, _ -> new User()).ready(user);
  }

  /// The messages that wait for devices.
  Inboxes inboxes() {
    return inboxes;
  }

  RoomReceipts receipts(long room) {
    return receipts.get(room, _ -> new Receipts()).ready(room);
  }

  /// Somebody's keys changed.
  ///
  /// @param about empty; or the nid of somebody whose keys only this user sees changed
  private record Change(long pos, long user, String about) {
    Stream<Long> toldTo(long reader) {
      if (about.isEmpty()) {
        return Stream.of(user);
      }
      return user == reader ? Stream.of(Long.valueOf(about)) : Stream.empty();
    }
  }

  /// Those that are wanted of whom a reader is told that their keys changed in `(since, upTo]`.
  Set<Long> deviceChanges(long reader, long since, long upTo, LongPredicate wanted) {
    if (since < deviceChangesFrom.get()) {
      return olderDeviceChanges(reader, since, upTo, wanted);
    }
    return deviceChanges.subMap(since, false, upTo, true).values().stream()
        .flatMap(change -> change.toldTo(reader))
        .filter(wanted::test)
        .collect(Collectors.toSet());
  }

  /// Page by page, of which there are as many as people and what they vouched for: each has one
  /// row.
  private Set<Long> olderDeviceChanges(long reader, long since, long upTo, LongPredicate wanted) {
    var users = new HashSet<Long>();
    var last = new Change(since, Long.MAX_VALUE, "");
    List<Change> page;
    do {
      var after = last;
      page =
          db.read(
              tx ->
                  tx.list(
                      row -> new Change(row.number("pos"), row.number("user"), row.text("key")),
                      DEVICE_CHANGES,
                      after.pos(),
                      after.user(),
                      upTo,
                      DEVICE_CHANGES_PAGE));
      page.stream()
          .flatMap(change -> change.toldTo(reader))
          .filter(wanted::test)
          .forEach(users::add);
      last = page.isEmpty() ? last : page.getLast();
    } while (page.size() == DEVICE_CHANGES_PAGE);
    return users;
  }

  /// Writes and waits until it is durable and visible.
  /// @return the position
  public long put(Syncable... things) {
    var outcome = log.append(new SyncableWrite(List.of(things))).join();
    return outcome instanceof Outcome.Written(_, var last) ? last : log.applied();
  }

  /// Forgets that a person removed account data, but for what was removed last.
  void forgetRemoved(long user, int kept) {
    db.write(tx -> tx.run(FORGET_REMOVED, user, user, kept));
    users.invalidate(user);
  }

  /// Deletes what somebody noted, in the transaction in which their account ends: nobody asks for
  /// it any more.
  static void erase(Tx tx, long user) {
    tx.run(ERASE, user);
  }

  /// Account data of a person; empty when never set or removed.
  public Optional<byte[]> accountData(long user, long room, String type) {
    return of(user)
        .accountData(room, type)
        .filter(thing -> !thing.tombstone())
        .map(Things.Thing::value);
  }

  /// Follows the log from where it is: what comes from here on is known without asking.
  void start() {
    deviceChangesFrom.compareAndSet(Long.MAX_VALUE, log.applied());
  }

  @Override
  public void applied(List<LogRow> rows) {
    start();
    for (var row : rows) {
      if (row.kind() == LogRow.EVENT || !row.isSynced()) {
        continue;
      }
      var thing = row.payload() instanceof Syncable known ? known : null;
      if (row.kind() == LogRow.TO_DEVICE) {
        inboxes.follow(row, thing);
      } else if (thing != null) {
        follow(row, thing);
      } else {
        users.invalidate(row.user());
        receipts.invalidate(row.room());
        if (row.kind() == LogRow.DEVICE_LIST) {
          deviceChangesFrom.set(row.pos());
        }
      }
    }
  }

  private void follow(LogRow row, Syncable thing) {
    switch (thing.kind()) {
      case LogRow.ACCOUNT_DATA, LogRow.JUDGED_BEFORE, LogRow.THREAD_SUBSCRIPTION -> {
        var user = users.getIfPresent(thing.user());
        if (user != null) {
          var value = new Things.Thing(row.pos(), thing.value(), thing.tombstone());
          follow(user.things, thing.kind(), thing.room(), thing.key(), value);
          weigh(users, thing.user());
        }
      }
      case LogRow.RECEIPT -> {
        var ofRoom = receipts.getIfPresent(thing.room());
        if (ofRoom != null) {
          if (thing.tombstone()) {
            ofRoom.receipts.drop(thing.user(), thing.key(), row.pos());
          } else {
            ofRoom.receipts.put(
                RoomReceipts.Receipt.of(thing.user(), thing.key(), row.pos(), thing.value()));
          }
          weigh(receipts, thing.room());
        }
      }
      case LogRow.DEVICE_LIST -> {
        deviceChanges.put(row.pos(), new Change(row.pos(), thing.user(), thing.key()));
        while (deviceChanges.size() > DEVICE_CHANGES_MAX) {
          deviceChangesFrom.set(deviceChanges.pollFirstEntry().getKey());
        }
      }
      default -> throw unknown(thing.kind());
    }
  }
}
