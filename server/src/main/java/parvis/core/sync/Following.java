package parvis.core.sync;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// The threads that one person follows, and those that they wanted no more of.
/// spec: MSC4306
final class Following {
  private static final String AUTOMATIC = "automatic";
  private static final String ROOT = "root";

  /// What somebody said of a thread last.
  ///
  /// @param pos where they said it
  /// @param root the id of the event at which the thread begins
  /// @param automatic whether their client said it for them
  /// @param on whether they follow it
  record Word(long pos, long room, String root, boolean automatic, boolean on) {
    static Word of(long room, Things.Thing thing) {
      var value = AccountDataRoutes.json(thing.value());
      return new Word(
          thing.pos(),
          room,
          value.string(ROOT).orElseThrow(),
          value.bool(AUTOMATIC).orElse(false),
          !thing.tombstone());
    }

    /// What is kept of it, besides where it was said and whether it is on.
    static byte[] value(String root, boolean automatic) {
      return JsonWriter.write(JsonObject.of(ROOT, root, AUTOMATIC, automatic));
    }
  }

  /// By room and by nid of the thread's root.
  private final Map<Long, Map<Long, Word>> words = new ConcurrentHashMap<>();

  private final AtomicInteger count = new AtomicInteger();

  /// The same in the order in which they were said.
  private final NavigableSet<Word> inOrder =
      new ConcurrentSkipListSet<>(Comparator.comparingLong(Word::pos).thenComparing(Word::root));

  /// Where something was last said of a thread, by room.
  private final Map<Long, Long> changed = new ConcurrentHashMap<>();

  /// The later position wins.
  void note(long room, long root, Things.Thing thing) {
    var now = Word.of(room, thing);
    words
        .computeIfAbsent(room, _ -> new ConcurrentHashMap<>())
        .compute(root, (_, old) -> old == null || old.pos() <= now.pos() ? replace(old, now) : old);
  }

  private Word replace(@Nullable Word old, Word now) {
    if (old == null) {
      count.incrementAndGet();
    } else {
      inOrder.remove(old);
    }
    inOrder.add(now);
    changed.merge(now.room(), now.pos(), Math::max);
    return now;
  }

  Optional<Word> find(long room, long root) {
    return Optional.ofNullable(words.getOrDefault(room, Map.of()).get(root));
  }

  boolean follows(long room, long root) {
    return find(room, root).filter(Word::on).isPresent();
  }

  /// Threads that anything was said of.
  int count() {
    return count.get();
  }

  /// Where something was last said of a thread of that room; 0 when nothing ever was.
  long changed(long room) {
    return changed.getOrDefault(room, 0L);
  }

  /// What was said after `since` and up to `upTo`, the latest first; to whoever knows nothing yet,
  /// only what is followed.
  List<Word> between(long since, long upTo) {
    return inOrder.tailSet(new Word(since + 1, 0, "", false, false)).stream()
        .takeWhile(word -> word.pos() <= upTo)
        .filter(word -> word.on() || since > 0)
        .toList()
        .reversed();
  }
}
