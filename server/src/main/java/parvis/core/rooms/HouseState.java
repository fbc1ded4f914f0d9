package parvis.core.rooms;

import java.util.Set;
import parvis.base.Refused;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// State that the house itself keeps in rooms: what spaces, feeds and what was archived say of
/// themselves. It is written through [Writing] alone, by those parts of the house that look first
/// at who may say what; clients read it.
final class HouseState {
  private static final Set<String> TYPES =
      Set.of("fr.parvis.space", "fr.parvis.feed", "fr.parvis.grants", Writing.ARCHIVED);

  private HouseState() {}

  /// Refuses what a client would say in the name of the house.
  static void refuse(String type) {
    if (TYPES.contains(type)) {
      throw Refused.forbidden("The server itself keeps this state.");
    }
  }

  /// Refuses what nobody does with it by any way: to redact it, and to come into what is archived.
  static void check(RoomView on, Draft draft) {
    draft
        .redacts()
        .filter(target -> target.stateKey().isPresent())
        .ifPresent(target -> refuse(target.type()));
    if (draft.type().equals(State.MEMBER) && isArchived(on) && comes(on, draft)) {
      throw Refused.forbidden("This room is archived.");
    }
  }

  private static boolean isArchived(RoomView on) {
    return on.state()
        .event(Writing.ARCHIVED, "")
        .map(event -> event.pdu().content())
        .filter(said -> !said.equals(JsonObject.EMPTY))
        .isPresent();
  }

  private static boolean comes(RoomView on, Draft draft) {
    var before = on.state().membership(draft.stateKey().orElse(""));
    return before.filter(Membership.JOIN::equals).isEmpty()
        && draft
            .content()
            .string("membership")
            .flatMap(Membership::of)
            .filter(wanted -> wanted != Membership.LEAVE && wanted != Membership.BAN)
            .isPresent();
  }
}
