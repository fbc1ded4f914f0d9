package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.core.keys.InboxKey;
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

  private static final int RECEIPTS_PERCENT = 6;
  private static final int INBOXES_PERCENT = 3;

  /// Values of one person, and receipts of one room, that are read at most: the last ones.
  private static final int THINGS_MAX = 100_000;

  private static final int RECEIPTS_MAX = 200_000;

  /// Devices whose received messages wait to be deleted; more wait in the database alone.
  private static final int RECEIVED_MAX = 100_000;

  /// Devices whose messages one statement deletes.
  private static final int SWEPT_MAX = 1_000;

  /// Changes of device lists kept in memory; older ones are read from the database.
  private static final int DEVICE_CHANGES_MAX = 100_000;

  private static final String OF_USER =
      """
      select kind, room, key, pos, value, tombstone
        from syncable where "user" = ? and kind in (2, 6)
       order by pos desc limit ?""";

  private static final String RECEIPTS =
      """
      select "user", key, pos, value
        from syncable where room = ? and kind = 3 and not tombstone
       order by pos desc limit ?""";

  private static final String OF_DEVICE =
      """
      select key, pos, value
        from syncable
       where "user" = ? and kind = 4 and room = 0 and key >= ? and key < ? and pos > ?
       order by pos limit ?""";

  private static final String DEVICE_CHANGES =
      """
      select "user", key, pos from syncable
       where kind = 5 and (pos, "user") > (?, ?) and pos <= ?
       order by pos, "user" limit ?""";

  /// Changes of device lists that one query brings.
  private static final int DEVICE_CHANGES_PAGE = 10_000;

  private static final String RECEIVED =
      """
      delete from syncable s
       using unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[]) as d ("user", first, past, up_to)
       where s.kind = 4 and s.room = 0 and s."user" = d."user"
         and s.key >= d.first and s.key < d.past and s.pos <= d.up_to""";

  private final Db db;
  private final Log log;
  private final Cache<Long, User> users;
  private final Cache<Long, Receipts> receipts;
  private final Cache<Device, Messages> inboxes;
  private final ConcurrentSkipListMap<Long, Change> deviceChanges = new ConcurrentSkipListMap<>();

  /// Devices that have received messages whose rows still stand, and up to where.
  private final Map<Device, Long> received = new ConcurrentHashMap<>();

  private record Device(long user, String id) {}

  private volatile long deviceChangesFrom = Long.MAX_VALUE;

  private final AtomicBoolean sweeping = new AtomicBoolean();

  public Keyed(Db db, Log log, Memory memory) {
    this.db = db;
    this.log = log;
    this.users = memory.cache("things", THINGS_PERCENT, (_, user) -> user.things.sizeBytes());
    this.receipts =
        memory.cache("receipts", RECEIPTS_PERCENT, (_, room) -> room.receipts.sizeBytes());
    this.inboxes = memory.cache("inboxes", INBOXES_PERCENT, (_, of) -> of.inbox.sizeBytes());
  }

  /// Says that the size of an entry changed.
  private static <K, V> void weigh(Cache<K, V> cache, K key) {
    cache.asMap().computeIfPresent(key, (_, same) -> same);
  }

  /// In the cache before it is read, so that nothing the log says meanwhile is missed.
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
      default -> throw unknown(kind);
    }
  }

  private static IllegalStateException unknown(short kind) {
    return new IllegalStateException("A kind of thing that nobody syncs: " + kind);
  }

  private final class Receipts {
    final RoomReceipts receipts = new RoomReceipts();
    private boolean read;

    synchronized RoomReceipts ready(long room) {
      if (!read) {
        db.read(tx -> tx.list(Keyed::receipt, RECEIPTS, room, RECEIPTS_MAX)).forEach(receipts::put);
        read = true;
        weigh(Keyed.this.receipts, room);
      }
      return receipts;
    }
  }

  /// The inbox of one device; in the cache before it is read.
  private final class Messages {
    final Inbox inbox = new Inbox();
    private boolean read;

    synchronized Inbox ready(Device device) {
      if (!read) {
        load(device, 0);
        read = true;
      }
      return inbox;
    }

    synchronized void load(Device device, long since) {
      var first = InboxKey.first(device.id());
      var end = InboxKey.end(device.id());
      inbox.load(
          db.read(
              tx ->
                  tx.list(
                      Keyed::message,
                      OF_DEVICE,
                      device.user(),
                      first,
                      end,
                      since,
                      Inbox.KEPT_MAX + 1)));
      weigh(inboxes, device);
    }
  }

  private static Inbox.Message message(Row row) {
    return new Inbox.Message(row.number("pos"), row.text("key"), row.bytes("value"));
  }

  private static RoomReceipts.Receipt receipt(Row row) {
    return RoomReceipts.Receipt.of(
        row.number("user"), row.text("key"), row.number("pos"), row.bytes("value"));
  }

  Things of(long user) {
    return users.get(user, _ -> new User()).ready(user);
  }

  /// Messages to a device in `(since, upTo]`, ascending: all of them, or more than `count`.
  List<Inbox.Message> messages(long user, String id, Span span, int count) {
    var device = new Device(user, id);
    var messages = inboxes.get(device, _ -> new Messages());
    var inbox = messages.ready(device);
    if (inbox.lacks(span.since(), count)) {
      messages.load(device, span.since());
    }
    return inbox.after(span.since(), span.upTo());
  }

  /// The part of the log after one position, up to another.
  record Span(long since, long upTo) {}

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
    if (since < deviceChangesFrom) {
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

  /// Account data of a person; empty when never set or removed.
  public Optional<byte[]> accountData(long user, long room, String type) {
    return of(user)
        .accountData(room, type)
        .filter(thing -> !thing.tombstone())
        .map(Things.Thing::value);
  }

  /// Forgets what a device has shown to have received by coming back with a later token. The rows
  /// go with the next [#sweep]: until then the token alone keeps them from being told again.
  void received(long user, String id, long upTo) {
    var device = new Device(user, id);
    if (inboxes.get(device, _ -> new Messages()).ready(device).received(upTo)
        && received.size() < RECEIVED_MAX) {
      received.merge(device, upTo, Math::max);
      weigh(inboxes, device);
    }
  }

  /// Deletes the rows of messages that their devices have.
  void sweep() {
    if (received.isEmpty() || !sweeping.compareAndSet(false, true)) {
      return;
    }
    try {
      var swept = received.entrySet().stream().limit(SWEPT_MAX).map(Map.Entry::copyOf).toList();
      db.write(tx -> delete(tx, swept));
      swept.forEach(e -> received.remove(e.getKey(), e.getValue()));
    } finally {
      sweeping.set(false);
    }
  }

  private static int delete(Tx tx, List<Map.Entry<Device, Long>> messages) {
    return tx.run(
        RECEIVED,
        messages.stream().mapToLong(e -> e.getKey().user()).toArray(),
        messages.stream().map(e -> InboxKey.first(e.getKey().id())).toArray(String[]::new),
        messages.stream().map(e -> InboxKey.end(e.getKey().id())).toArray(String[]::new),
        messages.stream().mapToLong(Map.Entry::getValue).toArray());
  }

  /// Deletes all that waits for devices, in the transaction that removes them.
  void remove(Tx tx, long user, List<String> ids) {
    delete(tx, ids.stream().map(id -> Map.entry(new Device(user, id), Long.MAX_VALUE)).toList());
  }

  /// Forgets a device that is no more; a message that came at the last moment goes with the next
  /// [#sweep].
  void removed(long user, String id) {
    var device = new Device(user, id);
    inboxes.invalidate(device);
    if (received.size() < RECEIVED_MAX) {
      received.put(device, log.applied());
    }
  }

  @Override
  public void applied(List<LogRow> rows) {
    if (deviceChangesFrom == Long.MAX_VALUE) {
      deviceChangesFrom = log.applied();
    }
    for (var row : rows) {
      if (row.kind() == LogRow.EVENT) {
        continue;
      }
      if (row.payload() instanceof Syncable thing) {
        follow(row, thing);
      } else {
        users.invalidate(row.user());
        receipts.invalidate(row.room());
        if (row.kind() == LogRow.TO_DEVICE) {
          inboxes.invalidate(new Device(row.user(), InboxKey.parse(row.key()).device()));
        }
        deviceChangesFrom = row.kind() == LogRow.DEVICE_LIST ? row.pos() : deviceChangesFrom;
      }
    }
  }

  private void follow(LogRow row, Syncable thing) {
    switch (thing.kind()) {
      case LogRow.ACCOUNT_DATA, LogRow.JUDGED_BEFORE -> {
        var user = users.getIfPresent(thing.user());
        if (user != null) {
          var value = new Things.Thing(row.pos(), thing.value(), thing.tombstone());
          follow(user.things, thing.kind(), thing.room(), thing.key(), value);
          weigh(users, thing.user());
        }
      }
      case LogRow.TO_DEVICE -> {
        var device = new Device(thing.user(), InboxKey.parse(thing.key()).device());
        var messages = inboxes.getIfPresent(device);
        if (messages != null) {
          messages.inbox.add(new Inbox.Message(row.pos(), thing.key(), thing.value()));
          weigh(inboxes, device);
        }
      }
      case LogRow.RECEIPT -> {
        var ofRoom = receipts.getIfPresent(thing.room());
        if (ofRoom != null) {
          ofRoom.receipts.put(
              RoomReceipts.Receipt.of(thing.user(), thing.key(), row.pos(), thing.value()));
          weigh(receipts, thing.room());
        }
      }
      case LogRow.DEVICE_LIST -> {
        deviceChanges.put(row.pos(), new Change(row.pos(), thing.user(), thing.key()));
        while (deviceChanges.size() > DEVICE_CHANGES_MAX) {
          deviceChangesFrom = deviceChanges.pollFirstEntry().getKey();
        }
      }
      default -> throw unknown(thing.kind());
    }
  }
}
