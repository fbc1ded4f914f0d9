package parvis.core.rooms;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The rooms in memory. A room is loaded when somebody asks for it and let go, least recently used
/// first, when there are too many.
///
/// Two copies of a room may live for a moment, when one was let go while a request still held it.
/// That is harmless: whichever prepares on the past is told so by the room's version.
final class Registry {
  /// Rooms kept in memory at most; the least recently used tenth goes when there are more.
  static final int ROOMS_MAX = 20_000;

  private static final int TRIES_MAX = 5;

  private final Loading loading;
  private final ConcurrentHashMap<Long, Held> byNid = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Long> nids = new ConcurrentHashMap<>();

  /// Rooms that are being loaded, with the last position published meanwhile: such a load is stale.
  private final ConcurrentHashMap<Long, Long> passed = new ConcurrentHashMap<>();

  private final AtomicLong uses = new AtomicLong();

  private static final class Held {
    final Room room;
    volatile long used;

    Held(Room room, long used) {
      this.room = room;
      this.used = used;
    }
  }

  Registry(Loading loading) {
    this.loading = loading;
  }

  Optional<Room> find(String roomId) {
    var nid = nids.get(roomId);
    if (nid != null) {
      return find(nid);
    }
    return loading.nid(roomId).flatMap(this::find);
  }

  Optional<Room> find(long nid) {
    var held = byNid.get(nid);
    if (held != null) {
      held.used = uses.incrementAndGet();
      return Optional.of(held.room);
    }
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      switch (load(nid)) {
        case Load.Done(var room) -> {
          return Optional.of(room);
        }
        case Load.Absent() -> {
          return Optional.empty();
        }
        case Load.Stale() -> {}
      }
    }
    throw new IllegalStateException("A room kept moving while it was loaded.");
  }

  private sealed interface Load {
    record Done(Room room) implements Load {}

    record Absent() implements Load {}

    /// Something was published while the room was read.
    record Stale() implements Load {}
  }

  private Load load(long nid) {
    passed.put(nid, 0L);
    try {
      var read = loading.room(nid);
      if (read.isEmpty()) {
        return new Load.Absent();
      }
      var room = hold(read.get());
      var seen = passed.getOrDefault(nid, 0L);
      if (seen > room.published().lastPos()) {
        byNid.remove(nid);
        return new Load.Stale();
      }
      return new Load.Done(room);
    } finally {
      passed.remove(nid);
    }
  }

  /// Keeps a room that was just created or read, unless somebody was faster.
  private Room hold(Room room) {
    var held = byNid.computeIfAbsent(room.nid(), _ -> new Held(room, uses.incrementAndGet()));
    nids.put(room.id().value(), room.nid());
    if (byNid.size() > ROOMS_MAX) {
      letGo();
    }
    return held.room;
  }

  Optional<Room> loaded(long nid) {
    return Optional.ofNullable(byNid.get(nid)).map(held -> held.room);
  }

  void published(Publication publication) {
    var event = publication.event();
    passed.computeIfPresent(event.room(), (_, pos) -> Math.max(pos, event.pos()));
    var held = byNid.get(event.room());
    if (held != null) {
      held.room.publish(event, publication.after(), publication.redacts());
    }
  }

  private void letGo() {
    byNid.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> e.getValue().used))
        .limit(ROOMS_MAX / 10)
        .toList()
        .forEach(e -> drop(e.getValue().room));
  }

  private void drop(Room room) {
    byNid.remove(room.nid());
    nids.remove(room.id().value());
  }
}
