package parvis.core.rooms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;
import parvis.protocol.event.ClientEvent;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The tree of rooms below a space, as one person may see it: a space before its children, the
/// children of one before the next, each room once.
/// spec: cs-api#get_matrixclientv1roomsroomidhierarchy
final class Hierarchy {
  /// Rooms looked at for one page, seen and unseen.
  private static final int LOOKED_AT_MAX = 5_000;

  private static final String CHILD = "m.space.child";
  private static final int ORDER_CHARS_MAX = 50;

  private final Rooms rooms;
  private final Discovering discovering;

  Hierarchy(Rooms rooms, Discovering discovering) {
    this.rooms = rooms;
    this.discovering = discovering;
  }

  /// What is asked for; further pages are pages of the same.
  ///
  /// @param depthMax how far below the root
  record Query(RoomId root, boolean suggestedOnly, int depthMax) {}

  /// How far one has read: up to that room, the how manieth it was.
  record Place(RoomId last, int count) {}

  record Page(List<JsonObject> rooms, Optional<Place> next) {}

  /// The next rooms of the tree. It is walked from the root again, so that whoever comes back is
  /// told no more than they may see by now.
  Page page(Actor actor, Query query, Optional<Place> from, int limit) {
    var walk = from.map(place -> after(actor, query, place)).orElseGet(() -> walk(actor, query));
    var page = new ArrayList<JsonObject>();
    Optional<Place> last = Optional.empty();
    for (var room = walk.next(); room.isPresent(); room = walk.next()) {
      if (page.size() == limit) {
        return new Page(page, last);
      }
      page.add(entry(room.get(), query));
      last = Optional.of(new Place(room.get().id(), walk.count));
    }
    return new Page(page, Optional.empty());
  }

  private Walk walk(Actor actor, Query query) {
    return new Walk(actor, query);
  }

  /// A walk that has passed a place: its room, or as many rooms when that has gone meanwhile.
  private Walk after(Actor actor, Query query, Place place) {
    var walk = walk(actor, query);
    for (var room = walk.next(); room.isPresent(); room = walk.next()) {
      if (room.get().id().equals(place.last())) {
        return walk;
      }
    }
    var again = walk(actor, query);
    while (again.count < place.count() && again.next().isPresent()) {}
    return again;
  }

  private static JsonObject entry(Room room, Query query) {
    var children = new ArrayList<JsonObject>();
    for (var child : children(room, query.suggestedOnly())) {
      var event = child.pdu();
      children.add(ClientEvent.stripped(event).with("origin_server_ts", event.originServerTs()));
    }
    return RoomSummary.whole(room).with("children_state", JsonArray.of(children.toArray()));
  }

  /// The children of a space in their order; a room that is no space has none.
  private static List<RoomEvent> children(Room room, boolean suggestedOnly) {
    var state = room.published().state();
    var space = state.event("m.room.create", "").flatMap(e -> e.pdu().content().string("type"));
    if (space.filter("m.space"::equals).isEmpty()) {
      return List.of();
    }
    return state.others().stream()
        .filter(event -> event.type().equals(CHILD) && valid(event))
        .filter(event -> !suggestedOnly || suggested(event))
        .sorted(ORDER)
        .toList();
  }

  /// A child without servers to reach it by is none any more.
  private static boolean valid(RoomEvent child) {
    var via = child.pdu().content().array("via");
    return via.filter(servers -> !servers.strings().isEmpty()).isPresent();
  }

  private static boolean suggested(RoomEvent child) {
    return child.pdu().content().bool("suggested").orElse(false);
  }

  /// spec: cs-api#ordering-of-children-within-a-space
  private static final Comparator<RoomEvent> ORDER =
      Comparator.comparing((RoomEvent child) -> order(child).isEmpty())
          .thenComparing(child -> order(child).orElse(""))
          .thenComparingLong(RoomEvent::ts)
          .thenComparing(child -> child.stateKey().orElse(""));

  private static Optional<String> order(RoomEvent child) {
    return child
        .pdu()
        .content()
        .string("order")
        .filter(order -> order.length() <= ORDER_CHARS_MAX)
        .filter(order -> order.chars().allMatch(c -> c >= ' ' && c <= '~'));
  }

  /// One way through the tree, a room at a time, in the order in which the tree is told.
  private final class Walk {
    private final Actor actor;
    private final Query query;
    private final Deque<Step> ahead = new ArrayDeque<>();
    private final Set<RoomId> seen = new HashSet<>();
    private int lookedAt;
    private int count;

    private record Step(RoomId room, int depth) {}

    Walk(Actor actor, Query query) {
      this.actor = actor;
      this.query = query;
      ahead.push(new Step(query.root(), 0));
    }

    /// The next room that the reader may see; empty at the end.
    Optional<Room> next() {
      while (!ahead.isEmpty() && lookedAt++ < LOOKED_AT_MAX) {
        var step = ahead.pop();
        var room =
            seen.add(step.room())
                ? rooms.find(step.room().value()).filter(found -> discovering.may(actor, found))
                : Optional.<Room>empty();
        if (room.isPresent()) {
          descend(room.get(), step.depth());
          count++;
          return room;
        }
      }
      return Optional.empty();
    }

    private void descend(Room room, int depth) {
      if (depth >= query.depthMax()) {
        return;
      }
      for (var child : children(room, query.suggestedOnly()).reversed()) {
        child
            .stateKey()
            .flatMap(RoomId::parse)
            .ifPresent(id -> ahead.push(new Step(id, depth + 1)));
      }
    }
  }
}
