package parvis.protocol.room;

import java.util.Optional;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.id.UserId;

/// A place in a room's state: at any time at most one event holds it.
public record StateSlot(String type, String key) {
  public static final StateSlot CREATE = new StateSlot(EventType.CREATE, "");
  public static final StateSlot POWER_LEVELS = new StateSlot(EventType.POWER_LEVELS, "");
  public static final StateSlot JOIN_RULES = new StateSlot(EventType.JOIN_RULES, "");
  public static final StateSlot HISTORY_VISIBILITY =
      new StateSlot(EventType.HISTORY_VISIBILITY, "");

  public static StateSlot member(UserId user) {
    return member(user.value());
  }

  static StateSlot member(String user) {
    return new StateSlot(EventType.MEMBER, user);
  }

  /// The slot this event takes; empty for an event that is no state.
  public static Optional<StateSlot> of(Pdu event) {
    return event.stateKey().map(key -> new StateSlot(event.type(), key));
  }
}
