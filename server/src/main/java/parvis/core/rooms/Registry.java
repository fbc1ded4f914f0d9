package parvis.core.rooms;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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

  /// Rooms that are being loaded, by nid.
  private final ConcurrentHashMap<Long, Loads> loads = new ConcurrentHashMap<>();

  private final AtomicLong uses = new AtomicLong();

  private static final class Held {
    final Room room;
    volatile long used;

    Held(Room room, long used) {
      this.room = room;
      this.used = used;
    }
  }

  /// The loads of one room that run at this moment.
  ///
  /// @param published the last position published since the first of them began: what was read
  ///     before is stale
  private record Loads(int running, long published) {
    static final Loads FIRST = new Loads(1, 0);

    Loads oneMore() {
      return new Loads(running + 1, published);
    }

    @Nullable Loads oneLess() {
      return running == 1 ? null : new Loads(running - 1, published);
    }

    Loads passed(long pos) {
      return new Loads(running, Math.max(published, pos));
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
    loads.compute(nid, (_, others) -> others == null ? Loads.FIRST : others.oneMore());
    Optional<Room> read = Optional.empty();
    try {
      read = loading.room(nid);
    } finally {
      hold(nid, read);
    }
    var held = byNid.get(nid);
    if (held != null) {
      return new Load.Done(held.room);
    }
    return read.isPresent() ? new Load.Stale() : new Load.Absent();
  }

  /// Keeps a room that was read, unless somebody was faster or something was published meanwhile.
  /// Whoever publishes raises the mark of the loads first, so either it finds the room here or the
  /// room is not kept.
  private void hold(long nid, Optional<Room> read) {
    loads.computeIfPresent(
        nid,
        (_, running) -> {
          read.filter(room -> room.published().lastPos() >= running.published())
              .ifPresent(
                  room -> {
                    byNid.putIfAbsent(nid, new Held(room, uses.incrementAndGet()));
                    nids.put(room.id().value(), nid);
                  });
          return running.oneLess();
        });
    if (byNid.size() > ROOMS_MAX) {
      letGo();
    }
  }

  int size() {
    return byNid.size();
  }

  Optional<Room> loaded(long nid) {
    return Optional.ofNullable(byNid.get(nid)).map(held -> held.room);
  }

  void published(Publication publication) {
    var event = publication.event();
    passed(event.room(), event.pos());
    var held = byNid.get(event.room());
    if (held != null) {
      held.room.publish(event, publication.after(), publication.redacts());
    }
  }

  /// What was read of a room before `pos` was published is stale.
  void passed(long nid, long pos) {
    loads.computeIfPresent(nid, (_, running) -> running.passed(pos));
  }

  void drop(long nid) {
    loaded(nid).ifPresent(this::drop);
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
