package parvis.protocol.room;

import static parvis.protocol.room.AuthVerdict.allow;
import static parvis.protocol.room.AuthVerdict.denied;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.protocol.sign.Verifier;

/// The rules by which every server of a room decides, alike and alone, whether an event may stand.
///
/// Numbers in the code are those of version 12. Versions 6 to 11 have the same rules without rule 2
/// and so count one less from there on; in versions 1 to 5 a rule on aliases stands before that on
/// members, so that the numbers meet again. What is not in every version asks the `RoomVersion`.
///
/// spec: rooms/v12#authorisation-rules, rooms/v1#authorisation-rules
public final class AuthRules {
  /// For callers without cryptography: no invitation by a third party is believed.
  private static final Verifier NO_VERIFIER = (_, _, _) -> false;

  private AuthRules() {}

  /// What the rules say to an event, given the state before it.
  ///
  /// The signatures of servers were checked when the event arrived (`PduCheck`); an event that this
  /// server makes is checked before it is signed away.
  public static AuthVerdict check(Pdu event, RoomState state) {
    return check(event, state, NO_VERIFIER);
  }

  /// The same for callers who also let people in whom a third party invited.
  public static AuthVerdict check(Pdu event, RoomState state, Verifier verifier) {
    if (event.type().equals(EventType.CREATE)) return create(event);
    Pdu create = state.get(StateSlot.CREATE).orElse(null);
    if (create == null) return denied("the room has no create event");
    if (!create.roomId().equals(event.roomId())) return denied("the event is of another room");
    if (!federates(create, event)) return denied("the room is closed to other servers");
    if (event.type().equals(EventType.ALIASES) && event.version().aliasesByServer()) {
      return aliases(event);
    }
    if (event.type().equals(EventType.MEMBER)) {
      return new MemberRules(event, create, state, verifier).check();
    }
    return other(event, create, state);
  }

  /// Whether the events that an event names to justify itself are the ones it may name.
  ///
  /// @param rejected tells which events this server has rejected before
  ///
  /// spec: rooms/v12#authorisation-rules, rule 3
  public static AuthVerdict checkAuthEvents(
      Pdu event, List<Pdu> authEvents, Predicate<EventId> rejected) {
    List<StateSlot> expected = AuthEvents.select(event);
    Set<StateSlot> seen = new HashSet<>();
    for (Pdu one : authEvents) {
      StateSlot slot = StateSlot.of(one).orElse(null);
      // rule 3.1
      if (slot != null && !seen.add(slot)) return denied("two auth events for one place");
      // rule 3.2
      if (slot == null || !expected.contains(slot)) return denied("an auth event of no use");
      // rule 3.3
      if (rejected.test(one.eventId())) return denied("an auth event was rejected itself");
      // rule 3.5
      if (!one.roomId().equals(event.roomId())) return denied("an auth event of another room");
    }
    // spec: rooms/v11#authorisation-rules, rule 2.4; version 12 has the room id instead
    boolean create = expected.contains(StateSlot.CREATE);
    return AuthVerdict.when(
        !create || seen.contains(StateSlot.CREATE), "the create event is not among auth events");
  }

  /// spec: rooms/v12#authorisation-rules, rule 1
  private static AuthVerdict create(Pdu event) {
    RoomVersion version = event.version();
    // rule 1.1
    if (!event.prevEvents().isEmpty()) return denied("a room begins with its create event");
    // rule 1.2
    if (version.roomIdIsCreateHash()) {
      if (event.json().has("room_id")) return denied("the create event names a room");
    } else {
      Optional<ServerName> server = event.roomId().server();
      if (!server.equals(Optional.of(event.sender().server()))) {
        return denied("the room id is of another server than the creator");
      }
    }
    // rule 1.3
    JsonValue named = event.content().get("room_version");
    if (named != null
        && !(named instanceof JsonString(String id) && RoomVersion.of(id).isPresent())) {
      return denied("the room version is unknown");
    }
    // spec: rooms/v10#authorisation-rules, rule 1.4
    if (version.namesCreator() && !event.content().has("creator")) {
      return denied("the create event names no creator");
    }
    // rule 1.4
    boolean bad =
        version.creatorsAbovePowerLevels() && !userIds(event.content().get("additional_creators"));
    return bad ? denied("additional creators are no user ids") : allow();
  }

  private static boolean userIds(@Nullable JsonValue value) {
    if (value == null) return true;
    if (!(value instanceof JsonArray array)) return false;
    for (JsonValue one : array.values()) {
      if (!(one instanceof JsonString(String id)) || !UserId.valid(id)) return false;
    }
    return true;
  }

  /// Rule 4.
  private static boolean federates(Pdu create, Pdu event) {
    boolean open = create.content().bool("m.federate").orElse(true);
    return open || create.sender().server().equals(event.sender().server());
  }

  /// spec: rooms/v1#authorisation-rules, rule 4
  private static AuthVerdict aliases(Pdu event) {
    return AuthVerdict.when(
        event.stateKey().equals(Optional.of(event.sender().server().value())),
        "aliases of another server");
  }

  /// Rules 6 to 11, for everything but create, aliases and member events.
  private static AuthVerdict other(Pdu event, Pdu create, RoomState state) {
    UserId sender = event.sender();
    // rule 6
    if (Membership.of(state, sender) != Membership.JOIN) return denied("the sender is not joined");
    PowerLevels levels = PowerLevels.of(event.version(), state);
    long power = levels.user(sender);
    // rule 7
    if (event.type().equals(EventType.THIRD_PARTY_INVITE)) {
      return AuthVerdict.when(power >= levels.invite(), "the sender may not invite");
    }
    // rule 8
    if (levels.event(event.type(), event.isState()) > power) {
      return denied("the sender's power level is too low for " + event.type());
    }
    // rule 9
    String key = event.stateKey().orElse("");
    if (key.startsWith("@") && !key.equals(sender.value()) && !owns(event, levels, power)) {
      return denied("the state of another person");
    }
    // rule 10
    if (event.type().equals(EventType.POWER_LEVELS)) {
      return new PowerLevelRules(event, Creators.of(event.version(), create), state, power).check();
    }
    if (event.type().equals(EventType.REDACTION) && event.version().redactionsByRule()) {
      return redaction(event, power >= levels.redact());
    }
    return allow();
  }

  /// Whether a state is the sender's own, or of somebody who has less power than they.
  ///
  /// spec: MSC3757
  private static boolean owns(Pdu event, PowerLevels levels, long power) {
    return event.version().ownedState()
        && owner(event.stateKey().orElse(""))
            .filter(owner -> owner.equals(event.sender()) || power > levels.user(owner))
            .isPresent();
  }

  /// Whose state one with that key is: an id, or one and an underscore and more. Empty when it is
  /// nobody's, which no such key may be.
  public static Optional<UserId> owner(String key) {
    int end = key.indexOf('_', key.indexOf(':') + 1);
    return UserId.parse(end < 0 ? key : key.substring(0, end));
  }

  /// spec: rooms/v1#authorisation-rules, rule 11
  private static AuthVerdict redaction(Pdu event, boolean mayRedact) {
    Optional<ServerName> ofTarget = event.redacts().flatMap(EventId::server);
    return AuthVerdict.when(
        mayRedact || (ofTarget.isPresent() && ofTarget.equals(event.eventId().server())),
        "the sender may not redact events of other servers");
  }
}
