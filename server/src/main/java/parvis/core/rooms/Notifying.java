package parvis.core.rooms;

import java.util.Set;
import parvis.protocol.event.Pdu;

/// Whether an event adds to the unread count of people who never changed their push rules: what the
/// default rules decide without looking at the person.
/// spec: cs-api#predefined-rules
final class Notifying {
  private static final Set<String> TYPES =
      Set.of("m.room.message", "m.room.encrypted", "m.poll.start", "org.matrix.msc3381.poll.start");

  private Notifying() {}

  static short code(Pdu pdu) {
    if (!TYPES.contains(pdu.type()) || pdu.stateKey().isPresent()) {
      return 0;
    }
    var content = pdu.content();
    var notice = content.string("msgtype").filter("m.notice"::equals).isPresent();
    var edit =
        content
            .object("m.relates_to")
            .flatMap(r -> r.string("rel_type"))
            .filter("m.replace"::equals)
            .isPresent();
    return (short) (notice || edit ? 0 : 1);
  }
}
