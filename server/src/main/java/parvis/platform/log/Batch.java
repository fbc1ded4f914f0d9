package parvis.platform.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.platform.log.Delivery.Answer;

/// The writes that one statement takes, and what is known of them before it runs.
///
/// Of each room it takes a chain: writes that follow each other without a gap from one version. A
/// write that breaks the chain, was built on a dropped one, or comes with a key that is used
/// already is dropped here, and the statement never hears of it.
final class Batch {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Long, Chain> chains = new TreeMap<>();
  private final Map<SendKey, Write> keys = new HashMap<>();
  private final Map<ThingKey, Syncable> things = new HashMap<>();
  private final DroppedTips dropped;
  private final RecentKeys recent;

  /// A write and what became of it so far.
  private record Entry(Pending pending, Fate fate) {}

  private sealed interface Fate {
    /// It goes into the statement.
    record Sent() implements Fate {}

    /// It comes with the key of an earlier write of this batch.
    record Echo(Write first) implements Fate {}

    record Used(String eventId) implements Fate {}

    record Stale() implements Fate {}
  }

  private record ThingKey(short kind, long user, long room, String key) {
    static ThingKey of(Syncable thing) {
      return new ThingKey(thing.kind(), thing.user(), thing.room(), thing.key());
    }
  }

  /// The writes of one room.
  private static final class Chain {
    final List<RoomWrite> sent = new ArrayList<>();

    /// The version that the last write would have made, if that one was dropped; otherwise -1.
    long droppedVersion = -1;

    /// The version that the last write would have made, dropped or not.
    long lastVersion;
  }

  Batch(List<Pending> pendings, DroppedTips dropped, RecentKeys recent) {
    this.dropped = dropped;
    this.recent = recent;
    for (var pending : pendings) {
      entries.add(
          new Entry(
              pending,
              switch (pending.write()) {
                case RoomWrite write -> add(write);
                case SyncableWrite write -> add(write);
              }));
    }
  }

  private Fate add(SyncableWrite write) {
    var fate = fate(write.key());
    if (fate instanceof Fate.Sent) {
      write.things().forEach(thing -> things.put(ThingKey.of(thing), thing));
      use(write.key(), write);
    }
    return fate;
  }

  private Fate add(RoomWrite write) {
    var chain = chains.computeIfAbsent(write.room(), this::chain);
    var fate = fate(write, chain);
    chain.lastVersion = write.versionAfter();
    if (fate instanceof Fate.Sent) {
      chain.sent.add(write);
      chain.droppedVersion = -1;
      use(write.key(), write);
    } else {
      chain.droppedVersion = write.versionAfter();
    }
    return fate;
  }

  private Chain chain(long room) {
    var chain = new Chain();
    chain.droppedVersion = dropped.of(room).orElse(-1);
    return chain;
  }

  private Fate fate(RoomWrite write, Chain chain) {
    if (write.version() == chain.droppedVersion
        || (!chain.sent.isEmpty() && chain.sent.getLast().versionAfter() != write.version())) {
      return new Fate.Stale();
    }
    return fate(write.key());
  }

  private Fate fate(@Nullable SendKey key) {
    if (key == null) {
      return new Fate.Sent();
    }
    var first = keys.get(key);
    if (first != null) {
      return new Fate.Echo(first);
    }
    return recent.event(key).<Fate>map(Fate.Used::new).orElseGet(Fate.Sent::new);
  }

  private void use(@Nullable SendKey key, Write write) {
    if (key != null) {
      keys.put(key, write);
    }
  }

  /// The rows that the statement writes.
  Contents contents() {
    var sent = sent().toList();
    return new Contents(
        chains.entrySet().stream()
            .filter(c -> !c.getValue().sent.isEmpty())
            .map(c -> head(c.getKey(), c.getValue().sent))
            .toList(),
        items(sent),
        sent.stream()
            .flatMap(w -> w.snapshots().stream().map(s -> new Contents.Snapshot(w.room(), s)))
            .toList(),
        keys.entrySet().stream()
            .map(k -> new Contents.Key(room(k.getValue()), k.getKey(), eventId(k.getValue())))
            .toList(),
        things());
  }

  private Stream<RoomWrite> sent() {
    return entries.stream()
        .filter(e -> e.fate() instanceof Fate.Sent)
        .flatMap(e -> e.pending().write() instanceof RoomWrite w ? Stream.of(w) : Stream.empty());
  }

  private static Contents.Head head(long room, List<RoomWrite> writes) {
    var last = writes.getLast();
    var events = writes.stream().mapToInt(w -> w.events().size()).sum();
    var found = writes.getFirst().version();
    return new Contents.Head(room, found, events, last.snapshot(), last.tip(), last.depth());
  }

  /// The event that a key stands for: the last of its write, if it has any.
  private static String eventId(Write write) {
    return write instanceof RoomWrite room ? room.events().getLast().eventId() : "";
  }

  /// The room whose move decides whether it is written; 0 when no room does.
  private static long room(Write write) {
    return write instanceof RoomWrite room ? room.room() : 0;
  }

  private static boolean isIn(Write write, Set<Long> written) {
    return !(write instanceof RoomWrite room) || written.contains(room.room());
  }

  /// The events in order. A statement does not see what it inserts itself, so what one event of the
  /// batch does to another is worked out here: it may redact it, or decide the same membership.
  private static List<Contents.Item> items(List<RoomWrite> sent) {
    record Member(long room, long user) {}
    var redactedBy = new HashMap<Long, Long>();
    var decides = new HashMap<Member, Long>();
    for (var write : sent) {
      for (var event : write.events()) {
        if (event.redacts() != 0) {
          redactedBy.putIfAbsent(event.redacts(), event.nid());
        }
        if (event.member() != 0) {
          decides.put(new Member(write.room(), event.member()), event.nid());
        }
      }
    }
    var items = new ArrayList<Contents.Item>();
    for (var write : sent) {
      for (var event : write.events()) {
        var member = new Member(write.room(), event.member());
        var decider = decides.getOrDefault(member, 0L);
        items.add(
            new Contents.Item(
                write.room(),
                event,
                redactedBy.getOrDefault(event.nid(), 0L),
                decider == event.nid() ? event.member() : 0));
      }
    }
    return items;
  }

  /// Two equal things of one batch are still two: the later one is meant.
  @SuppressWarnings("ReferenceEquality")
  private boolean isLast(Syncable thing) {
    return things.get(ThingKey.of(thing)) == thing;
  }

  /// The last value of each thing, in the order in which the last values came.
  private List<Syncable> things() {
    var last = new ArrayList<Syncable>();
    for (var entry : entries) {
      if (entry.pending().write() instanceof SyncableWrite write) {
        write.things().stream().filter(this::isLast).forEach(last::add);
      }
    }
    return last;
  }

  /// The answers, given what the statement wrote; remembers which tips were dropped and which keys
  /// are used.
  Delivery settle(Contents contents, CommitStatement.Placed placed) {
    remember(placed.rooms());
    var rows = new ArrayList<LogRow>();
    var eventPositions = new HashMap<Long, Long>();
    var thingPositions = new HashMap<ThingKey, Long>();
    long pos = placed.first();
    for (var item : contents.events()) {
      if (placed.rooms().contains(item.room())) {
        var row = item.row();
        eventPositions.put(row.nid(), pos);
        rows.add(new LogRow(pos++, LogRow.EVENT, item.room(), 0, row.nid(), "", row.payload()));
      }
    }
    for (var t : contents.things()) {
      thingPositions.put(ThingKey.of(t), pos);
      rows.add(new LogRow(pos++, t.kind(), t.room(), t.user(), 0, t.key(), t.attached()));
    }
    if (!rows.isEmpty() && (pos != placed.last() + 1 || placed.rows() != rows.size())) {
      throw new IllegalStateException("the positions of a batch are not consecutive: " + placed);
    }
    var written = placed.rooms();
    return new Delivery(
        rows,
        entries.stream()
            .map(e -> new Answer(e.pending(), outcome(e, written, eventPositions, thingPositions)))
            .toList());
  }

  private void remember(Set<Long> written) {
    chains.forEach(
        (room, chain) -> {
          if (!chain.sent.isEmpty() && !written.contains(room)) {
            dropped.dropped(room, chain.lastVersion);
          } else if (chain.droppedVersion >= 0) {
            dropped.dropped(room, chain.droppedVersion);
          } else {
            dropped.written(room);
          }
        });
    keys.forEach(
        (key, write) -> {
          if (isIn(write, written)) {
            recent.add(key, eventId(write));
          }
        });
  }

  private Outcome outcome(
      Entry entry, Set<Long> written, Map<Long, Long> events, Map<ThingKey, Long> positions) {
    return switch (entry.fate()) {
      case Fate.Stale() -> new Outcome.Moved();
      case Fate.Used(var eventId) -> new Outcome.Used(eventId);
      case Fate.Echo(var first) ->
          isIn(first, written) ? new Outcome.Used(eventId(first)) : new Outcome.Moved();
      case Fate.Sent() ->
          switch (entry.pending().write()) {
            case RoomWrite write ->
                written.contains(write.room()) ? place(write, events) : new Outcome.Moved();
            case SyncableWrite write -> place(write, positions);
          };
    };
  }

  private static Outcome place(RoomWrite write, Map<Long, Long> positions) {
    long first = Objects.requireNonNull(positions.get(write.events().getFirst().nid()));
    return new Outcome.Written(first, first + write.events().size() - 1);
  }

  private static Outcome place(SyncableWrite write, Map<ThingKey, Long> positions) {
    var all = new HashSet<Long>();
    write.things().forEach(t -> all.add(positions.get(ThingKey.of(t))));
    return new Outcome.Written(
        all.stream().mapToLong(p -> p).min().orElseThrow(),
        all.stream().mapToLong(p -> p).max().orElseThrow());
  }

  /// The answers when nothing of the batch was written, and nothing will be.
  Delivery drop() {
    chains.forEach((room, chain) -> dropped.dropped(room, chain.lastVersion));
    return new Delivery(
        List.of(),
        entries.stream()
            .filter(e -> e.pending().write() instanceof RoomWrite)
            .map(e -> new Answer(e.pending(), new Outcome.Moved()))
            .toList());
  }
}
