package parvis.core.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import parvis.base.Refused;
import parvis.core.rooms.RoomEvent;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.room.StateSlot;

/// Which state of a room a client wants: pairs of type and key, each of which may be `*`; the key
/// may be `$ME`, or of members `$LAZY`: those whose messages are shown.
///
/// @param without what is not wanted of that, by pairs too
/// @param lazily whether of members only those are wanted whose messages are shown, unless they are
///     named
/// spec: MSC4186
record RequiredState(Set<StateSlot> slots, Set<StateSlot> without, boolean lazily) {
  private static final String ANY = "*";
  private static final String MEMBER = "m.room.member";
  private static final String ME = "$ME";
  private static final StateSlot LAZY = new StateSlot(MEMBER, "$LAZY");
  private static final StateSlot MEMBERS = new StateSlot(MEMBER, ANY);
  private static final StateSlot ALL = new StateSlot(ANY, ANY);

  /// Pairs in one request, of all that it shows together.
  static final int SLOTS_MAX = 200;

  /// Of a type, and of a key: no event has longer ones.
  static final int CHARS_MAX = 255;

  private static final int SLOT_BYTES = 150;

  static final RequiredState NONE = new RequiredState(Set.of(), Set.of(), false);

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
      slots.add(slot(type, key));
    }
    return new RequiredState(Set.copyOf(slots), Set.of(), false);
  }

  private static StateSlot slot(String type, String key) {
    if (type.length() > CHARS_MAX || key.length() > CHARS_MAX) {
      throw Refused.invalidParam("Types and keys have at most " + CHARS_MAX + " characters.");
    }
    return new StateSlot(type, key);
  }

  /// The same as the proposal has it by now: a pair is an object, of which what is absent is any.
  static RequiredState read(Body body) {
    return new RequiredState(
        pairs(body, "include"), pairs(body, "exclude"), body.bool("lazy_members", false));
  }

  private static Set<StateSlot> pairs(Body body, String name) {
    var slots = new HashSet<StateSlot>();
    for (var entry : body.optionalArray(name).orElse(JsonArray.EMPTY).values()) {
      if (!(entry instanceof JsonObject pair)) {
        throw Refused.badJson("\"" + name + "\" is a list of objects.");
      }
      var given = new Body(pair);
      slots.add(
          slot(
              given.optionalString("type").orElse(ANY),
              given.optionalString("state_key").orElse(ANY)));
    }
    return Set.copyOf(slots);
  }

  /// @throws Refused invalidParam when they are too many together
  static void check(Stream<RequiredState> all) {
    if (all.flatMap(one -> Stream.concat(one.slots.stream(), one.without.stream()))
            .distinct()
            .limit(SLOTS_MAX + 1L)
            .count()
        > SLOTS_MAX) {
      throw Refused.invalidParam("required_state has more than " + SLOTS_MAX + " pairs.");
    }
  }

  long sizeBytes() {
    return Stream.concat(slots.stream(), without.stream())
        .mapToLong(
            slot ->
                SLOT_BYTES + (long) Character.BYTES * (slot.type().length() + slot.key().length()))
        .sum();
  }

  /// What either of them wants, if not more: what both do without is left out.
  RequiredState and(RequiredState other) {
    if (includes(other)) {
      return this;
    }
    var all = new HashSet<>(slots);
    all.addAll(other.slots);
    var none = new HashSet<>(without);
    none.retainAll(other.without);
    return new RequiredState(Set.copyOf(all), Set.copyOf(none), lazily || other.lazily);
  }

  boolean includes(RequiredState other) {
    return slots.containsAll(other.slots)
        && other.without.containsAll(without)
        && (lazily || !other.lazily);
  }

  /// The state of a room that is wanted and in force, by nid.
  ///
  /// @param speakers whose messages are shown
  Map<Long, RoomEvent> of(RoomSection.Span span, Set<String> speakers) {
    var me = span.request().actor().user().value();
    var state = span.view().state();
    var found = new LinkedHashMap<Long, RoomEvent>();
    for (var slot : slots) {
      var type = slot.type().equals(ANY) ? MEMBER : slot.type();
      var key = slot.key().equals(ME) ? me : slot.key();
      state.event(type, key).ifPresent(event -> found.put(event.nid(), event));
    }
    if (slots.contains(MEMBERS) || (slots.contains(ALL) && !lazily)) {
      add(found, state.members(), _ -> true);
    }
    if (slots.stream().anyMatch(RequiredState::isWide)) {
      add(found, state.others(), event -> takes(event, me));
    }
    found.values().removeIf(event -> matches(without, event, me));
    if (lazily || slots.contains(LAZY)) {
      for (var speaker : speakers) {
        state.event(MEMBER, speaker).ifPresent(event -> found.put(event.nid(), event));
      }
    }
    return found;
  }

  /// Whether more than one event may be meant, of which the others than members are all looked at,
  /// once.
  private static boolean isWide(StateSlot slot) {
    return slot.type().equals(ANY) || (slot.key().equals(ANY) && !slot.type().equals(MEMBER));
  }

  private boolean takes(RoomEvent event, String me) {
    return matches(slots, event, me);
  }

  private static boolean matches(Set<StateSlot> slots, RoomEvent event, String me) {
    if (slots.isEmpty()) {
      return false;
    }
    var key = event.stateKey().orElse("");
    return slots.contains(ALL)
        || slots.contains(event.slot())
        || slots.contains(new StateSlot(event.type(), ANY))
        || slots.contains(new StateSlot(ANY, key))
        || (key.equals(me) && slots.contains(new StateSlot(ANY, ME)));
  }

  private static void add(
      Map<Long, RoomEvent> found, Collection<RoomEvent> events, Predicate<RoomEvent> wanted) {
    for (var event : events) {
      if (wanted.test(event)) {
        found.put(event.nid(), event);
      }
    }
  }
}
