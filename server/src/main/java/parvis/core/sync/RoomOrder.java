package parvis.core.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// The rooms of one person as lists show them: where something was last said first; or, as the
/// proposal has it by now, where something last happened.
final class RoomOrder {
  /// Types of events that move a room to the top.
  /// spec: MSC4186
  private static final Set<String> BUMPING =
      Set.of(
          "m.room.create",
          "m.room.message",
          "m.room.encrypted",
          "m.sticker",
          "m.call.invite",
          "m.poll.start",
          "org.matrix.msc3381.poll.start",
          "m.beacon_info");

  private static final String CHILD = "m.space.child";

  /// Stamps kept; of more, all are made anew.
  private static final int STAMPS_MAX = 200_000;

  private final Rooms rooms;
  private final Keyed keyed;
  private final Rules rules;
  private final Map<Long, Stamp> stamps = new ConcurrentHashMap<>();

  RoomOrder(Rooms rooms, Keyed keyed, Rules rules) {
    this.rooms = rooms;
    this.keyed = keyed;
    this.rules = rules;
  }

  /// Where a room was last moved to the top, as of its last event.
  private record Stamp(long lastPos, long bumped) {}

  /// A room of somebody.
  ///
  /// @param bumped where it was last moved to the top
  /// @param last where something last happened, as of when it was looked at: it moves on meanwhile
  record Placed(Room room, UserRooms.Standing standing, long bumped, long last) {
    boolean joined() {
      return standing.membership() == Membership.JOIN;
    }

    /// By what lists are in order, the largest first.
    long rank(Form form) {
      return form.settled() ? last : bumped;
    }
  }

  /// Rooms that somebody is in, is invited to by somebody whose invitations reach them, or knocks
  /// at.
  List<Placed> of(Actor actor, Iterable<UserRooms.Standing> standings) {
    var placed = new ArrayList<Placed>();
    for (var standing : standings) {
      of(actor, standing).ifPresent(placed::add);
    }
    return placed;
  }

  /// One of those.
  Optional<Placed> of(Actor actor, long room) {
    return rooms.memberships().of(actor.userNid()).in(room).flatMap(at -> of(actor, at));
  }

  private Optional<Placed> of(Actor actor, UserRooms.Standing standing) {
    return switch (standing.membership()) {
      case JOIN, INVITE, KNOCK ->
          rooms
              .find(standing.room())
              .filter(room -> !hides(actor, room, standing))
              .map(room -> placed(room, standing));
      case LEAVE, BAN -> Optional.empty();
    };
  }

  private Placed placed(Room room, UserRooms.Standing standing) {
    var bumped = bumped(room, standing);
    var joined = standing.membership() == Membership.JOIN;
    return new Placed(room, standing, bumped, joined ? room.published().lastPos() : bumped);
  }

  private boolean hides(Actor actor, Room room, UserRooms.Standing standing) {
    return standing.membership() == Membership.INVITE
        && room.published()
            .state()
            .member(actor.user())
            .filter(own -> rules.of(actor).hidesInvitations(own.sender()))
            .isPresent();
  }

  private long bumped(Room room, UserRooms.Standing standing) {
    if (standing.membership() != Membership.JOIN) {
      return standing.pos();
    }
    var last = room.published().lastPos();
    var known = stamps.get(room.nid());
    if (known == null || known.lastPos() != last) {
      known = new Stamp(last, bumped(room, known));
      if (stamps.size() >= STAMPS_MAX) {
        stamps.clear();
      }
      stamps.put(room.nid(), known);
    }
    return known.bumped();
  }

  /// What was said beyond the ring moved the room when it was said, or lies behind all that did.
  private static long bumped(Room room, @Nullable Stamp before) {
    var ring = room.ring().all();
    for (var event : ring.reversed()) {
      if (BUMPING.contains(event.type())) {
        return event.pos();
      }
    }
    if (before != null) {
      return before.bumped();
    }
    return ring.isEmpty() ? 1 : ring.getFirst().pos();
  }

  Notes notes(Actor actor) {
    return new Notes(actor);
  }

  /// What one person notes of their rooms, read once for an answer.
  final class Notes {
    private final Actor actor;
    private @Nullable Set<String> direct;
    private final Map<Long, Set<String>> tags = new HashMap<>();
    private final Map<String, Set<String>> children = new HashMap<>();

    Notes(Actor actor) {
      this.actor = actor;
    }

    private JsonObject data(long room, String type) {
      return keyed
          .accountData(actor.userNid(), room, type)
          .map(AccountDataRoutes::json)
          .orElse(JsonObject.EMPTY);
    }

    boolean isDirect(Room room) {
      if (direct == null) {
        var noted = data(0, "m.direct");
        direct = new HashSet<>();
        for (var person : noted.keys()) {
          direct.addAll(noted.array(person).orElse(JsonArray.EMPTY).strings());
        }
      }
      return direct.contains(room.id().value());
    }

    private Set<String> tags(Room room) {
      return tags.computeIfAbsent(
          room.nid(),
          nid -> new HashSet<>(data(nid, "m.tag").object("tags").orElse(JsonObject.EMPTY).keys()));
    }

    boolean takes(SlidingRequest.ListFilter filter, Placed placed) {
      var room = placed.room();
      var invited = placed.standing().membership() == Membership.INVITE;
      return filter.direct().map(wanted -> wanted == isDirect(room)).orElse(true)
          && filter.invited().map(wanted -> wanted == invited).orElse(true)
          && filter.encrypted().map(wanted -> wanted == isEncrypted(room)).orElse(true)
          && ofType(filter, room)
          && (filter.spaces().isEmpty() || inSpaces(filter.spaces(), room))
          && tagged(filter, room);
    }

    private boolean inSpaces(Set<String> spaces, Room room) {
      return spaces.stream()
          .anyMatch(
              space -> children.computeIfAbsent(space, this::children).contains(room.id().value()));
    }

    /// What a space names that the person is in.
    private Set<String> children(String space) {
      return rooms
          .find(space)
          .filter(room -> room.published().isJoined(actor.userNid()))
          .map(
              room ->
                  room.published().state().others().stream()
                      .filter(event -> event.type().equals(CHILD))
                      .filter(event -> event.pdu().content().array("via").isPresent())
                      .flatMap(event -> event.stateKey().stream())
                      .collect(Collectors.toSet()))
          .orElse(Set.of());
    }

    private boolean tagged(SlidingRequest.ListFilter filter, Room room) {
      if (filter.tags().isEmpty() && filter.notTags().isEmpty()) {
        return true;
      }
      var tags = tags(room);
      return (filter.tags().isEmpty() || filter.tags().stream().anyMatch(tags::contains))
          && filter.notTags().stream().noneMatch(tags::contains);
    }
  }

  private static boolean isEncrypted(Room room) {
    return room.published().state().event("m.room.encryption", "").isPresent();
  }

  private static boolean ofType(SlidingRequest.ListFilter filter, Room room) {
    if (filter.types().isEmpty() && filter.notTypes().isEmpty()) {
      return true;
    }
    var type = text(room, "m.room.create", "type");
    return filter.types().map(types -> types.contains(type)).orElse(true)
        && !filter.notTypes().contains(type);
  }

  /// A text in a state of a room; empty when there is none.
  static String text(Room room, String type, String field) {
    return room.published()
        .state()
        .event(type, "")
        .map(RoomEvent::pdu)
        .flatMap(pdu -> pdu.content().string(field))
        .orElse("");
  }
}
