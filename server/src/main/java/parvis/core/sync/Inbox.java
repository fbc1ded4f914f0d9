package parvis.core.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The messages that wait for one device: the first after some position, and whether the database
/// has more.
final class Inbox {
  /// Messages kept in memory; whoever is that far behind has the next ones read.
  static final int KEPT_MAX = 200;

  /// @param key the later message under a key takes the place of the earlier
  record Message(long pos, String key, byte[] value) {}

  private static final int MESSAGE_BYTES = 250;

  private final TreeMap<Long, Message> waiting = new TreeMap<>();
  private final Map<String, Long> positions = new HashMap<>();
  private long from;
  private long received;
  private boolean more;
  private long valueBytes;

  /// Takes what the database has after a position: at most one more than are kept. What the log
  /// said while it was read is kept as well, as far as the order allows. What waits before that
  /// position is then in the database alone.
  synchronized void load(List<Message> read, long since) {
    var meanwhile = new ArrayList<>(waiting.values());
    waiting.clear();
    positions.clear();
    valueBytes = 0;
    from = since;
    more = false;
    read.forEach(this::add);
    meanwhile.forEach(this::add);
  }

  /// A message that came, or was read.
  synchronized void add(Message message) {
    var before = positions.get(message.key());
    if (before != null) {
      if (before >= message.pos()) {
        return;
      }
      remove(before);
    }
    if (!waiting.isEmpty() && message.pos() < waiting.lastKey()) {
      return;
    }
    if (more || waiting.size() >= KEPT_MAX) {
      more = true;
      return;
    }
    waiting.put(message.pos(), message);
    positions.put(message.key(), message.pos());
    valueBytes += message.value().length;
  }

  private void remove(long pos) {
    var gone = waiting.remove(pos);
    if (gone != null) {
      positions.remove(gone.key());
      valueBytes -= gone.value().length;
    }
  }

  /// Messages in `(since, upTo]`, ascending.
  synchronized List<Message> after(long since, long upTo) {
    return since < upTo
        ? List.copyOf(waiting.subMap(since, false, upTo, true).values())
        : List.of();
  }

  /// Whether memory begins after `since`, or has at most `count` messages after it while the
  /// database has more.
  synchronized boolean lacks(long since, int count) {
    return since < from || (more && waiting.tailMap(since, false).size() <= count);
  }

  /// After which position a reader at `since` reads: what was received is told to nobody again.
  synchronized long begin(long since) {
    return Math.max(since, received);
  }

  /// Forgets what the device has shown to have received. Whether there was anything.
  synchronized boolean received(long upTo) {
    received = Math.max(received, upTo);
    var gone = List.copyOf(waiting.headMap(upTo, true).keySet());
    gone.forEach(this::remove);
    return !gone.isEmpty();
  }

  synchronized long sizeBytes() {
    return valueBytes + (long) waiting.size() * MESSAGE_BYTES;
  }
}
