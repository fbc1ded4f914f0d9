package parvis.core.rooms;

import parvis.protocol.event.Pdu;
import parvis.protocol.room.PowerLevels;

/// What push rules ask about an event and its room as it was when the event came: decided once, for
/// all readers, and kept with the event.
///
/// @param who whom it makes attentive under the default rules
/// @param everybody whether its sender might notify the whole room
/// @param joined how many people were joined, [#JOINED_MAX] for more
public record Attention(Notifying who, boolean everybody, int joined) {
  /// More people than any rule tells apart.
  public static final int JOINED_MAX = (1 << 12) - 1;

  private static final int WHO = 0b11;
  private static final int EVERYBODY = 0b100;
  private static final int JOINED_SHIFT = 3;

  /// @param before the room right before the event
  static Attention of(Pdu event, RoomView before) {
    var levels = PowerLevels.of(event.version(), before.state());
    return new Attention(
        Notifying.of(event),
        levels.user(event.sender()) >= levels.notification("room"),
        Math.min(before.joined().length, JOINED_MAX));
  }

  /// What the database holds.
  short code() {
    return (short) (who.code() | (everybody ? EVERYBODY : 0) | joined << JOINED_SHIFT);
  }

  static Attention of(short code) {
    return new Attention(
        Notifying.of((short) (code & WHO)), (code & EVERYBODY) != 0, code >> JOINED_SHIFT);
  }
}
