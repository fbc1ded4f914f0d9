package parvis.core.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts what people have not read as the specification says it, one person and one event at a
/// time, from nothing but a list of what happened.
///
/// Where the specification leaves it open: whoever joins begins anew; whoever sends something has
/// read up to it, in the thread where they sent it; an event is judged by the rules that its reader
/// had when it came, and by the threads that they follow now; what somebody sent whom the reader
/// ignores, then or now, never counts.
/// spec: cs-api#receiving-notifications, cs-api#marking-notifications-as-read
final class Oracle {
  static final String MAIN = "main";

  /// An event of a room, in the order of everything that happened.
  ///
  /// @param relation how it relates to `target`; both empty when it does not
  /// @param everybody whether it mentions the whole room by somebody who may
  record Event(
      int at,
      String room,
      String id,
      String sender,
      String type,
      String relation,
      String target,
      String body,
      Set<String> mentions,
      boolean everybody) {}

  /// Everything up to an event was read: in the whole room, or in one thread.
  private record Read(String user, String room, String thread, int upTo) {}

  /// What somebody wants to be told of.
  record Wishes(
      boolean nothing,
      Set<String> muted,
      Set<String> mentionsOnly,
      Set<String> words,
      Set<String> quiet,
      boolean followedOnly,
      Set<String> ignored) {
    static final Wishes DEFAULT =
        new Wishes(false, Set.of(), Set.of(), Set.of(), Set.of(), false, Set.of());
  }

  record Count(int events, int highlights) {
    static final Count ZERO = new Count(0, 0);

    Count plus(Count other) {
      return new Count(events + other.events, highlights + other.highlights);
    }
  }

  private final Map<String, Event> events = new HashMap<>();
  private final List<Event> inOrder = new ArrayList<>();
  private final Set<String> redacted = new HashSet<>();
  private final List<Read> reads = new ArrayList<>();
  private final Set<String> follows = new HashSet<>();
  private final Map<String, Integer> joined = new HashMap<>();
  private final Map<String, TreeMap<Integer, Wishes>> wishes = new HashMap<>();
  private int now;

  int next() {
    return ++now;
  }

  void happened(Event event) {
    events.put(event.id(), event);
    inOrder.add(event);
    reads.add(new Read(event.sender(), event.room(), thread(event), event.at()));
  }

  void redacted(String event) {
    redacted.add(event);
  }

  boolean isRedacted(String event) {
    return redacted.contains(event);
  }

  void joined(String user, String room) {
    joined.put(user + room, next());
  }

  void left(String user, String room) {
    joined.remove(user + room);
  }

  boolean isJoined(String user, String room) {
    return joined.containsKey(user + room);
  }

  void read(String user, Event event, boolean inThread) {
    reads.add(new Read(user, event.room(), inThread ? thread(event) : "", event.at()));
  }

  /// @return whether they follow the thread from now on
  boolean turned(String user, String thread) {
    return follows.add(user + thread) || !follows.remove(user + thread);
  }

  void wishes(String user, Wishes now) {
    wishes.computeIfAbsent(user, _ -> new TreeMap<>()).put(next(), now);
  }

  Wishes wishes(String user) {
    return wishesAt(user, now);
  }

  private Wishes wishesAt(String user, int at) {
    var known = wishes.getOrDefault(user, new TreeMap<>()).floorEntry(at);
    return known == null ? Wishes.DEFAULT : known.getValue();
  }

  List<Event> events(String room) {
    return inOrder.stream().filter(e -> e.room().equals(room)).toList();
  }

  /// The thread that an event is in, by following its relations: the id of the root, or `main`.
  /// spec: cs-api#threaded-read-receipts
  String thread(Event event) {
    if (event.relation().equals("m.thread")) {
      return event.target();
    }
    var parent = events.get(event.target());
    return parent == null ? MAIN : thread(parent);
  }

  /// What one person has not read in a room, by thread.
  Map<String, Count> unread(String user, String room) {
    var counts = new HashMap<String, Count>();
    for (var event : events(room)) {
      if (event.at() > joined.getOrDefault(user + room, 0) && !isRead(user, event)) {
        var count = judged(user, event);
        if (count.events() > 0) {
          counts.merge(thread(event), count, Count::plus);
        }
      }
    }
    return counts;
  }

  private boolean isRead(String user, Event event) {
    return reads.stream()
        .anyMatch(
            read ->
                read.user().equals(user)
                    && read.room().equals(event.room())
                    && read.upTo() >= event.at()
                    && (read.thread().isEmpty() || read.thread().equals(thread(event))));
  }

  /// What the push rules of its reader make of an event, in the order in which they are asked.
  /// spec: cs-api#predefined-rules
  private Count judged(String user, Event event) {
    var wished = wishesAt(user, event.at());
    var loud = new Count(1, 1);
    var sender = event.sender();
    if (sender.equals(user)
        || redacted.contains(event.id())
        || wished.ignored().contains(sender)
        || wishes(user).ignored().contains(sender)
        || wished.nothing()
        || wished.muted().contains(event.room())
        || event.type().equals("m.notice")) {
      return Count.ZERO;
    }
    if (event.mentions().contains(user) || event.everybody()) {
      return loud;
    }
    if (event.type().equals("m.reaction") || event.relation().equals("m.replace")) {
      return Count.ZERO;
    }
    if (wished.words().stream().anyMatch(word -> List.of(event.body().split(" ")).contains(word))) {
      return loud;
    }
    var inThread = !thread(event).equals(MAIN);
    if (inThread && wished.followedOnly() && !follows.contains(user + thread(event))) {
      return Count.ZERO;
    }
    if (inThread && follows.contains(user + thread(event))) {
      return new Count(1, 0);
    }
    if (wished.mentionsOnly().contains(event.room()) || wished.quiet().contains(sender)) {
      return Count.ZERO;
    }
    return Set.of("m.text", "m.room.encrypted").contains(event.type())
        ? new Count(1, 0)
        : Count.ZERO;
  }
}
