package parvis.core.rooms;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Who ended their account and had what they wrote erased: who was in a room with them until then
/// keeps what they received, everybody else is told their events as if they had been redacted.
///
/// What they made of a room, such as its name, is the room's and stays.
/// spec: cs-api#post_matrixclientv3accountdeactivate (`erase`)
final class Erased {
  /// People of whom this is kept in memory; where there are more, the database is asked for others.
  static final int PEOPLE_MAX = 1_000_000;

  private static final String ALL =
      "select \"user\", pos from erased_sender order by pos desc limit ?";
  private static final String SOME =
      "select \"user\", pos from erased_sender where \"user\" = any(?)";
  private static final String NOTE =
      "insert into erased_sender (\"user\", pos) values (?, ?) on conflict do nothing";

  private final Db db;
  private final LongSupplier applied;
  private final int max;

  /// Where each of them went, by nid.
  private final Map<Long, Long> people = new ConcurrentHashMap<>();

  /// Whether there are some that are not in memory.
  private volatile boolean beyond;

  /// People of whom something changed that is not looked up yet, each with a mark of their last
  /// change: who is looked up while they change again is looked up again.
  private final Map<Long, Object> asked = new ConcurrentHashMap<>();

  /// @param applied how far the log is
  /// @param max [#PEOPLE_MAX]
  Erased(Db db, LongSupplier applied, int max) {
    this.db = db;
    this.applied = applied;
    this.max = max;
  }

  private record Gone(long user, long pos) {
    static Gone of(Row row) {
      return new Gone(row.number("user"), row.number("pos"));
    }
  }

  /// To be called before anybody is answered.
  void start() {
    keep(db.read(tx -> tx.list(Gone::of, ALL, max + 1)));
  }

  /// Notes it, and how far the log is, in the transaction in which the account ends.
  void note(Tx tx, long user) {
    tx.run(NOTE, user, applied.getAsLong());
  }

  /// Says that an account is not what it was, here or on another node: asked about when it matters.
  void changed(long user) {
    asked.put(user, new Object());
  }

  private void keep(List<Gone> gone) {
    for (var one : gone) {
      if (people.containsKey(one.user()) || people.size() < max) {
        people.put(one.user(), one.pos());
      } else {
        beyond = true;
      }
    }
  }

  private List<Gone> read(Collection<Long> some) {
    var nids = some.stream().mapToLong(Long::longValue).toArray();
    return db.read(tx -> tx.list(Gone::of, SOME, (Object) nids));
  }

  private void look() {
    if (!asked.isEmpty()) {
      var some = Map.copyOf(asked);
      keep(read(some.keySet()));
      some.forEach(asked::remove);
    }
  }

  /// Where those went who were erased, of these senders at least.
  private Map<Long, Long> gone(Supplier<Set<Long>> senders) {
    look();
    if (!beyond) {
      return people;
    }
    var all = new HashMap<Long, Long>();
    var others = new HashSet<Long>();
    for (var sender : senders.get()) {
      var pos = people.get(sender);
      if (pos == null) {
        others.add(sender);
      } else {
        all.put(sender, pos);
      }
    }
    if (!others.isEmpty()) {
      read(others).forEach(one -> all.put(one.user(), one.pos()));
    }
    return all;
  }

  private Map<Long, Long> gone(List<RoomEvent> events) {
    return gone(
        () -> {
          var senders = new HashSet<Long>();
          events.forEach(event -> name(event, senders));
          return senders;
        });
  }

  private static void name(RoomEvent event, Set<Long> senders) {
    senders.add(event.senderNid());
    event
        .bundle()
        .ifPresent(
            around -> {
              around.edit().ifPresent(edit -> name(edit, senders));
              around.latest().ifPresent(latest -> name(latest, senders));
            });
  }

  /// Whether any of these events, or of what others made of them, is somebody's who was erased: of
  /// nearly no events, and it costs next to nothing to know.
  boolean concerns(List<RoomEvent> events) {
    var gone = gone(events);
    return !gone.isEmpty() && events.stream().anyMatch(event -> concerns(gone, event));
  }

  private static boolean concerns(Map<Long, Long> gone, RoomEvent event) {
    return gone.containsKey(event.senderNid())
        || event
            .bundle()
            .filter(
                around ->
                    around.edit().filter(edit -> concerns(gone, edit)).isPresent()
                        || around.latest().filter(last -> concerns(gone, last)).isPresent())
            .isPresent();
  }

  /// Whether what somebody sent is kept from a reader.
  boolean withholds(long sender, long pos, Supplier<Sight> sight) {
    return withholds(gone(() -> Set.of(sender)), sender, pos, sight);
  }

  private static boolean withholds(
      Map<Long, Long> gone, long sender, long pos, Supplier<Sight> sight) {
    var went = gone.get(sender);
    return went != null && !sight.get().wasThere(pos, went);
  }

  /// The events as they are told to a reader.
  List<RoomEvent> told(List<RoomEvent> events, Sight sight) {
    var reader = new Reader(gone(events), sight);
    return events.stream().map(reader::told).toList();
  }

  /// Somebody who is told events.
  ///
  /// @param gone where those went who were erased, of the senders of these events
  private record Reader(Map<Long, Long> gone, Sight sight) {
    private boolean misses(RoomEvent event) {
      return (!event.isState() || event.type().equals(State.MEMBER))
          && withholds(gone, event.senderNid(), event.pos(), () -> sight);
    }

    RoomEvent told(RoomEvent event) {
      if (!concerns(gone, event)) {
        return event;
      }
      var bundle = event.bundle().map(this::told).orElse(Bundle.NONE);
      return misses(event) ? event.emptied().bundled(bundle.withoutEdit()) : event.bundled(bundle);
    }

    private Bundle told(Bundle bundle) {
      Optional<RoomEvent> edit = bundle.edit().filter(event -> !misses(event));
      return new Bundle(
          edit,
          bundle.replies(),
          bundle.latest().map(this::told),
          bundle.speakers(),
          bundle.references());
    }
  }
}
