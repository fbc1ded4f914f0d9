package parvis.core.rooms;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import parvis.protocol.event.EventReference;
import parvis.protocol.id.UserId;
import parvis.protocol.room.HistoryVisibility;
import parvis.protocol.room.Membership;

/// A room as of one moment: its state, who is joined, and what the next event builds on.
///
/// @param joined nids of the joined people, ascending
/// @param snapshot the state snapshot after the last event, 0 before the first
/// @param steps deltas since the last full copy of the state
/// @param version how many events the room has: what a commit must find unchanged
/// @param extremities the events that nothing refers to yet
/// @param lastPos position of the last event; 0 in a tip that is not durable
public record RoomView(
    State state,
    long[] joined,
    int invited,
    long snapshot,
    int steps,
    long version,
    List<EventReference> extremities,
    long depth,
    long lastPos) {

  private static final int HEROES_MAX = 5;

  static final RoomView EMPTY = new RoomView(State.EMPTY, new long[0], 0, 0, 0, 0, List.of(), 0, 0);

  public boolean isJoined(long userNid) {
    return Arrays.binarySearch(joined, userNid) >= 0;
  }

  boolean isWorldReadable() {
    return HistoryVisibility.of(state) == HistoryVisibility.WORLD_READABLE;
  }

  /// Up to five people, without the reader, whom a room without a name is named after: those who
  /// are in it or invited, else those who were.
  /// spec: cs-api#calculating-the-display-name-for-a-room
  public List<String> heroes(UserId reader) {
    var others =
        state.members().stream()
            .filter(m -> !m.stateKey().orElse("").equals(reader.value()))
            .sorted(Comparator.comparingLong(RoomEvent::pos))
            .toList();
    var here =
        others.stream()
            .filter(
                m ->
                    State.membership(m)
                        .filter(k -> k == Membership.JOIN || k == Membership.INVITE)
                        .isPresent())
            .limit(HEROES_MAX)
            .map(m -> m.stateKey().orElse(""))
            .toList();
    return here.isEmpty()
        ? others.stream().limit(HEROES_MAX).map(m -> m.stateKey().orElse("")).toList()
        : here;
  }

  /// What the room is called to somebody: its name, its address, or who else is in it.
  public Optional<String> name(UserId reader) {
    return text("m.room.name", "name")
        .or(() -> text("m.room.canonical_alias", "alias"))
        .or(
            () ->
                Optional.of(heroes(reader).stream().map(this::name).toList())
                    .filter(heroes -> !heroes.isEmpty())
                    .map(heroes -> String.join(", ", heroes)));
  }

  private String name(String hero) {
    return UserId.parse(hero)
        .flatMap(state::member)
        .flatMap(member -> member.pdu().content().string("displayname"))
        .filter(name -> !name.isBlank())
        .orElse(hero);
  }

  private Optional<String> text(String type, String field) {
    return state
        .event(type, "")
        .flatMap(event -> event.pdu().content().string(field))
        .filter(text -> !text.isBlank());
  }

  /// The view after one more event, whose new member facts are `member`.
  RoomView after(RoomEvent event, Moved moved, long snapshotAfter, int stepsAfter) {
    return new RoomView(
        event.isState() ? state.with(event) : state,
        moved.joined(joined),
        invited + moved.invitedBy(),
        snapshotAfter,
        stepsAfter,
        version + 1,
        List.of(event.pdu().reference()),
        event.depth(),
        event.pos());
  }

  /// The view after a state event that has no numbers: good for judging what follows, not for
  /// building on.
  RoomView supposing(RoomEvent event) {
    return new RoomView(
        state.with(event),
        joined,
        invited,
        snapshot,
        steps,
        version,
        List.of(event.pdu().reference()),
        event.depth(),
        0);
  }

  RoomView at(long pos) {
    return new RoomView(state, joined, invited, snapshot, steps, version, extremities, depth, pos);
  }

  /// The view in which the state does not tell of what the redaction `by` took away.
  ///
  /// @param lost the event that has lost its content, as it is now
  RoomView redacting(RoomEvent lost, RoomEvent by) {
    return lost.redactedBy() == by.nid() ? with(state.redacting(lost, by)) : this;
  }

  private RoomView with(State changed) {
    return new RoomView(
        changed, joined, invited, snapshot, steps, version, extremities, depth, lastPos);
  }

  /// How one event changes who is in the room.
  ///
  /// @param user nid of the person concerned, 0 for events that are not of members
  record Moved(
      long user, boolean wasJoined, boolean isJoined, boolean wasInvited, boolean isInvited) {
    static final Moved NOBODY = new Moved(0, false, false, false, false);

    int invitedBy() {
      return (isInvited ? 1 : 0) - (wasInvited ? 1 : 0);
    }

    long[] joined(long[] before) {
      if (wasJoined == isJoined) {
        return before;
      }
      var at = Arrays.binarySearch(before, user);
      if (isJoined) {
        return at >= 0 ? before : inserted(before, -at - 1);
      }
      return at < 0 ? before : removed(before, at);
    }

    private long[] inserted(long[] before, int at) {
      var after = new long[before.length + 1];
      System.arraycopy(before, 0, after, 0, at);
      after[at] = user;
      System.arraycopy(before, at, after, at + 1, before.length - at);
      return after;
    }

    private static long[] removed(long[] before, int at) {
      var after = new long[before.length - 1];
      System.arraycopy(before, 0, after, 0, at);
      System.arraycopy(before, at + 1, after, at, after.length - at);
      return after;
    }
  }
}
