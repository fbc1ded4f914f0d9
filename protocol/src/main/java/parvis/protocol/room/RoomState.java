package parvis.protocol.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import parvis.protocol.event.Pdu;

/// The state of a room at one moment.
@FunctionalInterface
public interface RoomState {
  Optional<Pdu> get(StateSlot slot);

  /// What a member event says that somebody is to the room; empty when there is none. For whoever
  /// knows it without reading the event.
  default Optional<Membership> membership(String user) {
    return get(StateSlot.member(user)).flatMap(Membership::of);
  }

  /// The state these state events make, later ones replacing earlier ones.
  static RoomState of(Iterable<Pdu> events) {
    Map<StateSlot, Pdu> state = new HashMap<>();
    for (Pdu event : events) StateSlot.of(event).ifPresent(slot -> state.put(slot, event));
    return slot -> Optional.ofNullable(state.get(slot));
  }
}
