package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parvis.base.Folded;
import parvis.platform.db.Db;
import parvis.protocol.id.RoomAlias;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// All rooms, as administrators look through them.
final class RoomIndex {
  /// Rooms looked at: those with the most members.
  static final int ROOMS_MAX = 2_000;

  /// How long a list is kept for who turns its pages, and how many lists.
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final int KEPT_MAX = 4;

  private final Db db;
  private final RoomStore store;
  private final Rooms rooms;
  private final RoomNames names;
  private final Aliases aliases;
  private final Cache<Asked, List<JsonObject>> lists =
      Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

  RoomIndex(Db db, RoomStore store, Rooms rooms, RoomNames names, Aliases aliases) {
    this.db = db;
    this.store = store;
    this.rooms = rooms;
    this.names = names;
    this.aliases = aliases;
  }

  /// A list as it is asked for.
  ///
  /// @param term is somewhere in a room's name, or is its id or alias; empty: all rooms
  record Asked(ServerName server, Order order, boolean backward, String term) {}

  /// What a list is ordered by; numbers are told the largest first.
  enum Order {
    NAME("name", false),
    CANONICAL_ALIAS("canonical_alias", false),
    JOINED_MEMBERS("joined_members", true),
    JOINED_LOCAL_MEMBERS("joined_local_members", true),
    VERSION("version", false),
    CREATOR("creator", false),
    ENCRYPTION("encryption", false),
    JOIN_RULES("join_rules", false),
    HISTORY_VISIBILITY("history_visibility", false),
    STATE_EVENTS("state_events", true);

    /// What tools called some of them before.
    private static final Map<String, Order> EARLY =
        Map.of("alphabetical", NAME, "size", JOINED_MEMBERS);

    private final String field;
    private final boolean number;

    Order(String field, boolean number) {
      this.field = field;
      this.number = number;
    }

    static Optional<Order> of(String word) {
      for (var order : values()) {
        if (order.field.equals(word)) {
          return Optional.of(order);
        }
      }
      return Optional.ofNullable(EARLY.get(word));
    }

    private Comparator<JsonObject> comparator() {
      return number
          ? Comparator.comparingLong((JsonObject room) -> room.integer(field).orElse(0)).reversed()
          : Comparator.comparing(
              room -> Folded.of(room.string(field).orElse("\uffff")), Comparator.naturalOrder());
    }
  }

  /// Whether a room was made on a server.
  static boolean isOf(ServerName server, Room room) {
    var creation = room.published().state().event("m.room.create", "");
    return creation
        .flatMap(event -> UserId.parse(event.sender()))
        .filter(creator -> creator.server().equals(server))
        .isPresent();
  }

  /// The rooms that were made on a server. Who turns a page has the list of which they saw the
  /// first one.
  List<JsonObject> find(Asked asked, boolean first) {
    var kept = first ? null : lists.getIfPresent(asked);
    if (kept != null) {
      return kept;
    }
    var found = named(asked).map(List::of).orElseGet(() -> find(asked));
    lists.put(asked, found);
    return found;
  }

  /// The room whose id or alias is asked for, however small it is.
  private Optional<JsonObject> named(Asked asked) {
    var term = asked.term();
    var room =
        term.startsWith("!") ? rooms.find(term) : RoomAlias.parse(term).flatMap(names::leads);
    return room.filter(found -> isOf(asked.server(), found)).map(RoomIndex::told);
  }

  private List<JsonObject> find(Asked asked) {
    var folded = Folded.of(asked.term());
    var comparator = asked.order().comparator();
    return db.read(tx -> store.largest(tx, ROOMS_MAX)).stream()
        .flatMap(nid -> rooms.find(nid).stream())
        .filter(room -> isOf(asked.server(), room))
        .map(RoomIndex::told)
        .filter(room -> asked.term().isEmpty() || fits(room, asked.term(), folded))
        .sorted(asked.backward() ? comparator.reversed() : comparator)
        .toList();
  }

  private static boolean fits(JsonObject room, String term, String folded) {
    return room.string("name").map(Folded::of).filter(name -> name.contains(folded)).isPresent()
        || room.string("room_id").filter(term::equals).isPresent()
        || room.string("canonical_alias")
            .filter(alias -> alias.contains(term.toLowerCase(Locale.ROOT)))
            .isPresent();
  }

  /// What a list tells of a room.
  private static JsonObject told(Room room) {
    var view = room.published();
    var state = view.state();
    var creation = state.event("m.room.create", "").orElseThrow();
    var members = (long) view.joined().length;
    return JsonObject.builder()
        .put("room_id", room.id().value())
        .put("name", text(state, "m.room.name", "name"))
        .put("canonical_alias", text(state, "m.room.canonical_alias", "alias"))
        .put("joined_members", members)
        .put("joined_local_members", members)
        .put("version", room.version().id())
        .put("creator", creation.sender())
        .put("encryption", text(state, "m.room.encryption", "algorithm"))
        .put("federatable", creation.pdu().content().bool("m.federate").orElse(true))
        .put("join_rules", text(state, "m.room.join_rules", "join_rule"))
        .put("guest_access", text(state, "m.room.guest_access", "guest_access"))
        .put("history_visibility", text(state, "m.room.history_visibility", "history_visibility"))
        .put("state_events", (long) state.size())
        .put("room_type", text(state, "m.room.create", "type"))
        .build();
  }

  private static JsonValue text(State state, String type, String field) {
    return state
        .event(type, "")
        .flatMap(event -> event.pdu().content().string(field))
        .<JsonValue>map(JsonString::new)
        .orElse(JsonNull.NULL);
  }

  /// All that is told of one room.
  JsonObject whole(Room room) {
    var state = room.published().state();
    return told(room)
        .with("public", aliases.isPublished(room))
        .with("topic", text(state, "m.room.topic", "topic"))
        .with("avatar", text(state, "m.room.avatar", "url"))
        .with("tombstoned", state.event("m.room.tombstone", "").isPresent())
        .with("forgotten", false);
  }
}
