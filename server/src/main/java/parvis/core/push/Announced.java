package parvis.core.push;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.core.identity.Accounts;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What the server itself says in a notice that waits for somebody, as one line for a device or a
/// mail: why, and for whom it may be named in which space; never what it is about.
final class Announced {
  private Announced() {}

  /// Why, in somebody's language; empty for what people say, and for notices that do not tell it.
  static Optional<String> why(RoomEvent event, Language in) {
    return notice(event)
        .flatMap(notice -> notice.object("short"))
        .flatMap(line -> line.string(in.code()));
  }

  /// The same with the name of the space it is in.
  static Optional<String> whyAndWhere(Rooms rooms, Actor actor, RoomEvent event, Language in) {
    return why(event, in).map(why -> where(rooms, actor, event).map(at -> why + at).orElse(why));
  }

  private static Optional<String> where(Rooms rooms, Actor actor, RoomEvent event) {
    return notice(event)
        .flatMap(notice -> notice.string("space_id"))
        .flatMap(rooms::find)
        .flatMap(space -> space.published().name(actor.user()))
        .map(name -> " (" + name + ")");
  }

  private static Optional<JsonObject> notice(RoomEvent event) {
    return UserId.parse(event.sender())
        .filter(sender -> sender.localpart().equals(Accounts.SERVER_ITSELF))
        .flatMap(_ -> event.pdu().content().object("fr.parvis.notice"));
  }
}
