package parvis.core.sync;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;

/// Which threads people want to hear of, by their own wish or because their client thinks so.
/// spec: MSC4306
final class Subscriptions {
  /// Threads of one account, also those that it wants no more of. Each node counts for itself:
  /// where several are asked at the same moment, there is one more for each.
  static final int OF_ACCOUNT_MAX = 10_000;

  private final Rooms rooms;
  private final Keyed keyed;
  private final Stripes stripes = new Stripes();

  Subscriptions(Rooms rooms, Keyed keyed) {
    this.rooms = rooms;
    this.keyed = keyed;
  }

  /// A room that somebody is in, and an event of it that they see.
  private record Place(Room room, RoomEvent root) {}

  /// @throws Refused notFound, whether the room, the event or the right to see it is not there
  private Place place(Actor actor, String roomId, String rootId) {
    var room =
        rooms
            .find(roomId)
            .filter(found -> found.published().isJoined(actor.userNid()))
            .orElseThrow(Refused::notFound);
    return new Place(room, rooms.seen(actor, room, rootId).orElseThrow(Refused::notFound));
  }

  /// Whether somebody is subscribed because their client thought so; empty when they are not.
  Optional<Boolean> find(Actor actor, String roomId, String rootId) {
    return known(actor, place(actor, roomId, rootId))
        .filter(Following.Word::on)
        .map(Following.Word::automatic);
  }

  private Optional<Following.Word> known(Actor actor, Place place) {
    return following(actor).find(place.room().nid(), place.root().nid());
  }

  private Following following(Actor actor) {
    return keyed.of(actor.userNid()).following();
  }

  /// What somebody said of threads after `since` and up to `upTo`, the latest first.
  List<Following.Word> between(Actor actor, long since, long upTo) {
    return following(actor).between(since, upTo);
  }

  /// @param cause of an automatic subscription, the event of the thread for which it is made;
  /// absent: it is the person's own wish
  void put(Actor actor, String roomId, String rootId, Optional<String> cause) {
    var place = place(actor, roomId, rootId);
    var because = cause.map(id -> cause(actor, place, id));
    stripes.run(actor.userNid(), () -> put(actor, place, because));
  }

  private void put(Actor actor, Place place, Optional<RoomEvent> cause) {
    var known = known(actor, place);
    var on = known.filter(Following.Word::on);
    if (on.isPresent() && (cause.isPresent() || !on.get().automatic())) {
      return;
    }
    if (known.isPresent()
        && on.isEmpty()
        && cause.filter(event -> event.pos() <= known.get().pos()).isPresent()) {
      throw Refused.of(
          Refused.Kind.CONFLICTING_UNSUBSCRIPTION,
          "You wanted no more of this thread after that event.");
    }
    if (known.isEmpty() && following(actor).count() >= OF_ACCOUNT_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "You follow too many threads already.");
    }
    say(actor, place, cause.isPresent(), true);
  }

  private void say(Actor actor, Place place, boolean automatic, boolean on) {
    var root = place.root();
    keyed.put(
        new Syncable(
            LogRow.THREAD_SUBSCRIPTION,
            actor.userNid(),
            place.room().nid(),
            Long.toString(root.nid()),
            Following.Word.value(root.eventId(), automatic),
            !on,
            null));
  }

  private RoomEvent cause(Actor actor, Place place, String id) {
    return rooms
        .seen(actor, place.room(), id)
        .filter(event -> inThread(place, event))
        .orElseThrow(
            () -> Refused.of(Refused.Kind.NOT_IN_THREAD, "This event is not of that thread."));
  }

  private boolean inThread(Place place, RoomEvent event) {
    return rooms
        .threadOf(place.room(), event)
        .filter(root -> root.equals(place.root().eventId()))
        .isPresent();
  }

  /// Whoever is not subscribed stays so.
  void end(Actor actor, String roomId, String rootId) {
    var place = place(actor, roomId, rootId);
    stripes.run(
        actor.userNid(),
        () ->
            known(actor, place)
                .filter(Following.Word::on)
                .ifPresent(word -> say(actor, place, word.automatic(), false)));
  }
}
