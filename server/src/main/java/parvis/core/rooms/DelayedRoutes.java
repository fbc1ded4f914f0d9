package parvis.core.rooms;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;

/// What waits to be sent, and deciding about it. Whoever knows the id of a delayed event may: its
/// sender gives it to a service that notices when their device is gone.
/// spec: MSC4140
final class DelayedRoutes {
  private static final String ALL = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

  private final DelayedEvents delayed;
  private final Rooms rooms;

  DelayedRoutes(DelayedEvents delayed, Rooms rooms) {
    this.delayed = delayed;
    this.rooms = rooms;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "What I want to be sent later", this::all),
        post(ALL + "/{delayId}", "Decide about a delayed event", this::said).open(),
        post(ALL + "/{delayId}/{action}", "Decide about a delayed event", this::named)
            .open()
            .emptyBody());
  }

  private Reply all(Call call) {
    var told = new ArrayList<Object>();
    for (var event : delayed.of(call.actor())) {
      rooms.find(event.room()).ifPresent(room -> told.add(event.json(room.id().value())));
    }
    return Reply.fields("delayed_events", JsonArray.of(told.toArray()));
  }

  private Reply said(Call call) {
    decide(
        call.path("delayId"),
        call.body().string("action"),
        Refused.invalidParam("action is cancel, restart or send."));
    return Reply.empty();
  }

  private Reply named(Call call) {
    call.json();
    decide(call.path("delayId"), call.path("action"), Refused.unrecognized());
    return Reply.empty();
  }

  private void decide(String id, String action, Refused otherwise) {
    switch (action) {
      case "cancel" -> delayed.cancel(id);
      case "restart" -> delayed.restart(id);
      case "send" -> delayed.send(id);
      default -> throw otherwise;
    }
  }
}
