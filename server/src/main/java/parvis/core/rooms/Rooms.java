package parvis.core.rooms;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.room.Membership;

/// The door to rooms for everything above: finding one with the right to see it, and who is where.
public final class Rooms {
  /// Visibilities in which whoever is in a room sees what came before them too.
  private static final Set<String> OPEN = Set.of("shared", "world_readable");

  private static final String NOT_IN_ROOM = "You are not in this room.";

  private final Registry registry;
  private final Memberships memberships;
  private final Db db;
  private final RoomStore store;
  private final Loading loading;
  private final Sights sights;
  private final Erased erased;
  private final Users users;
  private final Function<Actor, Set<String>> ignored;

  Rooms(
      Registry registry,
      Memberships memberships,
      Db db,
      RoomStore store,
      Loading loading,
      Sights sights,
      Erased erased,
      Users users,
      Function<Actor, Set<String>> ignored) {
    this.registry = registry;
    this.memberships = memberships;
    this.db = db;
    this.store = store;
    this.loading = loading;
    this.sights = sights;
    this.erased = erased;
    this.users = users;
    this.ignored = ignored;
  }

  /// How many rooms are in memory.
  public int loaded() {
    return registry.size();
  }

  /// The room of that id, whoever asks: for code that checks rights itself.
  public Optional<Room> find(String roomId) {
    return RoomId.parse(roomId).flatMap(id -> registry.find(id.value()));
  }

  public Optional<Room> find(long nid) {
    return registry.find(nid);
  }

  /// The room in which an event happened, whoever asks.
  Optional<Room> holding(String eventId) {
    return db.read(tx -> store.roomOf(tx, eventId)).flatMap(registry::find);
  }

  /// The room, if it is in memory; asks nobody.
  public Optional<Room> loaded(long nid) {
    return registry.loaded(nid);
  }

  /// A room that the actor is joined to. A room that does not exist looks the same as one that is
  /// none of the actor's business.
  /// @throws Refused forbidden
  public Room joined(Actor actor, String roomId) {
    return find(roomId)
        .filter(room -> room.published().isJoined(actor.userNid()))
        .orElseThrow(() -> Refused.forbidden(NOT_IN_ROOM));
  }

  /// A room that the actor is or was in, with what they are to it.
  /// @throws Refused forbidden
  public Known known(Actor actor, String roomId) {
    var room = find(roomId).orElseThrow(() -> Refused.forbidden(NOT_IN_ROOM));
    var standing =
        memberships
            .of(actor.userNid())
            .in(room.nid())
            .filter(s -> !s.forgotten())
            .orElseThrow(() -> Refused.forbidden(NOT_IN_ROOM));
    return new Known(room, standing);
  }

  public record Known(Room room, UserRooms.Standing standing) {}

  /// The names that lead to rooms, whoever asks; none for a room to which none leads.
  public Map<Long, List<String>> aliases(Collection<Long> nids) {
    return db.read(tx -> Aliases.of(tx, nids));
  }

  public Memberships memberships() {
    return memberships;
  }

  /// The last `count` events in `(since, upTo]`, ascending, from disk and without their bundles.
  public List<RoomEvent> last(Room room, long since, long upTo, int count) {
    return db.read(tx -> store.last(tx, room.nid(), since, upTo, count, room.version()));
  }

  /// A part of a room's history: `(since, upTo]`.
  public record Stretch(long room, long since, long upTo) {}

  /// An event of several rooms' together.
  public record Placed(Room room, RoomEvent event) {}

  /// The last events of several rooms together, descending, at most `count`, from disk and without
  /// their bundles.
  public List<Placed> last(List<Stretch> stretches, int count) {
    var found = db.read(tx -> store.last(tx, stretches, count));
    var places = new HashMap<Long, Room>();
    for (var one : found) {
      places.computeIfAbsent(one.room(), nid -> registry.find(nid).orElseThrow());
    }
    var versions = new HashMap<Long, RoomVersion>();
    places.forEach((nid, room) -> versions.put(nid, room.version()));
    return db.read(tx -> store.events(tx, found, versions)).stream()
        .sorted(Comparator.comparingLong(RoomEvent::pos).reversed())
        .map(event -> new Placed(Objects.requireNonNull(places.get(event.room())), event))
        .toList();
  }

  /// Events of a room that are looked at for what one person sent.
  private static final int LOOKED_AT_MAX = 1_000;

  /// What somebody sent among some events of a room.
  ///
  /// @param upTo where to go on
  public record Sent(List<RoomEvent> events, long upTo) {}

  /// What somebody sent in a room and nobody has taken back, of the next events after a position;
  /// empty at its end. An edit of a message that was taken back is none.
  public Optional<Sent> sent(long user, Room room, long after) {
    return db.read(
        tx -> {
          var upTo = store.lookedUpTo(tx, room.nid(), after, LOOKED_AT_MAX);
          if (upTo.isEmpty()) {
            return Optional.empty();
          }
          var in = new Stretch(room.nid(), after, upTo.getAsLong());
          return Optional.of(new Sent(store.sent(tx, in, user, room.version()), in.upTo()));
        });
  }

  /// The room as it was when somebody's standing in it ended.
  public RoomView viewAt(Room room, UserRooms.Standing standing) {
    return loading.viewAt(room, standing);
  }

  /// The room as it was right after `pos`.
  RoomView viewAt(Room room, long pos) {
    return loading.viewAt(room, pos);
  }

  Ignoring ignoring(Actor actor) {
    return Ignoring.of(ignored.apply(actor), users);
  }

  Sight sight(Actor actor, Room room, Optional<UserRooms.Standing> standing) {
    return sights.of(actor, room, standing);
  }

  /// Those of `events` of a room that the actor may see, in their order, each with what others made
  /// of it, as far as the actor may see that too.
  ///
  /// Who is in a room sees all that comes; only for what was before their coming, or is told to who
  /// has left, their past in the room is looked at.
  public List<RoomEvent> visible(Actor actor, Room room, List<RoomEvent> events) {
    if (events.isEmpty()) {
      return events;
    }
    var standing = memberships.of(actor.userNid()).in(room.nid());
    var first = events.getFirst();
    var seesAll =
        room.ring().holds(first) && standing.filter(s -> sinceBefore(room, s, first)).isPresent();
    if (seesAll && (ignoring(actor).nobody() || unrelated(events))) {
      return erased.concerns(events) ? erased.told(events, sight(actor, room, standing)) : events;
    }
    var sight = sight(actor, room, standing);
    var seen = seesAll ? events : events.stream().filter(sight::sees).toList();
    return bundled(actor, room, seen, sight, Long.MAX_VALUE);
  }

  /// What the actor was to the room when one of its events happened.
  public String membershipAt(Actor actor, Room room, RoomEvent event) {
    var standing = memberships.of(actor.userNid()).in(room.nid());
    var joined =
        standing
            .filter(s -> s.membership() == Membership.JOIN && s.since() <= event.pos())
            .isPresent();
    return joined ? Membership.JOIN.word() : sight(actor, room, standing).membershipAt(event);
  }

  /// Which of `events` of a room a filter takes for the actor, who may know up to `upTo` of what
  /// others made of them. What relates to events of a ring is in it, so that the database is asked
  /// only about those from further back.
  public Predicate<RoomEvent> taken(
      Actor actor, Room room, RoomFilter filter, List<RoomEvent> events, long upTo) {
    var by = filter.relatedBy();
    if (by.nothing() || events.isEmpty()) {
      return filter;
    }
    var standing = memberships.of(actor.userNid()).in(room.nid());
    var ring = room.ring();
    var first = events.getFirst();
    var hot =
        events.stream().allMatch(ring::holds)
            && standing.filter(s -> sinceBefore(room, s, first)).isPresent();
    var related =
        hot
            ? by.among(ring.after(first.pos(), upTo, Integer.MAX_VALUE), ignoring(actor))
            : related(actor, room, by, events, sight(actor, room, standing).ranges(upTo));
    return event -> related.contains(event.eventId()) && filter.test(event);
  }

  private Set<String> related(
      Actor actor, Room room, RelatedBy by, List<RoomEvent> events, String ranges) {
    var ignoring = ignoring(actor);
    return db.read(
        tx -> {
          var known = new RelatedBy.Known(ranges, ignoring.nids(tx));
          return by.among(tx, room, events, known, users.nids(tx, by.senders()));
        });
  }

  /// The events as the actor sees them, who may know of what others made of them up to `upTo`.
  List<RoomEvent> bundled(Actor actor, Room room, List<RoomEvent> events, Sight sight, long upTo) {
    var ignoring = ignoring(actor);
    var bundled =
        db.read(
            tx -> {
              var ignored = ignoring.nids(tx);
              return new Bundling(tx, room, actor.userNid(), sight, upTo, ignored).bundled(events);
            });
    return erased.concerns(bundled) ? erased.told(bundled, sight) : bundled;
  }

  /// Whether an event, or what others made of it, is somebody's who had it erased.
  boolean isErased(RoomEvent event) {
    return erased.concerns(List.of(event));
  }

  /// Whether the content of an event is kept from a reader, whose sender had it erased.
  boolean withholds(long sender, long pos, Sight sight) {
    return erased.withholds(sender, pos, () -> sight);
  }

  private static boolean unrelated(List<RoomEvent> events) {
    return events.stream().allMatch(event -> event.bundle().isEmpty());
  }

  private static boolean sinceBefore(Room room, UserRooms.Standing standing, RoomEvent event) {
    return standing.membership() == Membership.JOIN
        && (standing.since() <= event.pos() || openSince(room, event));
  }

  /// Whether all members see what came since that event, whenever they came themselves.
  private static boolean openSince(Room room, RoomEvent event) {
    return room.published()
        .state()
        .event("m.room.history_visibility", "")
        .filter(e -> e.pos() < event.pos())
        .flatMap(e -> e.pdu().content().string("history_visibility"))
        .filter(OPEN::contains)
        .isPresent();
  }

  /// The state of the room after the last event at or before `pos`.
  State stateAt(Room room, long pos) {
    return loading.stateAt(room, pos);
  }

  /// The state of the room right after an event.
  ///
  /// @param members ids of the people whose member events are in it; absent: all
  State stateAfter(Room room, RoomEvent event, Optional<Set<String>> members) {
    return loading.stateAfter(room, event, members);
  }

  /// The id of the event at which the thread begins that an event is in, or says that it is in.
  public Optional<String> threadOf(Room room, RoomEvent event) {
    return event.thread() == 0 && !event.relType().equals(Bundle.THREAD)
        ? Optional.empty()
        : Optional.of(threadRoot(room, event));
  }

  /// The id of the event at which the thread of `event` begins.
  public String threadRoot(Room room, RoomEvent event) {
    if (event.relType().equals(Bundle.THREAD)) {
      return event.relatesTo();
    }
    for (var other : room.ring().all()) {
      if (other.nid() == event.thread()) {
        return other.eventId();
      }
      if (other.thread() == event.thread() && other.relType().equals(Bundle.THREAD)) {
        return other.relatesTo();
      }
    }
    return db.read(tx -> store.eventId(tx, event.thread()));
  }

  /// An event of that room, if the actor may see it.
  public Optional<RoomEvent> seen(Actor actor, Room room, String eventId) {
    return event(room, eventId).filter(event -> sees(actor, room, event));
  }

  private boolean sees(Actor actor, Room room, RoomEvent event) {
    var standing = memberships.of(actor.userNid()).in(room.nid());
    return standing.filter(s -> sinceBefore(room, s, event)).isPresent()
        || sight(actor, room, standing).sees(event);
  }

  /// Somebody who refers to an event.
  ///
  /// @param user nid
  /// @param ts when they did first, as their event says
  public record Referring(long user, long ts) {}

  /// Who refers to an event by events of a type, the first ones first, whoever asks.
  /// spec: cs-api#reference-relations
  public List<Referring> referring(Room room, String eventId, String type, int max) {
    return db.read(tx -> store.referring(tx, room.nid(), eventId, type, max));
  }

  /// Events of that room from disk, whoever asks.
  public List<RoomEvent> events(Room room, long[] nids) {
    return db.read(tx -> store.events(tx, nids, room.version()));
  }

  /// An event of that room, from memory or from disk, whoever asks.
  public Optional<RoomEvent> event(Room room, String eventId) {
    return room.ring()
        .find(eventId)
        .or(() -> db.read(tx -> store.event(tx, eventId, room.nid(), room.version())));
  }
}
