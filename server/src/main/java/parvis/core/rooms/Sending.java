package parvis.core.rooms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Profiles;
import parvis.platform.log.SendKey;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.AuthRules;
import parvis.protocol.room.PowerLevels;

/// Messages, state and redactions that people send into rooms they are in.
final class Sending {
  /// spec: cs-api#size-limits
  private static final int TYPE_BYTES_MAX = 255;

  static final String REDACTION = "m.room.redaction";
  private static final String REDACTS = "redacts";

  private final Rooms rooms;
  private final ClosedRooms closed;
  private final Commits commits;
  private final Preparer preparer;
  private final Relating relating;
  private final Aliases aliases;
  private final Profiles profiles;

  Sending(
      Rooms rooms,
      ClosedRooms closed,
      Commits commits,
      Preparer preparer,
      Relating relating,
      Aliases aliases,
      Profiles profiles) {
    this.profiles = profiles;
    this.closed = closed;
    this.aliases = aliases;
    this.rooms = rooms;
    this.commits = commits;
    this.preparer = preparer;
    this.relating = relating;
  }

  /// Answers the event's id; the first one, when the transaction id was used before.
  ///
  /// spec: cs-api#put_matrixclientv3roomsroomidsendeventtypetxnid
  String message(Actor actor, String roomId, String type, JsonObject content, String txn) {
    return message(actor, roomId, type, content, txn, OptionalLong.empty());
  }

  /// @param ts when it happened, where that is not now
  String message(
      Actor actor, String roomId, String type, JsonObject content, String txn, OptionalLong ts) {
    check(type, "");
    var key = new SendKey(actor.scope(), "PUT send " + roomId + " " + type, txn);
    if (type.equals(REDACTION)) {
      var target = content.string(REDACTS).orElseThrow(Sending::nothingToRedact);
      return once(key, () -> redaction(actor, roomId, target, content.without(REDACTS), key, ts));
    }
    return once(
        key,
        () -> {
          var room = rooms.joined(actor, roomId);
          var relation = relating.relation(room, actor, type, content);
          var draft = Draft.message(actor.user(), actor.userNid(), type, content, relation).at(ts);
          return commits.commit(room, _ -> List.of(draft), key).eventId();
        });
  }

  private static Refused nothingToRedact() {
    return Refused.badJson("A redaction names the event that it redacts.");
  }

  /// What was allowed the first time is answered as it was then, even if it would be refused now:
  /// to a client whose connection broke, the second time is the first.
  private String once(SendKey key, Supplier<String> send) {
    try {
      return send.get();
    } catch (Refused refused) {
      return commits.used(key).orElseThrow(() -> refused);
    }
  }

  /// Setting a state to what it is already changes nothing and answers the event that set it.
  /// spec: cs-api#put_matrixclientv3roomsroomidstateeventtypestatekey
  String state(Actor actor, String roomId, String type, String stateKey, JsonObject content) {
    return state(actor, roomId, type, stateKey, content, OptionalLong.empty());
  }

  String state(
      Actor actor,
      String roomId,
      String type,
      String stateKey,
      JsonObject content,
      OptionalLong ts) {
    var room = rooms.joined(actor, roomId);
    check(type, stateKey);
    if (type.equals(REDACTION)) {
      throw Refused.invalidParam("A redaction is no state.");
    }
    if (room.version().ownedState() && stateKey.startsWith("@") && nobodys(stateKey)) {
      throw Refused.badJson("The state key begins with @ and is not that of a person.");
    }
    var invites = content.string("membership").filter("invite"::equals).isPresent();
    if (type.equals(State.MEMBER) && invites && closed.isShut(room.nid())) {
      throw RoomNames.closed();
    }
    if (type.equals("m.room.canonical_alias") && stateKey.isEmpty()) {
      aliases.check(room, content);
    }
    if (type.equals("m.room.power_levels") && stateKey.isEmpty()) {
      refuseCreators(room, content);
    }
    var said = type.equals(State.MEMBER) ? member(room, actor, stateKey, content) : content;
    var draft = Draft.state(actor.user(), actor.userNid(), type, stateKey, said).at(ts);
    if (same(room.published(), draft)) {
      return room.published().state().event(type, stateKey).orElseThrow().eventId();
    }
    preparer.warm(Preparer.Place.of(room), room.published(), draft);
    var done = commits.commit(room, on -> same(on, draft) ? List.of() : List.of(draft), null);
    return done.event()
        .map(RoomEvent::eventId)
        .orElseGet(() -> room.published().state().event(type, stateKey).orElseThrow().eventId());
  }

  /// Makes of a state without a key what `change` makes of it, in the same commit.
  void change(
      Actor actor, Room room, String type, BiFunction<RoomView, JsonObject, JsonObject> change) {
    commits.commit(room, on -> changing(actor, type, change, on), null);
  }

  /// Refuses what [#change] would refuse, and changes nothing.
  void permit(
      Actor actor, Room room, String type, BiFunction<RoomView, JsonObject, JsonObject> change) {
    commits.permit(room, on -> changing(actor, type, change, on));
  }

  private static List<Draft> changing(
      Actor actor, String type, BiFunction<RoomView, JsonObject, JsonObject> change, RoomView on) {
    var now = on.state().event(type, "").map(event -> event.pdu().content());
    var content = change.apply(on, now.orElse(JsonObject.EMPTY));
    return now.filter(content::equals).isPresent()
        ? List.of()
        : List.of(Draft.state(actor.user(), actor.userNid(), type, "", content));
  }

  /// spec: MSC3757
  private static boolean nobodys(String stateKey) {
    return AuthRules.owner(stateKey).isEmpty();
  }

  /// Where creators are above all levels, none is given to them.
  /// spec: rooms/v12#authorization-rules
  private static void refuseCreators(Room room, JsonObject content) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    for (var id : content.object("users").orElse(JsonObject.EMPTY).keys()) {
      if (UserId.parse(id).filter(user -> levels.user(user) == PowerLevels.CREATOR).isPresent()) {
        throw Refused.invalidParam("A creator has no power level.");
      }
    }
  }

  /// Who is in a room needs nobody's authority to stay in it, whatever they say of one. Whose name
  /// is given to them bears it in each room.
  private JsonObject member(Room room, Actor actor, String stateKey, JsonObject content) {
    var stays = stateKey.equals(actor.user().value()) && room.published().isJoined(actor.userNid());
    if (!stays) return content;
    var said = content.without("join_authorised_via_users_server");
    if (!profiles.isGiven(actor)) return said;
    var nameless = said.without("displayname");
    return profiles
        .of(actor.user())
        .displayName()
        .map(name -> nameless.with("displayname", name))
        .orElse(nameless);
  }

  private static boolean same(RoomView on, Draft draft) {
    return on.state()
        .event(draft.type(), draft.stateKey().orElse(""))
        .filter(e -> e.senderNid() == draft.senderNid())
        .filter(e -> e.pdu().content().equals(draft.content()))
        .isPresent();
  }

  /// One may take back one's own events, also while suspended; others' with the room's power to
  /// redact. An event that one may not see is none.
  /// spec: cs-api#put_matrixclientv3roomsroomidredacteventidtxnid
  String redaction(Actor actor, String roomId, String eventId, JsonObject content, String txn) {
    return redaction(actor, roomId, eventId, content, txn, OptionalLong.empty());
  }

  String redaction(
      Actor actor, String roomId, String eventId, JsonObject content, String txn, OptionalLong ts) {
    var key = new SendKey(actor.scope(), "PUT redact " + roomId + " " + eventId, txn);
    var said = content.without(REDACTS);
    return once(key, () -> redaction(actor, roomId, eventId, said, key, ts));
  }

  private String redaction(
      Actor actor,
      String roomId,
      String eventId,
      JsonObject content,
      SendKey key,
      OptionalLong ts) {
    var room = rooms.joined(actor, roomId);
    var target = rooms.seen(actor, room, eventId).orElseThrow(Refused::notFound);
    var levels = PowerLevels.of(room.version(), room.published().state());
    var own = target.senderNid() == actor.userNid();
    if (!own && actor.suspended()) {
      throw Refused.userSuspended();
    }
    if (!own && levels.user(actor.user()) < levels.redact()) {
      throw Refused.forbidden("You may not delete what others wrote in this room.");
    }
    if (target.type().equals("m.room.create")) {
      throw Refused.forbidden("The event that created a room cannot be deleted.");
    }
    var draft = Draft.redaction(actor.user(), actor.userNid(), content, target).at(ts);
    return commits.commit(room, _ -> List.of(draft), key).eventId();
  }

  /// @throws Refused invalidParam when the type or the state key of an event is none
  static void check(String type, String stateKey) {
    if (bytes(type) > TYPE_BYTES_MAX || bytes(stateKey) > TYPE_BYTES_MAX) {
      throw Refused.invalidParam("An event type or state key has at most 255 bytes.");
    }
    if (type.equals("m.room.create")) {
      throw Refused.invalidParam("A room is created once.");
    }
    if (type.isEmpty()) {
      throw Refused.invalidParam("An event needs a type.");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
