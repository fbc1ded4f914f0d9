package parvis.core.rooms;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;
import parvis.protocol.room.RoomState;
import parvis.protocol.room.StateSlot;

/// The state of a room at one moment: persistent, so that a thousand moments share what they have
/// in common. Members stand apart, because rooms have few other state events and many members.
public final class State implements RoomState {
  static final String MEMBER = "m.room.member";
  static final State EMPTY = new State(HashTreePMap.empty(), HashTreePMap.empty(), 0);

  /// What the maps take for one event.
  private static final int ENTRY_BYTES = 120;

  private final PMap<StateSlot, RoomEvent> others;
  private final PMap<String, RoomEvent> members;
  private final long sizeBytes;

  private State(
      PMap<StateSlot, RoomEvent> others, PMap<String, RoomEvent> members, long sizeBytes) {
    this.others = others;
    this.members = members;
    this.sizeBytes = sizeBytes;
  }

  State with(RoomEvent event) {
    var before = event(event.slot()).map(RoomEvent::sizeBytes).orElse(-ENTRY_BYTES);
    var size = sizeBytes - before + event.sizeBytes();
    return event.type().equals(MEMBER)
        ? new State(others, members.plus(event.stateKey().orElse(""), event), size)
        : new State(others.plus(event.slot(), event), members, size);
  }

  /// The state that does not tell of what the redaction `by` took away: neither the event itself,
  /// nor the one that took its place, nor, when it was a redaction, what that had been about.
  State redacting(RoomEvent lost, RoomEvent by) {
    var state = this;
    var here = event(lost.slot());
    if (here.isPresent()) {
      var same = here.get().nid() == lost.nid();
      state = state.with(same ? here.get().redacted(by) : here.get().beside(lost));
    }
    if (lost.type().equals(EventType.REDACTION)) {
      for (var event : concat(others.values(), members.values())) {
        state = event.redactedBy() == lost.nid() ? state.with(event.beside(lost)) : state;
      }
    }
    return state;
  }

  private static List<RoomEvent> concat(Collection<RoomEvent> one, Collection<RoomEvent> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /// Whether that very event stands in this state.
  boolean holds(RoomEvent event) {
    return event.isState() && event(event.slot()).filter(here -> here == event).isPresent();
  }

  /// An event as this state has it, if it does: one of two copies.
  RoomEvent own(RoomEvent copy) {
    return copy.isState()
        ? event(copy.slot()).filter(here -> here.nid() == copy.nid()).orElse(copy)
        : copy;
  }

  /// An estimate of the memory that this state holds.
  long sizeBytes() {
    return sizeBytes;
  }

  public Optional<RoomEvent> event(String type, String key) {
    return Optional.ofNullable(
        type.equals(MEMBER) ? members.get(key) : others.get(new StateSlot(type, key)));
  }

  public Optional<RoomEvent> event(StateSlot slot) {
    return event(slot.type(), slot.key());
  }

  @Override
  public Optional<Pdu> get(StateSlot slot) {
    return event(slot).map(RoomEvent::pdu);
  }

  public Optional<RoomEvent> member(UserId user) {
    return Optional.ofNullable(members.get(user.value()));
  }

  public Optional<Membership> membership(UserId user) {
    return member(user).flatMap(State::membership);
  }

  @Override
  public Optional<Membership> membership(String user) {
    return Optional.ofNullable(members.get(user)).flatMap(State::membership);
  }

  static Optional<Membership> membership(RoomEvent member) {
    return member.membership();
  }

  /// All member events, those who left included.
  public Collection<RoomEvent> members() {
    return members.values();
  }

  /// All state events that are not of members.
  public Collection<RoomEvent> others() {
    return others.values();
  }

  int size() {
    return others.size() + members.size();
  }
}
