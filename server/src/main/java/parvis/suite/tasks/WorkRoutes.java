package parvis.suite.tasks;

import static parvis.platform.http.Route.get;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What somebody has to do, wherever it is.
final class WorkRoutes {
  private final Work work;
  private final Clock clock;

  WorkRoutes(Work work, Clock clock) {
    this.work = work;
    this.clock = clock;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/tasks/mine", "What I have to do, in all spaces", this::mine)
            .asks(Shapes.TODAY));
  }

  private Reply mine(Call call) {
    var today =
        call.query("today")
            .map(text -> Values.day("today", text))
            .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    var told = JsonObject.builder();
    work.of(call.actor(), today)
        .forEach(
            (kind, all) ->
                told.put(kind, JsonArray.of(all.stream().map(WorkRoutes::card).toArray())));
    return Reply.json(told.build());
  }

  private static JsonObject card(Tasks.Found found) {
    return found.card().with("space_name", found.reach().space().name());
  }
}
