package parvis.suite.spaces;

import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.RoomId;

/// Makes rooms of spaces, each once, however often it is asked for.
final class RoomWishes {
  private final Db db;
  private final RoomWishStore store = new RoomWishStore();
  private final Writing writing;
  private final Rights rights;
  private final Once once = new Once();

  RoomWishes(SpacesFeature.Needs needs) {
    this.db = needs.db();
    this.writing = needs.writing();
    this.rights = needs.rights();
  }

  /// Makes a room, or answers the one that the actor made by this request.
  ///
  /// @param request absent: it is a wish of its own
  /// @param making makes the room of an id, unless it is there
  /// @throws Refused when there may be none; then nothing is kept of the wish
  RoomId make(Actor actor, String space, Optional<String> request, Consumer<RoomId> making) {
    rights.require(actor, space, Action.MAKE_ROOM);
    var fresh = writing.freshId(actor);
    if (request.isEmpty()) {
      making.accept(fresh);
      return fresh;
    }
    var asked = request.get();
    return once.run(
        new Once.Wanted(actor.userNid(), space + " " + asked),
        () -> make(actor, space, asked, fresh, making));
  }

  private RoomId make(
      Actor actor, String space, String request, RoomId fresh, Consumer<RoomId> making) {
    long by = actor.userNid();
    var room = db.write(tx -> store.begin(tx, space, by, request, fresh.value()));
    var id = RoomId.parse(room).orElseThrow();
    try {
      making.accept(id);
    } catch (Refused refused) {
      if (refused.kind() != Refused.Kind.UNAVAILABLE) {
        db.write(tx -> store.forget(tx, space, by, request));
      }
      throw refused;
    }
    return id;
  }
}
