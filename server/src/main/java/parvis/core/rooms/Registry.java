package parvis.core.rooms;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import parvis.platform.memory.Memory;

/// The rooms in memory. A room is loaded when somebody asks for it and let go, least recently used
/// first, when all of them take too much.
///
/// Two copies of a room may live for a moment, when one was let go while a request still held it.
/// That is harmless: whichever prepares on the past is told so by the room's version.
final class Registry {
  /// What rooms may take of the memory.
  private static final int PERCENT = 29;

  private static final int TRIES_MAX = 5;

  private final Loading loading;
  private final long bytesMax;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean lettingGo = new AtomicBoolean();
  private final ConcurrentHashMap<Long, Held> byNid = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Long> nids = new ConcurrentHashMap<>();

  /// Rooms that are being loaded, by nid.
  private final ConcurrentHashMap<Long, Loads> loads = new ConcurrentHashMap<>();

  private final AtomicLong uses = new AtomicLong();

  /// A room and its size as it was counted last, which changes only while its entry is computed.
  private static final class Held {
    final Room room;
    volatile long used;
    private long counted;

    Held(Room room, long used) {
      this.room = room;
      this.used = used;
    }

    /// How much more the room takes than when it was counted last.
    long more() {
      var before = counted;
      counted = room.sizeBytes();
      return counted - before;
    }
  }

  /// A room that may be let go, with the time of its last use as it was when all were put in order.
  private record Idle(Held held, long used) {}

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

  Registry(Loading loading, Memory memory) {
    this.loading = loading;
    this.bytesMax = memory.share("rooms", PERCENT, bytes::get);
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
    Optional<Room> held;
    try {
      read = loading.room(nid);
    } finally {
      held = hold(nid, read);
    }
    if (held.isPresent()) {
      return new Load.Done(held.get());
    }
    return read.isPresent() ? new Load.Stale() : new Load.Absent();
  }

  /// Keeps a room that was read, unless somebody was faster or something was published meanwhile.
  /// Whoever publishes raises the mark of the loads first, so either it finds the room here or the
  /// room is not kept.
  private Optional<Room> hold(long nid, Optional<Room> read) {
    var kept = new AtomicReference<Optional<Room>>(Optional.empty());
    loads.computeIfPresent(
        nid,
        (_, running) -> {
          kept.set(
              read.filter(room -> room.published().lastPos() >= running.published())
                  .map(this::hold)
                  .or(() -> loaded(nid)));
          return running.oneLess();
        });
    letGo();
    return kept.get();
  }

  private Room hold(Room room) {
    var held =
        byNid.computeIfAbsent(
            room.nid(),
            _ -> {
              nids.put(room.id().value(), room.nid());
              return counted(new Held(room, uses.incrementAndGet()));
            });
    return held.room;
  }

  private Held counted(Held held) {
    bytes.addAndGet(held.more());
    return held;
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
    byNid.computeIfPresent(
        event.room(),
        (_, held) -> {
          held.room.publish(event, publication.after(), publication.lost());
          return counted(held);
        });
    letGo();
  }

  /// Lets go of what redactions from before a moment took away.
  void forgetTaken(long before) {
    byNid.values().forEach(held -> held.room.ring().forgetTaken(before));
  }

  /// What was read of a room before `pos` was published is stale.
  void passed(long nid, long pos) {
    loads.computeIfPresent(nid, (_, running) -> running.passed(pos));
  }

  void drop(long nid) {
    loaded(nid).ifPresent(this::drop);
  }

  /// Has a room read again by who asks for it next when it still tells what was sent before a
  /// moment and has expired, whichever node found that out. While somebody is writing into it, it
  /// stays, to be met in a later round.
  void forgetExpired(long nid, long before) {
    loaded(nid)
        .filter(room -> room.ring().tellsOfBefore(before) && !room.isBusy())
        .ifPresent(this::drop);
  }

  /// Lets go of the least recently used rooms until a tenth of what they may take is free. What
  /// somebody is writing into stays, and so does the room that was used last, however large.
  private void letGo() {
    if (bytes.get() <= bytesMax || !lettingGo.compareAndSet(false, true)) {
      return;
    }
    try {
      var idle =
          byNid.values().stream()
              .map(held -> new Idle(held, held.used))
              .sorted(Comparator.comparingLong(Idle::used))
              .toList();
      for (var oldest : idle.subList(0, Math.max(0, idle.size() - 1))) {
        if (bytes.get() <= bytesMax / 10 * 9) {
          return;
        }
        if (!oldest.held().room.isBusy()) {
          drop(oldest.held().room);
        }
      }
    } finally {
      lettingGo.set(false);
    }
  }

  private void drop(Room room) {
    byNid.computeIfPresent(
        room.nid(),
        (_, held) -> {
          if (held.room != room) {
            return held;
          }
          bytes.addAndGet(-held.counted);
          nids.remove(room.id().value());
          return null;
        });
  }
}
