package parvis.core.sync;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonObject;

/// How far people have read in one room, as far as the log was applied. The later position wins, so
/// that loading and following may overlap.
final class RoomReceipts {
  /// Receipts of one person that are of a thread: beyond, the oldest is dropped.
  static final int THREADED_MAX = 1_000;

  /// Those, and a public and a private one of the whole room.
  static final int OF_PERSON_MAX = THREADED_MAX + 2;

  private static final String PRIVATE = "m.read.private";

  /// @param key what kind of receipt, and of which thread: `m.read`, `m.read.private`, or with a
  ///     slash and the thread
  /// @param pos where the receipt itself came
  /// @param upTo the position of the event up to which its person has read
  record Receipt(long user, String key, long pos, long upTo, JsonObject value) {
    static Receipt of(long user, String key, long pos, byte[] value) {
      var json = AccountDataRoutes.json(value);
      return new Receipt(user, key, pos, json.integer("pos").orElse(0), json);
    }

    boolean isPrivate() {
      return key.startsWith(PRIVATE);
    }

    boolean isThreaded() {
      return key.indexOf('/') >= 0;
    }

    String kind() {
      return isPrivate() ? PRIVATE : "m.read";
    }
  }

  /// Receipts of one person, by key, and where the last of them came.
  private static final class OfUser {
    static final OfUser NOTHING = new OfUser();

    final Map<String, Receipt> byKey = new ConcurrentHashMap<>();
    volatile long changed;
  }

  private static final long RECEIPT_BYTES = 900;

  private final Map<Long, OfUser> byUser = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, Receipt> byPosition = new ConcurrentSkipListMap<>();
  private final AtomicLong count = new AtomicLong();

  private record Key(long user, String key) {}

  /// Receipts that were dropped while the others were being loaded, and where.
  private final Map<Key, Long> dropped = new HashMap<>();

  private boolean whole;

  synchronized void put(Receipt receipt) {
    if (dropped.getOrDefault(new Key(receipt.user(), receipt.key()), 0L) > receipt.pos()) {
      return;
    }
    var ofUser = byUser.computeIfAbsent(receipt.user(), _ -> new OfUser());
    var before = ofUser.byKey.get(receipt.key());
    if (before != null && before.pos() > receipt.pos()) {
      return;
    }
    if (ofUser.byKey.put(receipt.key(), receipt) == null) {
      count.incrementAndGet();
    }
    ofUser.changed = Math.max(ofUser.changed, receipt.pos());
    byPosition.put(receipt.pos(), receipt);
    if (before != null && before.pos() < receipt.pos()) {
      byPosition.remove(before.pos());
    }
  }

  /// A receipt is no more.
  synchronized void drop(long user, String key, long pos) {
    if (!whole) {
      dropped.put(new Key(user, key), pos);
    }
    var before = of(user).get(key);
    if (before != null && before.pos() < pos) {
      of(user).remove(key);
      byPosition.remove(before.pos());
      count.decrementAndGet();
    }
  }

  /// All of them have been put; whatever comes now comes in order.
  synchronized void loaded() {
    whole = true;
    dropped.clear();
  }

  /// Which receipt of a person makes way for one more of a thread, if one must.
  Optional<Receipt> oldestBefore(long user, String key) {
    var all = of(user);
    if (all.containsKey(key)) {
      return Optional.empty();
    }
    var threaded = all.values().stream().filter(Receipt::isThreaded).toList();
    return threaded.size() < THREADED_MAX
        ? Optional.empty()
        : threaded.stream().min(Comparator.comparingLong(Receipt::pos));
  }

  /// An estimate of the memory that this holds.
  long sizeBytes() {
    return count.get() * RECEIPT_BYTES;
  }

  /// Receipts that came in `(since, upTo]`.
  Collection<Receipt> between(long since, long upTo) {
    return since < upTo ? byPosition.subMap(since, false, upTo, true).values() : List.of();
  }

  /// By key.
  Map<String, Receipt> of(long user) {
    return byUser.getOrDefault(user, OfUser.NOTHING).byKey;
  }

  /// The position up to which somebody has read: everything, or with `/` and its name one thread.
  long read(long user, String thread) {
    var ofUser = of(user);
    return Math.max(upTo(ofUser.get("m.read" + thread)), upTo(ofUser.get(PRIVATE + thread)));
  }

  private static long upTo(@Nullable Receipt receipt) {
    return receipt == null ? 0 : receipt.upTo();
  }

  /// Where the last receipt of somebody came.
  long changed(long user) {
    return byUser.getOrDefault(user, OfUser.NOTHING).changed;
  }
}
