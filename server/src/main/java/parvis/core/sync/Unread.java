package parvis.core.sync;

import java.util.HashMap;
import java.util.Map;
import parvis.core.rooms.JsonOut;

/// What one person has not read in one room, up to some cut.
///
/// @param upTo the cut to which events were counted
/// @param main outside threads
/// @param threads nid of a thread's root → what is unread in it
/// @param stale whether this only says that what was counted up to that cut is wrong by now; it
///     stands in the way of a count that began before and is still under way
record Unread(long upTo, Count main, Map<Long, InThread> threads, boolean stale) {

  /// @param highlights those that mention the reader; they count among `events` too
  record Count(int events, int highlights) {
    static final Count ZERO = new Count(0, 0);

    Count plus(boolean highlight) {
      return new Count(events + 1, highlights + (highlight ? 1 : 0));
    }

    Count plus(Count other) {
      return new Count(events + other.events, highlights + other.highlights);
    }
  }

  /// @param root event id of the thread's first event
  record InThread(String root, Count count) {}

  static Unread none(long upTo) {
    return new Unread(upTo, Count.ZERO, Map.of(), false);
  }

  static Unread staleSince(long pos) {
    return new Unread(pos, Count.ZERO, Map.of(), true);
  }

  Unread upTo(long cut) {
    return new Unread(cut, main, threads, false);
  }

  Unread plusMain(boolean highlight) {
    return new Unread(upTo, main.plus(highlight), threads, false);
  }

  Unread plusThread(long root, String rootId, boolean highlight) {
    var more = new HashMap<>(threads);
    more.merge(
        root,
        new InThread(rootId, Count.ZERO.plus(highlight)),
        (old, now) -> new InThread(old.root(), old.count().plus(now.count())));
    return new Unread(upTo, main, more, false);
  }

  Unread readMain() {
    return new Unread(upTo, Count.ZERO, threads, false);
  }

  Unread readThread(long root) {
    var fewer = new HashMap<>(threads);
    fewer.remove(root);
    return new Unread(upTo, main, fewer, false);
  }

  /// spec: cs-api#receiving-notifications
  void write(JsonOut out, boolean byThread) {
    var counted = main;
    if (!byThread) {
      for (var thread : threads.values()) {
        counted = counted.plus(thread.count());
      }
    }
    write(out.name("unread_notifications"), counted);
    if (byThread && !threads.isEmpty()) {
      out.name("unread_thread_notifications").raw("{");
      for (var thread : threads.values()) {
        write(out.name(thread.root()), thread.count());
      }
      out.raw("}");
    }
  }

  private static void write(JsonOut out, Count count) {
    out.raw("{\"highlight_count\":")
        .number(count.highlights())
        .raw(",\"notification_count\":")
        .number(count.events())
        .raw("}");
  }
}
