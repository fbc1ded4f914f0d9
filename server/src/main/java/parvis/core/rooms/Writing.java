package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The door for writing into rooms in somebody's name, for parts of the house that are no client.
///
/// Nothing is allowed here that the actor could not do with a client of their own, except to keep
/// the state of the house ([HouseState]) and to say when something happened: `ts`, in milliseconds,
/// empty for now.
/// spec: as-api#timestamp-massaging
public final class Writing {
  /// The state that says what a room was before it was archived, to be that again. While it says
  /// something nobody comes in, whatever the rule of the room: a rule would let in whoever is
  /// invited, and access rules leave forums no other.
  public static final String ARCHIVED = "fr.parvis.archived";

  private final Rooms rooms;
  private final Creating creating;
  private final Joining joining;
  private final Sending sending;
  private final Aliases aliases;
  private final AccessRules rules;
  private final RoomVersion defaultVersion;

  Writing(
      Rooms rooms,
      Creating creating,
      Joining joining,
      Sending sending,
      Aliases aliases,
      AccessRules rules,
      RoomVersion defaultVersion) {
    this.rooms = rooms;
    this.creating = creating;
    this.joining = joining;
    this.sending = sending;
    this.aliases = aliases;
    this.rules = rules;
    this.defaultVersion = defaultVersion;
  }

  /// Makes a room as `wish`, the body of a client's request, describes it. From version 12 on what
  /// one person makes at one `ts` would be one room: the second is refused by the database.
  /// spec: cs-api#post_matrixclientv3createroom
  public RoomId create(Actor actor, JsonObject wish, OptionalLong ts) {
    return creating.create(actor, CreateRequest.read(new Body(wish), defaultVersion), ts);
  }

  /// An id for a room that is made later: for who must know it before there is the room. Rooms from
  /// version 12 on have none.
  public RoomId freshId(Actor actor) {
    return creating.freshId(actor);
  }

  /// Makes a room at an id that was given by [#freshId], unless it is there already. The caller
  /// sees to it that nobody else makes it at the same time.
  public void create(Actor actor, RoomId id, JsonObject wish, OptionalLong ts) {
    creating.create(actor, id, CreateRequest.read(new Body(wish), defaultVersion), ts);
  }

  /// Asks to be let in.
  public void knock(Actor actor, RoomId room, Optional<String> reason) {
    joining.knock(actor, found(room), reason);
  }

  /// Goes, declines an invitation or takes back a request; having gone already is fine.
  public void leave(Actor actor, RoomId room) {
    joining.leave(actor, found(room), Optional.empty());
  }

  /// The same for who may not always go.
  ///
  /// @param refusing throws, on what it sees of the room as it is left, when that may not be:
  ///     called under the room's lock, perhaps several times
  public void leave(Actor actor, RoomId room, Consumer<RoomView> refusing) {
    joining.leave(actor, found(room), Optional.empty(), refusing);
  }

  /// Takes somebody out.
  public void kick(Actor actor, RoomId room, UserId target, Optional<String> reason) {
    joining.kick(actor, rooms.joined(actor, room.value()), target, reason);
  }

  /// Takes somebody out and keeps them out, or lets them come again.
  public void ban(Actor actor, RoomId room, UserId target, boolean banned) {
    var in = rooms.joined(actor, room.value());
    if (banned) {
      joining.ban(actor, in, target, Optional.empty());
    } else {
      joining.unban(actor, in, target, Optional.empty());
    }
  }

  /// Shows a room in the directory, or takes it out.
  public void list(Actor actor, RoomId room, boolean listed) {
    var found = found(room);
    if (listed) {
      rules.refuseListing(found);
    }
    aliases.publish(actor, found, listed);
  }

  /// How a room stands to people from outside.
  public ForExternals forExternals(Room room) {
    return rules.forExternals(room);
  }

  /// Those from outside whom it would take out to close a room to them.
  public List<UserId> externals(Room room) {
    return rules.telling(() -> rules.externals(room.published().state()));
  }

  /// Opens a room to people from outside who are invited, or closes it to them again, which takes
  /// out those who are there. What it is already, or can never be, it is not made.
  public void admitExternals(Actor actor, Room room, boolean admitted) {
    var now = forExternals(room);
    if (admitted && now == ForExternals.REFUSED) {
      var said = room.published().state().event(AccessRule.TYPE, "");
      var content = said.map(event -> event.pdu().content()).orElse(JsonObject.EMPTY);
      var opened = content.with(AccessRule.RULE, AccessRule.Rule.UNRESTRICTED.word());
      state(actor, room.id(), AccessRule.TYPE, "", opened, OptionalLong.empty());
    } else if (now == (admitted ? ForExternals.CLOSED : ForExternals.ADMITTED)) {
      var decided = JsonObject.of(Closing.ADMITTED, admitted);
      state(actor, room.id(), Closing.TYPE, "", decided, OptionalLong.empty());
    }
  }

  private Room found(RoomId room) {
    return rooms.find(room.value()).orElseThrow(Refused::notFound);
  }

  /// Refuses whom one may not invite anywhere: they want no invitations by the actor.
  public void requireWilling(Actor actor, UserId target) {
    joining.refuseUnwilling(actor, target);
  }

  public void invite(Actor actor, RoomId room, UserId target, OptionalLong ts) {
    var in = rooms.joined(actor, room.value());
    joining.invite(actor, in, target, Optional.empty(), ts);
  }

  public void join(Actor actor, RoomId room, OptionalLong ts) {
    joining.join(actor, found(room), Optional.empty(), JsonObject.EMPTY, ts);
  }

  /// Answers the event's id; the first one, when the actor's session used `txn` before.
  public String send(
      Actor actor, RoomId room, String type, JsonObject content, String txn, OptionalLong ts) {
    return sending.message(actor, room.value(), type, content, txn, ts);
  }

  public String state(
      Actor actor, RoomId room, String type, String key, JsonObject content, OptionalLong ts) {
    return sending.state(actor, room.value(), type, key, content, ts);
  }

  /// Changes a state that there is, whatever others make of it at the same time.
  ///
  /// @param change what it becomes, of the room as it is then: called under the room's lock,
  ///     perhaps several times; what it throws refuses the change
  public void change(
      Actor actor, RoomId room, String type, BiFunction<RoomView, JsonObject, JsonObject> change) {
    sending.change(actor, rooms.joined(actor, room.value()), type, change);
  }

  /// Refuses what [#change] would refuse of the room as it is, and changes nothing.
  public void permit(
      Actor actor, RoomId room, String type, BiFunction<RoomView, JsonObject, JsonObject> change) {
    sending.permit(actor, rooms.joined(actor, room.value()), type, change);
  }

  public String redact(
      Actor actor, RoomId room, String event, String reason, String txn, OptionalLong ts) {
    return sending.redaction(actor, room.value(), event, JsonObject.of("reason", reason), txn, ts);
  }
}
