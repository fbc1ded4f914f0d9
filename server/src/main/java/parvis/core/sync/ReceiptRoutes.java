package parvis.core.sync;

import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// What people have read, and that they are writing.
/// spec: cs-api#receipts, cs-api#fully-read-markers, cs-api#typing-notifications
final class ReceiptRoutes {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";

  private static final List<String> KINDS =
      List.of(Receipts.FULLY_READ, "m.read", "m.read.private");

  private final Rooms rooms;
  private final Receipts receipts;
  private final Typing typing;
  private final Parking parking;

  ReceiptRoutes(Rooms rooms, Receipts receipts, Typing typing, Parking parking) {
    this.rooms = rooms;
    this.receipts = receipts;
    this.typing = typing;
    this.parking = parking;
  }

  Routes table() {
    return Routes.of(
        post(ROOM + "/receipt/{receiptType}/{eventId}", "Tell that one has read", this::receipt)
            .emptyBody()
            .quiet(),
        post(ROOM + "/read_markers", "Set read markers", this::markers).emptyBody().quiet(),
        put(ROOM + "/typing/{userId}", "Tell that one is writing", this::typing));
  }

  private Reply receipt(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    var kind = call.path("receiptType");
    var thread = call.body().optionalString("thread_id");
    if (!KINDS.contains(kind)) {
      throw Refused.invalidParam("This is not a type of receipt.");
    }
    var said = new Receipts.Said(kind, call.path("eventId"), thread);
    receipts.note(call.actor(), room, List.of(said));
    return Reply.empty();
  }

  private Reply markers(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    var said = new ArrayList<Receipts.Said>();
    for (var kind : KINDS) {
      call.body()
          .optionalString(kind)
          .ifPresent(event -> said.add(new Receipts.Said(kind, event, Optional.empty())));
    }
    receipts.note(call.actor(), room, said);
    return Reply.empty();
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
