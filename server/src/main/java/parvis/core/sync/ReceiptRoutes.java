package parvis.core.sync;

import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Syncable;

/// What people have read, and that they are writing.
/// spec: cs-api#receipts, cs-api#fully-read-markers, cs-api#typing-notifications
final class ReceiptRoutes {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  private final Rooms rooms;
  private final Receipts receipts;
  private final Keyed keyed;
  private final Typing typing;
  private final Parking parking;

  ReceiptRoutes(Rooms rooms, Receipts receipts, Keyed keyed, Typing typing, Parking parking) {
    this.rooms = rooms;
    this.receipts = receipts;
    this.keyed = keyed;
    this.typing = typing;
    this.parking = parking;
  }

  Routes table() {
    return Routes.of(
        post(ROOM + "/receipt/{receiptType}/{eventId}", "Tell that one has read", this::receipt)
            .emptyBody(),
        post(ROOM + "/read_markers", "Set read markers", this::markers).emptyBody(),
        put(ROOM + "/typing/{userId}", "Tell that one is writing", this::typing));
  }

  private Reply receipt(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    var event = call.path("eventId");
    var things = new ArrayList<Syncable>();
    switch (call.path("receiptType")) {
      case "m.read", "m.read.private" ->
          things.addAll(
              receipts.receipt(
                  call.actor(),
                  room,
                  new Receipts.Said(
                      call.path("receiptType"), event, call.body().optionalString("thread_id"))));
      case "m.fully_read" -> things.add(receipts.fullyRead(call.actor(), room, event));
      default -> throw Refused.invalidParam("This is not a type of receipt.");
    }
    write(things);
    return Reply.empty();
  }

  private Reply markers(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    var body = call.body();
    var things = new ArrayList<Syncable>();
    body.optionalString("m.fully_read")
        .ifPresent(event -> things.add(receipts.fullyRead(call.actor(), room, event)));
    for (var kind : List.of("m.read", "m.read.private")) {
      body.optionalString(kind)
          .ifPresent(event -> things.addAll(plain(call.actor(), room, kind, event)));
    }
    write(things);
    return Reply.empty();
  }

  private List<Syncable> plain(Actor actor, Room room, String kind, String event) {
    return receipts.receipt(actor, room, new Receipts.Said(kind, event, Optional.empty()));
  }

  private void write(List<Syncable> things) {
    if (!things.isEmpty()) {
      keyed.put(things.toArray(Syncable[]::new));
    }
  }

  private Reply typing(Call call) {
    Own.check(call);
    var room = rooms.joined(call.actor(), call.path("roomId"));
    var is = call.body().bool("typing");
    var timeout =
        Duration.ofMillis(Math.max(0, call.body().optionalInteger("timeout").orElse(30_000)));
    if (typing.set(room.nid(), call.actor().user().value(), is, timeout)) {
      parking.markRoom(room.nid());
    }
    return Reply.empty();
  }
}
