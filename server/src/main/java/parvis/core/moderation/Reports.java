package parvis.core.moderation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Users;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What people tell the administrators of their server.
final class Reports {
  /// Reports of one account that nobody has dealt with yet.
  static final int OF_ACCOUNT_MAX = 500;

  /// When whoever has as many may report again.
  private static final Duration TRY_AGAIN = Duration.ofHours(1);

  private final Db db;
  private final LongSupplier nids;
  private final Rooms rooms;
  private final Users users;
  private final Clock clock;
  private final ReportStore store = new ReportStore();

  Reports(Db db, LongSupplier nids, Rooms rooms, Users users, Clock clock) {
    this.db = db;
    this.nids = nids;
    this.rooms = rooms;
    this.users = users;
    this.clock = clock;
  }

  /// @throws Refused notFound when the actor is not in the room, or sees no such event in it
  void ofEvent(Actor actor, String roomId, String eventId, String reason) {
    var room =
        rooms
            .find(roomId)
            .filter(found -> found.published().isJoined(actor.userNid()))
            .orElseThrow(Refused::notFound);
    var event = rooms.seen(actor, room, eventId).orElseThrow(Refused::notFound);
    keep(actor, Optional.of(new ReportStore.Target(room.nid(), event.nid(), null)), reason);
  }

  /// Of a room that is not there nothing is kept.
  void ofRoom(Actor actor, String roomId, String reason) {
    var target = rooms.find(roomId).map(room -> new ReportStore.Target(room.nid(), null, null));
    keep(actor, target, reason);
  }

  /// Of somebody whom nobody has ever heard of nothing is kept.
  void ofPerson(Actor actor, UserId person, String reason) {
    var nid = users.find(person);
    var target =
        nid.isPresent()
            ? Optional.of(new ReportStore.Target(null, null, nid.getAsLong()))
            : Optional.<ReportStore.Target>empty();
    keep(actor, target, reason);
  }

  /// Whoever reports what is not there meets the same bound, which so tells nothing of it.
  private void keep(Actor actor, Optional<ReportStore.Target> target, String reason) {
    var nid = nids.getAsLong();
    var user = actor.userNid();
    db.write(
        tx -> {
          Accounts.hold(tx, user);
          if (store.count(tx, user) >= OF_ACCOUNT_MAX) {
            throw Refused.limitExceeded(TRY_AGAIN);
          }
          target.ifPresent(known -> store.put(tx, nid, clock.millis(), actor, known, reason));
          return nid;
        });
  }

  /// A page of reports.
  ///
  /// @param total how many there are in all
  record Page(List<Report> reports, long total) {}

  Page page(ReportStore.Wanted wanted) {
    return db.read(tx -> new Page(store.list(tx, wanted), store.count(tx, wanted)));
  }

  /// What somebody reported and nobody has dealt with, as it is told to themselves.
  JsonObject ownRecord(Actor actor) {
    var mine = db.read(tx -> store.of(tx, actor.userNid()));
    return JsonObject.of("reports", JsonArray.of(mine.stream().map(this::told).toArray()));
  }

  private JsonObject told(Report report) {
    var room = report.room().flatMap(rooms::find);
    var event =
        room.flatMap(
            in ->
                report
                    .event()
                    .flatMap(nid -> rooms.events(in, new long[] {nid}).stream().findFirst()));
    return JsonObject.builder()
        .put("received_ts", report.receivedMs())
        .put("reason", report.reason())
        .putIf("room_id", room.map(in -> in.id().value()))
        .putIf("event_id", event.map(RoomEvent::eventId))
        .putIf("about_user_id", report.person().map(nid -> users.id(nid).value()))
        .build();
  }

  Optional<Report> find(Actor admin, long id) {
    return db.read(tx -> store.find(tx, server(admin), id));
  }

  /// Forgets what was dealt with; whether there was anything.
  boolean remove(Actor admin, long id) {
    return db.write(tx -> store.remove(tx, server(admin), id));
  }

  /// Whose reports an administrator reads.
  static String server(Actor admin) {
    return admin.user().server().value();
  }
}
