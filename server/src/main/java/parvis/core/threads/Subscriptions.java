package parvis.core.threads;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.log.Log;

/// Which threads people want to hear of.
/// spec: MSC4306
final class Subscriptions {
  /// Threads of one account, also those that it wants no more of.
  static final int OF_ACCOUNT_MAX = 10_000;

  private final Db db;
  private final Rooms rooms;
  private final Log log;
  private final SubscriptionStore store = new SubscriptionStore();

  Subscriptions(Db db, Rooms rooms, Log log) {
    this.db = db;
    this.rooms = rooms;
    this.log = log;
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
    var root = place(actor, roomId, rootId).root().nid();
    return db.read(tx -> store.find(tx, actor.userNid(), root))
        .filter(SubscriptionStore.Known::subscribed)
        .map(SubscriptionStore.Known::automatic);
  }

  /// @param cause the event of the thread for which a client subscribes; absent: it is the person's
  ///     own wish
  void put(Actor actor, String roomId, String rootId, Optional<String> cause) {
    var place = place(actor, roomId, rootId);
    var because = cause.map(id -> cause(actor, place, id));
    var user = actor.userNid();
    var root = place.root().nid();
    db.write(
        tx -> {
          Accounts.hold(tx, user);
          var known = store.find(tx, user, root);
          if (because.isPresent()
              && known.filter(SubscriptionStore.Known::subscribed).isPresent()) {
            return false;
          }
          if (because.isPresent()
              && known.filter(was -> was.ended() >= because.get().pos()).isPresent()) {
            throw Refused.of(
                Refused.Kind.CONFLICTING_UNSUBSCRIPTION,
                "You wanted no more of this thread after that event.");
          }
          if (known.isEmpty() && store.count(tx, user) >= OF_ACCOUNT_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "You follow too many threads already.");
          }
          return store.put(tx, user, root, because.isPresent());
        });
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
    var root = place(actor, roomId, rootId).root().nid();
    db.write(tx -> store.end(tx, actor.userNid(), root, log.applied()));
  }
}
