package parvis.core.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import parvis.base.Refused;
import parvis.core.rooms.RoomEvent;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonString;
import parvis.protocol.room.StateSlot;

/// Which state of a room a client wants: pairs of type and key, each of which may be `*`; the key
/// may be `$ME`, or of members `$LAZY`: those whose messages are shown.
/// spec: MSC4186
record RequiredState(Set<StateSlot> slots) {
  private static final String ANY = "*";
  private static final String MEMBER = "m.room.member";
  private static final String ME = "$ME";
  private static final StateSlot LAZY = new StateSlot(MEMBER, "$LAZY");

  /// Pairs in one request.
  static final int SLOTS_MAX = 200;

  static final RequiredState NONE = new RequiredState(Set.of());

  /// @throws Refused badJson when it is no list of pairs
  static RequiredState read(JsonArray list) {
    var slots = new HashSet<StateSlot>();
    for (var entry : list.values()) {
      if (!(entry instanceof JsonArray pair)
          || pair.values().size() != 2
          || !(pair.values().getFirst() instanceof JsonString(var type))
          || !(pair.values().getLast() instanceof JsonString(var key))) {
        throw Refused.badJson("required_state is a list of pairs of a type and a key.");
      }
      slots.add(new StateSlot(type, key));
    }
    if (slots.size() > SLOTS_MAX) {
      throw Refused.invalidParam("required_state has more than " + SLOTS_MAX + " pairs.");
    }
    return new RequiredState(Set.copyOf(slots));
  }

  RequiredState and(RequiredState other) {
    if (slots.containsAll(other.slots)) {
      return this;
    }
    var all = new HashSet<>(slots);
    all.addAll(other.slots);
    return new RequiredState(Set.copyOf(all));
  }

  boolean includes(RequiredState other) {
    return slots.containsAll(other.slots);
  }

  private boolean lazily() {
    return slots.contains(LAZY);
  }

  /// The state of a room that is wanted and in force, by nid.
  ///
  /// @param speakers whose messages are shown
  Map<Long, RoomEvent> of(RoomSection.Span span, Set<String> speakers) {
    var me = span.request().actor().user().value();
    var state = span.view().state();
    var found = new LinkedHashMap<Long, RoomEvent>();
    for (var slot : slots) {
      var key = slot.key().equals(ME) ? me : slot.key();
      if (slot.type().equals(ANY)) {
        add(found, state.others(), ANY, key);
        add(found, state.members(), ANY, key);
      } else if (key.equals(ANY)) {
        add(found, slot.type().equals(MEMBER) ? state.members() : state.others(), slot.type(), ANY);
      } else {
        state.event(slot.type(), key).ifPresent(event -> found.put(event.nid(), event));
      }
    }
    if (lazily()) {
      for (var speaker : speakers) {
        state.event(MEMBER, speaker).ifPresent(event -> found.put(event.nid(), event));
      }
    }
    return found;
  }

  private static void add(
      Map<Long, RoomEvent> found, Collection<RoomEvent> events, String type, String key) {
    for (var event : events) {
      if ((type.equals(ANY) || event.type().equals(type))
          && (key.equals(ANY) || event.stateKey().orElse("").equals(key))) {
        found.put(event.nid(), event);
      }
    }
  }
}
