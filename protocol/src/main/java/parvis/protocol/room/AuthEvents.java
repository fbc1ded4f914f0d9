package parvis.protocol.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.protocol.event.EventDraft;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonObject;

/// The parts of a room's state that an event is judged by, and therefore names.
///
/// spec: server-server-api#auth-events-selection
public final class AuthEvents {
  private AuthEvents() {}

  /// The slots whose events, as far as there are any, the draft has to name.
  public static List<StateSlot> select(RoomVersion version, EventDraft draft) {
    return select(
        version,
        draft.type(),
        draft.stateKey().orElse(null),
        draft.sender().value(),
        draft.content());
  }

  public static List<StateSlot> select(Pdu event) {
    return select(
        event.version(),
        event.type(),
        event.stateKey().orElse(null),
        event.sender().value(),
        event.content());
  }

  private static List<StateSlot> select(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      String sender,
      JsonObject content) {
    if (type.equals(EventType.CREATE)) return List.of();
    var slots = new ArrayList<StateSlot>(6);
    if (!version.roomIdIsCreateHash()) slots.add(StateSlot.CREATE);
    slots.add(StateSlot.POWER_LEVELS);
    slots.add(StateSlot.member(sender));
    if (type.equals(EventType.MEMBER) && stateKey != null) {
      ofMember(version, slots, stateKey, sender, content);
    }
    return slots;
  }

  private static void ofMember(
      RoomVersion version,
      List<StateSlot> slots,
      String target,
      String sender,
      JsonObject content) {
    if (!target.equals(sender)) slots.add(StateSlot.member(target));
    Optional<Membership> membership = content.string("membership").flatMap(Membership::of);
    if (membership.isEmpty()) return;
    switch (membership.get()) {
      case INVITE -> {
        slots.add(StateSlot.JOIN_RULES);
        thirdPartyToken(content)
            .ifPresent(token -> slots.add(new StateSlot(EventType.THIRD_PARTY_INVITE, token)));
      }
      case JOIN -> {
        slots.add(StateSlot.JOIN_RULES);
        if (version.restrictedJoins()) ofRestrictedJoin(slots, content);
      }
      case KNOCK -> slots.add(StateSlot.JOIN_RULES);
      case LEAVE, BAN -> {}
    }
  }

  private static void ofRestrictedJoin(List<StateSlot> slots, JsonObject content) {
    content
        .string("join_authorised_via_users_server")
        .map(StateSlot::member)
        .filter(slot -> !slots.contains(slot))
        .ifPresent(slots::add);
  }

  private static Optional<String> thirdPartyToken(JsonObject content) {
    return content
        .object("third_party_invite")
        .flatMap(invite -> invite.object("signed"))
        .flatMap(signed -> signed.string("token"));
  }
}
