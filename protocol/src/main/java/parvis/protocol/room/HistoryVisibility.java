package parvis.protocol.room;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who may read what was said.
///
/// spec: client-server-api#room-history-visibility
public enum HistoryVisibility {
  WORLD_READABLE("world_readable"),
  SHARED("shared"),
  INVITED("invited"),
  JOINED("joined");

  private static final Map<String, HistoryVisibility> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toMap(HistoryVisibility::word, Function.identity()));

  private final String word;

  HistoryVisibility(String word) {
    this.word = word;
  }

  public static Optional<HistoryVisibility> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /// The visibility a room has; `SHARED` where none, or none that is known, is stated.
  ///
  /// spec: client-server-api#server-behaviour-5
  public static HistoryVisibility of(RoomState state) {
    return state
        .get(StateSlot.HISTORY_VISIBILITY)
        .flatMap(event -> event.content().string("history_visibility"))
        .flatMap(HistoryVisibility::of)
        .orElse(SHARED);
  }

  public String word() {
    return word;
  }

  /// Whether somebody may read an event sent under this visibility.
  ///
  /// @param then what the reader was to the room when the event was sent
  /// @param joinedSince whether the reader joined at any time after that
  public boolean permits(Membership then, boolean joinedSince) {
    if (then == Membership.JOIN) return true;
    return switch (this) {
      case WORLD_READABLE -> true;
      case SHARED -> joinedSince;
      case INVITED -> then == Membership.INVITE;
      case JOINED -> false;
    };
  }
}
