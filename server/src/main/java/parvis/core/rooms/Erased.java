package parvis.core.rooms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.Log;

/// Who ended their account and had what they wrote erased: who was in a room with them until then
/// keeps what they received, everybody else is told their events as if they had been redacted.
///
/// What they made of a room, such as its name, is the room's and stays.
/// spec: cs-api#post_matrixclientv3accountdeactivate (`erase`)
final class Erased {
  /// People of whom this is kept in memory; of a deployment with more, the last ones.
  static final int PEOPLE_MAX = 1_000_000;

  private static final String ALL =
      "select \"user\", pos from erased_sender order by pos desc limit ?";
  private static final String SOME =
      "select \"user\", pos from erased_sender where \"user\" = any(?)";
  private static final String NOTE =
      "insert into erased_sender (\"user\", pos) values (?, ?) on conflict do nothing";

  private final Db db;
  private final Log log;

  /// Where each of them went, by nid.
  private final Map<Long, Long> people = new ConcurrentHashMap<>();

  /// People of whom something changed that is not looked up yet.
  private final Set<Long> asked = ConcurrentHashMap.newKeySet();

  Erased(Db db, Log log) {
    this.db = db;
    this.log = log;
  }

  private record Gone(long user, long pos) {
    static Gone of(Row row) {
      return new Gone(row.number("user"), row.number("pos"));
    }
  }

  /// To be called before anybody is answered.
  void start() {
    keep(db.read(tx -> tx.list(Gone::of, ALL, PEOPLE_MAX)));
  }

  /// Notes it, and how far the log is, in the transaction in which the account ends.
  void note(Tx tx, long user) {
    tx.run(NOTE, user, log.applied());
  }

  /// Says that an account is not what it was, here or on another node: asked about when it matters.
  void changed(long user) {
    asked.add(user);
  }

  private void keep(List<Gone> gone) {
    gone.forEach(one -> people.put(one.user(), one.pos()));
  }

  private void look() {
    var some = Set.copyOf(asked);
    var nids = some.stream().mapToLong(Long::longValue).toArray();
    keep(db.read(tx -> tx.list(Gone::of, SOME, (Object) nids)));
    asked.removeAll(some);
  }

  /// Whether any of these events, or of what others made of them, is somebody's who was erased: of
  /// nearly no events, and it costs next to nothing to know.
  boolean concerns(List<RoomEvent> events) {
    if (!asked.isEmpty()) {
      look();
    }
    return !people.isEmpty() && events.stream().anyMatch(this::concerns);
  }

  private boolean concerns(RoomEvent event) {
    return people.containsKey(event.senderNid())
        || event
            .bundle()
            .filter(
                around ->
                    around.edit().filter(this::concerns).isPresent()
                        || around.latest().filter(this::concerns).isPresent())
            .isPresent();
  }

  /// Whether what somebody sent is kept from a reader.
  boolean withholds(long sender, long pos, Supplier<Sight> sight) {
    if (!asked.isEmpty()) {
      look();
    }
    var gone = people.get(sender);
    return gone != null && !sight.get().wasThere(pos, gone);
  }

  private boolean withholds(RoomEvent event, Sight sight) {
    return (!event.isState() || event.type().equals(State.MEMBER))
        && withholds(event.senderNid(), event.pos(), () -> sight);
  }

  /// The events as they are told to a reader.
  List<RoomEvent> told(List<RoomEvent> events, Sight sight) {
    return events.stream().map(event -> told(event, sight)).toList();
  }

  private RoomEvent told(RoomEvent event, Sight sight) {
    if (!concerns(event)) {
      return event;
    }
    var bundle = event.bundle().map(around -> told(around, sight)).orElse(Bundle.NONE);
    return withholds(event, sight)
        ? event.emptied().bundled(bundle.withoutEdit())
        : event.bundled(bundle);
  }

  private Bundle told(Bundle bundle, Sight sight) {
    Optional<RoomEvent> edit = bundle.edit().filter(event -> !withholds(event, sight));
    return new Bundle(
        edit,
        bundle.replies(),
        bundle.latest().map(event -> told(event, sight)),
        bundle.speakers(),
        bundle.references());
  }
}
