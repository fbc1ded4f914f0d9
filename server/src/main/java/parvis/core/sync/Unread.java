package parvis.core.sync;

import java.util.HashMap;
import java.util.Map;
import parvis.core.rooms.JsonOut;

/// What one person has not read in one room, up to some cut.
///
/// @param upTo the cut to which events were counted
/// @param basis what it was counted from; when that is another, the count is none any more
/// @param changed the last position that made the count another one
/// @param main outside threads
/// @param threads nid of a thread's root → what is unread in it
record Unread(long upTo, Basis basis, long changed, Count main, Map<Long, InThread> threads) {

  /// What a count begins from.
  ///
  /// @param since where the reader joined
  /// @param read where their last receipt in the room came
  /// @param ignoring where they last changed whom they ignore
  /// @param following where they last began or ceased to follow a thread of the room
  record Basis(long since, long read, long ignoring, long following) {
    /// Whether all of it lies within a cut.
    boolean within(long cut) {
      return since <= cut && changed() <= cut;
    }

    /// Where the reader last changed something of it.
    long changed() {
      return Math.max(read, Math.max(ignoring, following));
    }
  }

  /// Events of one thread.
  ///
  /// @param from every one of them lies beyond this position
  /// @param highlights those that mention the reader; they count among `events` too
  record Count(long from, int events, int highlights) {
    static final Count ZERO = new Count(0, 0, 0);

    Count plus(long pos, boolean highlight) {
      if (events >= Counting.COUNTED_MAX) {
        return this;
      }
      return new Count(events == 0 ? pos - 1 : from, events + 1, highlights + (highlight ? 1 : 0));
    }

    Count minus(boolean highlight) {
      return new Count(from, events - 1, Math.max(0, highlights - (highlight ? 1 : 0)));
    }

    Count and(Count other) {
      return new Count(0, events + other.events, highlights + other.highlights);
    }
  }

  /// @param root event id of the thread's first event
  record InThread(String root, Count count) {}

  static Unread none(long upTo, Basis basis) {
    return new Unread(upTo, basis, basis.changed(), Count.ZERO, Map.of());
  }

  Unread upTo(long cut) {
    return new Unread(cut, basis, changed, main, threads);
  }

  Unread changed(long pos) {
    return new Unread(upTo, basis, Math.max(changed, pos), main, threads);
  }

  private Unread main(Count count, long pos) {
    return new Unread(upTo, basis, Math.max(changed, pos), count, threads);
  }

  Unread plusMain(long pos, boolean highlight) {
    return main(main.plus(pos, highlight), pos);
  }

  Unread plusThread(long root, String rootId, long pos, boolean highlight) {
    var before = threads.containsKey(root) ? threads.get(root).count() : Count.ZERO;
    return thread(root, new InThread(rootId, before.plus(pos, highlight)), pos);
  }

  private Unread thread(long root, InThread unread, long pos) {
    var others = new HashMap<>(threads);
    if (unread.count().events() > 0) {
      others.put(root, unread);
    } else {
      others.remove(root);
    }
    return new Unread(upTo, basis, Math.max(changed, pos), main, others);
  }

  Unread readMain(long pos) {
    return main(Count.ZERO, pos);
  }

  Unread readThread(long root, long pos) {
    return thread(root, new InThread("", Count.ZERO), pos);
  }

  /// What counts together with an event of that thread, 0 for none.
  Count of(long thread) {
    if (thread == 0) {
      return main;
    }
    return threads.containsKey(thread) ? threads.get(thread).count() : Count.ZERO;
  }

  /// Without one event that was counted.
  Unread minus(long thread, boolean highlight, long pos) {
    if (thread == 0) {
      return main(main.minus(highlight), pos);
    }
    var in = threads.get(thread);
    return in == null
        ? this
        : thread(thread, new InThread(in.root(), in.count().minus(highlight)), pos);
  }

  /// spec: cs-api#receiving-notifications
  void write(JsonOut out, boolean byThread) {
    var counted = main;
    if (!byThread) {
      for (var thread : threads.values()) {
        counted = counted.and(thread.count());
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

  /// Threads included, as members of the room itself.
  void writeFlat(JsonOut out) {
    var counted = main;
    for (var thread : threads.values()) {
      counted = counted.and(thread.count());
    }
    out.name("notification_count").number(counted.events());
    out.name("highlight_count").number(counted.highlights());
  }

  /// Without threads, as members of the room itself.
  void writeMain(JsonOut out) {
    out.name("notification_count").number(main.events());
    out.name("highlight_count").number(main.highlights());
  }

  private static void write(JsonOut out, Count count) {
    out.raw("{\"highlight_count\":")
        .number(count.highlights())
        .raw(",\"notification_count\":")
        .number(count.events())
        .raw("}");
  }
}
