package parvis.core.rooms;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import parvis.base.Refused;
import parvis.core.identity.Administration;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// Histories and caches that administrators purge, by the calls that tools for Synapse make.
final class PurgeRoutes {
  private static final String V1 = "/_synapse/admin/v1";
  private static final String HISTORY = V1 + "/purge_history/{roomId}";

  /// The first moment that is not taken for seconds, or for a slip.
  private static final long EARLIEST_MS = 30_000_000_000L;

  private final Rooms rooms;
  private final HistoryPurges purges;
  private final Supplier<String> ids;
  private final Executor executor;
  private final Clock clock;

  /// @param ids gives names of purges
  PurgeRoutes(
      Rooms rooms, HistoryPurges purges, Supplier<String> ids, Executor executor, Clock clock) {
    this.rooms = rooms;
    this.purges = purges;
    this.ids = ids;
    this.executor = executor;
    this.clock = clock;
  }

  Routes table() {
    return Routes.of(
        post(HISTORY, "Purge the history of a room", call -> begin(call, Optional.empty()))
            .emptyBody(),
        post(
                HISTORY + "/{eventId}",
                "Purge the history of a room before an event",
                call -> begin(call, Optional.of(call.path("eventId"))))
            .emptyBody(),
        get(V1 + "/purge_history_status/{purgeId}", "How far a purge is", this::status),
        post(V1 + "/purge_media_cache", "Purge the media of other servers", this::cache)
            .emptyBody());
  }

  /// What our own people said goes only where that is asked for: there is no other copy of it.
  private Reply begin(Call call, Optional<String> named) {
    Administration.by(call);
    var body = call.body();
    var room = room(call);
    var wished = body.optionalString("purge_up_to_event_id");
    var event = named.or(() -> wished);
    var until = body.optionalInteger("purge_up_to_ts");
    var all = body.bool("delete_local_events", false);
    var before =
        event.isPresent()
            ? purges.at(room.nid(), event.get())
            : until.isPresent()
                ? purges.until(room.nid(), until.getAsLong())
                : Optional.<Long>empty();
    if (event.isEmpty() && until.isEmpty()) {
      throw Refused.missingParam("Up to which event, or which moment?");
    }
    var now = clock.millis();
    var purge =
        new HistoryPurges.Purge(
            ids.get(),
            room.nid(),
            before.orElseThrow(Refused::notFound),
            event.isPresent() ? OptionalLong.empty() : until,
            now,
            all ? OptionalLong.empty() : OptionalLong.of(now));
    if (!purges.begin(purge, call.actor().userNid())) {
      throw Refused.invalidParam("The history of this room is being purged already.");
    }
    if (all) {
      executor.execute(() -> purges.purge(purge));
    }
    return Reply.fields("purge_id", purge.id());
  }

  private Room room(Call call) {
    var server = Administration.by(call).user().server();
    return rooms
        .find(call.path("roomId"))
        .filter(room -> RoomIndex.isOf(server, room))
        .orElseThrow(Refused::notFound);
  }

  private Reply status(Call call) {
    var server = Administration.by(call).user().server();
    var purge =
        purges
            .find(call.path("purgeId"))
            .filter(
                found ->
                    rooms
                        .find(found.room())
                        .filter(room -> RoomIndex.isOf(server, room))
                        .isPresent())
            .orElseThrow(Refused::notFound);
    return Reply.fields("status", purge.doneMs().isPresent() ? "complete" : "active");
  }

  /// There is no media of other servers here, and so none of it to let go of.
  private Reply cache(Call call) {
    Administration.by(call);
    var before =
        call.queryLong("before_ts").orElseThrow(() -> Refused.missingParam("Before when?"));
    if (before < EARLIEST_MS) {
      throw Refused.invalidParam("before_ts is a moment in milliseconds, and not that long ago.");
    }
    return Reply.fields("deleted", 0L);
  }
}
