package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.core.keys.InboxKey;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.memory.Memory;

/// The messages that wait for devices: the first of each in memory, all of them in the database.
///
/// A device that does not come back keeps a bounded number of them. When it has more, the oldest
/// are dropped: refusing new ones would let one lost telephone keep a whole room from encrypting,
/// and to a device that does come back the newest keys are worth most.
final class Inboxes {
  private static final Logger logger = LoggerFactory.getLogger(Inboxes.class);

  /// Messages that wait for one device, and their bytes. What comes between two looks is on top.
  static final int MESSAGES_MAX = 10_000;

  static final long BYTES_MAX = 20_000_000;

  /// What may come to a device before it is looked at again.
  private static final int LOOK_AFTER_MESSAGES = 500;

  private static final long LOOK_AFTER_BYTES = 2_000_000;

  /// Devices whose messages are counted; who is forgotten is looked at again.
  private static final int COUNTED_MAX = 100_000;

  /// What of the memory the first messages may take.
  private static final int MEMORY_PERCENT = 3;

  /// Devices whose received messages wait to be deleted; more wait in the database alone.
  private static final int RECEIVED_MAX = 100_000;

  /// Devices that wait to be looked at; the next message to one more brings it again.
  private static final int FULL_MAX = 100_000;

  /// Devices that one statement sweeps.
  private static final int SWEPT_MAX = 1_000;

  /// Lost messages that one round deletes.
  private static final int LOST_MAX = 10_000;

  private static final String OF_DEVICE =
      """
      select key, pos, value
        from syncable
       where "user" = ? and kind = 4 and room = 0 and key >= ? and key < ? and pos > ?
       order by pos limit ?""";

  private static final String BY_KEY =
      """
      select key, pos, value
        from syncable where "user" = ? and kind = 4 and room = 0 and key = any (?)
       order by pos""";

  private static final String RECEIVED =
      """
      delete from syncable s
       using unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[]) as d ("user", first, past, up_to)
       where s.kind = 4 and s.room = 0 and s."user" = d."user"
         and s.key >= d.first and s.key < d.past and s.pos <= d.up_to""";

  private static final String RECEIVED_EACH =
      """
      delete from syncable s using unnest(?::bigint[], ?::text[]) as d ("user", key)
       where s.kind = 4 and s.room = 0 and s."user" = d."user" and s.key = d.key""";

  /// A message whose device went between being looked up and being written to: no device that is
  /// there has its scope.
  private static final String LOST =
      """
      delete from syncable s using (
        select waiting."user", waiting.key
          from account a
          cross join lateral (
            select w."user", w.key from syncable w
             where w."user" = a."user" and w.kind = 4 and w.room = 0
               and not exists (
                 select from session n
                  where n."user" = w."user"
                    and n.device_id =
                        replace(replace(split_part(w.key, '/', 1), '%2F', '/'), '%25', '%')
                    and coalesce(n.scope, n.nid)::text = split_part(w.key, '/', 2))) as waiting
         limit ?) as lost
       where s."user" = lost."user" and s.kind = 4 and s.room = 0 and s.key = lost.key""";

  private static final String DROP_OLDEST =
      """
      with gone as materialized (
        select d."user", waiting.key
          from unnest(?::bigint[], ?::text[], ?::text[]) as d ("user", first, past)
          cross join lateral (
            select s.key, row_number() over newest as n, sum(octet_length(s.value)) over newest as bytes
              from syncable s
             where s."user" = d."user" and s.kind = 4 and s.room = 0
               and s.key >= d.first and s.key < d.past
            window newest as (order by s.pos desc)) as waiting
         where waiting.n > ? or waiting.bytes > ?)
      delete from syncable s using gone
       where s."user" = gone."user" and s.kind = 4 and s.room = 0 and s.key = gone.key
      returning s."user", s.key, s.pos""";

  private final Db db;
  private final Cache<Device, Messages> inboxes;

  /// Devices that have received messages whose rows still stand, and up to where.
  private final Map<Device, Long> received = new ConcurrentHashMap<>();

  /// What came to devices since they were last looked at.
  private final Cache<Device, Came> came = Caffeine.newBuilder().maximumSize(COUNTED_MAX).build();

  /// Devices that may have too many.
  private final Set<Device> full = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean sweeping = new AtomicBoolean();

  private record Device(long user, String id, long scope) {
    static Device of(Actor actor) {
      return new Device(actor.userNid(), actor.deviceId(), actor.scope());
    }

    static Device of(long user, String key) {
      var parsed = InboxKey.parse(key);
      return new Device(user, parsed.device(), parsed.scope());
    }

    String first() {
      return InboxKey.first(id, scope);
    }

    String end() {
      return InboxKey.end(id, scope);
    }
  }

  private record Came(int messages, long bytes) {
    Came plus(long more) {
      return new Came(messages + 1, bytes + more);
    }

    boolean isMuch() {
      return messages >= LOOK_AFTER_MESSAGES || bytes >= LOOK_AFTER_BYTES;
    }
  }

  Inboxes(Db db, Memory memory) {
    this.db = db;
    this.inboxes = memory.cache("inboxes", MEMORY_PERCENT, (_, of) -> of.inbox.sizeBytes());
  }

  /// Says that the size of an entry changed.
  private void weigh(Device device) {
    inboxes.asMap().computeIfPresent(device, (_, same) -> same);
  }

  /// The inbox of one device; in the cache before it is read. The lock is held over that one query
  /// and until its rows are taken: whoever comes meanwhile needs the same rows, or would put others
  /// in their place. The log does not wait here.
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

    synchronized List<Inbox.Message> after(Device device, long since, long upTo, int count) {
      var begin = ready(device).begin(since);
      if (inbox.lacks(begin, count)) {
        load(device, begin);
      }
      return inbox.after(begin, upTo);
    }

    private void load(Device device, long since) {
      var first = device.first();
      var end = device.end();
      var count = Inbox.KEPT_MAX + 1;
      inbox.load(
          db.read(
              tx -> tx.list(Inboxes::message, OF_DEVICE, device.user(), first, end, since, count)),
          since);
      weigh(device);
    }
  }

  private static Inbox.Message message(Row row) {
    return new Inbox.Message(row.number("pos"), row.text("key"), row.bytes("value"));
  }

  /// Messages to a device in `(since, upTo]`, ascending: all of them, or more than `count`.
  List<Inbox.Message> messages(Actor actor, long since, long upTo, int count) {
    var device = Device.of(actor);
    return inboxes.get(device, _ -> new Messages()).after(device, since, upTo, count);
  }

  /// Messages by their rows of the log; those that their devices have are left out.
  List<Inbox.Message> messages(long user, List<String> keys) {
    return db.read(tx -> tx.list(Inboxes::message, BY_KEY, user, keys.toArray(String[]::new)));
  }

  /// Deletes these messages, which somebody has received in the place of their devices. Memory
  /// forgets them by [#forget], when that is durable.
  void received(Tx tx, List<LogRow> messages) {
    tx.run(
        RECEIVED_EACH,
        messages.stream().mapToLong(LogRow::user).toArray(),
        messages.stream().map(LogRow::key).toArray(String[]::new));
  }

  void forget(List<LogRow> messages) {
    messages.forEach(row -> received(Device.of(row.user(), row.key()), row.pos()));
  }

  /// Forgets what a device has shown to have received by coming back with a later token. The rows
  /// go with the next [#sweep]: until then the token alone keeps them from being told again.
  void received(Actor actor, long upTo) {
    received(Device.of(actor), upTo);
  }

  private void received(Device device, long upTo) {
    if (inboxes.get(device, _ -> new Messages()).ready(device).received(upTo)
        && received.size() < RECEIVED_MAX) {
      received.merge(device, upTo, Math::max);
      weigh(device);
    }
  }

  /// Deletes all that waits for devices of one person, in the transaction that removes them. What
  /// memory holds of them nobody asks for again.
  void remove(Tx tx, long user, List<String> ids) {
    var first = ids.stream().map(InboxKey::first).toArray(String[]::new);
    var end = ids.stream().map(InboxKey::end).toArray(String[]::new);
    var users = new long[ids.size()];
    Arrays.fill(users, user);
    var all = new long[ids.size()];
    Arrays.fill(all, Long.MAX_VALUE);
    tx.run(RECEIVED, users, first, end, all);
  }

  /// Deletes messages that came too late for devices that are gone; what is more than a bounded
  /// number of them goes the next time.
  void forgetLost() {
    var lost = db.write(tx -> tx.run(LOST, LOST_MAX));
    if (lost > 0) {
      logger.info("{} messages were deleted whose devices are gone", lost);
    }
  }

  /// A message that the log tells.
  ///
  /// @param thing null when another node wrote it
  void follow(LogRow row, @Nullable Syncable thing) {
    var device = Device.of(row.user(), row.key());
    if (thing == null) {
      inboxes.invalidate(device);
      look(device);
      return;
    }
    var messages = inboxes.getIfPresent(device);
    if (messages != null) {
      messages.inbox.add(new Inbox.Message(row.pos(), thing.key(), thing.value()));
      weigh(device);
    }
    var before = came.getIfPresent(device);
    var now = (before == null ? new Came(0, 0) : before).plus(thing.value().length);
    came.put(device, now);
    if (before == null || now.isMuch()) {
      look(device);
    }
  }

  private void look(Device device) {
    if (full.size() < FULL_MAX) {
      full.add(device);
    }
  }

  /// Deletes the rows of messages that their devices have, and the oldest of those that a device
  /// has too many of.
  void sweep() {
    if ((received.isEmpty() && full.isEmpty()) || !sweeping.compareAndSet(false, true)) {
      return;
    }
    try {
      deleteReceived();
      dropOldest();
    } finally {
      sweeping.set(false);
    }
  }

  private void deleteReceived() {
    var swept = received.entrySet().stream().limit(SWEPT_MAX).map(Map.Entry::copyOf).toList();
    if (!swept.isEmpty()) {
      db.write(
          tx ->
              tx.run(
                  RECEIVED,
                  swept.stream().mapToLong(e -> e.getKey().user()).toArray(),
                  swept.stream().map(e -> e.getKey().first()).toArray(String[]::new),
                  swept.stream().map(e -> e.getKey().end()).toArray(String[]::new),
                  swept.stream().mapToLong(Map.Entry::getValue).toArray()));
      swept.forEach(e -> received.remove(e.getKey(), e.getValue()));
    }
  }

  private record Dropped(Device device, long pos) {}

  private void dropOldest() {
    var looked = full.stream().limit(SWEPT_MAX).toList();
    if (looked.isEmpty()) {
      return;
    }
    looked.forEach(device -> came.put(device, new Came(0, 0)));
    var dropped =
        db.write(
            tx ->
                tx.list(
                    Inboxes::dropped,
                    DROP_OLDEST,
                    looked.stream().mapToLong(Device::user).toArray(),
                    looked.stream().map(Device::first).toArray(String[]::new),
                    looked.stream().map(Device::end).toArray(String[]::new),
                    MESSAGES_MAX,
                    BYTES_MAX));
    looked.forEach(full::remove);
    for (var one : dropped) {
      var messages = inboxes.getIfPresent(one.device());
      if (messages != null) {
        messages.inbox.received(one.pos());
        weigh(one.device());
      }
    }
    if (!dropped.isEmpty()) {
      logger.info("{} messages were dropped that devices have not come for", dropped.size());
    }
  }

  private static Dropped dropped(Row row) {
    return new Dropped(Device.of(row.number("user"), row.text("key")), row.number("pos"));
  }
}
