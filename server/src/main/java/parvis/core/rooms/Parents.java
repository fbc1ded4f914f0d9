package parvis.core.rooms;

import java.util.List;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// The spaces that list a room, where somebody is: a room that is replaced is followed there by its
/// successor, as far as they may write there.
/// spec: cs-api#spaces
final class Parents {
  private static final Logger logger = LoggerFactory.getLogger(Parents.class);

  static final String CHILD = "m.space.child";

  /// Spaces of one person that list a room and are changed.
  static final int SPACES_MAX = 200;

  /// An index finds them by room and slot; a room that no space lists has no such slot.
  private static final String LISTING =
      """
      select distinct e.room from event e
       where e.room = any (?)
         and e.slot = (select nid from state_slot where type = 'm.space.child' and state_key = ?)
       order by e.room limit ?""";

  private final Db db;
  private final Rooms rooms;
  private final Sending sending;

  Parents(Db db, Rooms rooms, Sending sending) {
    this.db = db;
    this.rooms = rooms;
    this.sending = sending;
  }

  /// Puts the new room in the place of the old one. May be done again.
  void replace(Actor actor, Room old, Room replacement) {
    for (var nid : listing(actor, old.id().value())) {
      rooms.find(nid).ifPresent(space -> replace(actor, space, old, replacement));
    }
  }

  private List<Long> listing(Actor actor, String child) {
    var own = LongStream.builder();
    for (var standing : rooms.memberships().of(actor.userNid()).all()) {
      if (standing.membership() == Membership.JOIN) {
        own.add(standing.room());
      }
    }
    var nids = own.build().toArray();
    return db.read(tx -> tx.list(row -> row.number("room"), LISTING, nids, child, SPACES_MAX));
  }

  private void replace(Actor actor, Room space, Room old, Room replacement) {
    var state = space.published().state();
    var entry = listed(state, old);
    if (entry.isEmpty()) {
      return;
    }
    try {
      if (listed(state, replacement).isEmpty()) {
        sending.state(actor, space.id().value(), CHILD, replacement.id().value(), entry);
      }
      sending.state(actor, space.id().value(), CHILD, old.id().value(), JsonObject.EMPTY);
    } catch (Refused refused) {
      logger.info("a space keeps listing a room that was replaced: {}", refused.sentence());
    }
  }

  /// What a space says of a child; empty when it has no such child.
  private static JsonObject listed(State state, Room child) {
    return state
        .event(CHILD, child.id().value())
        .map(event -> event.pdu().content())
        .filter(content -> content.array("via").isPresent())
        .orElse(JsonObject.EMPTY);
  }
}
