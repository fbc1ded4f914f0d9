package parvis.core.rooms;

import java.util.Set;
import parvis.protocol.event.Pdu;

/// Whom an event makes attentive under the default push rules, as far as that does not depend on
/// the person: decided once, when it is sent, for all who never changed their rules.
/// spec: cs-api#predefined-rules
public enum Notifying {
  /// Only people whom it mentions.
  MENTIONED(0),
  /// Everybody.
  EVERYBODY(1),
  /// Nobody, not even people whom it mentions.
  NOBODY(2),
  /// Everybody, as if it mentioned them.
  LOUDLY(3);

  private static final Set<String> TYPES =
      Set.of("m.room.message", "m.room.encrypted", "m.call.invite");

  private final short code;

  Notifying(int code) {
    this.code = (short) code;
  }

  /// What the database holds.
  short code() {
    return code;
  }

  static Notifying of(short code) {
    return switch (code) {
      case 1 -> EVERYBODY;
      case 2 -> NOBODY;
      case 3 -> LOUDLY;
      default -> MENTIONED;
    };
  }

  static Notifying of(Pdu pdu) {
    var content = pdu.content();
    if (content.string("msgtype").filter("m.notice"::equalsIgnoreCase).isPresent()
        || pdu.type().equals(State.MEMBER)) {
      return NOBODY;
    }
    if (pdu.type().equals("m.room.tombstone") && pdu.stateKey().filter(""::equals).isPresent()) {
      return LOUDLY;
    }
    var edit =
        content
            .object("m.relates_to")
            .flatMap(r -> r.string("rel_type"))
            .filter("m.replace"::equals)
            .isPresent();
    return TYPES.contains(pdu.type()) && !edit ? EVERYBODY : MENTIONED;
  }
}
