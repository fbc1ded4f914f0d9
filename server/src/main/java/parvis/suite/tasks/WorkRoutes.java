package parvis.suite.tasks;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What somebody has to do, wherever it is.
final class WorkRoutes {
  /// Tasks of each part that are told unless one part is asked for.
  private static final int OF_PART_MAX = 200;

  private final Work work;
  private final WorkNews changes;
  private final News news;
  private final Clock clock;

  WorkRoutes(Work work, WorkNews changes, News news, Clock clock) {
    this.work = work;
    this.changes = changes;
    this.news = news;
    this.clock = clock;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/tasks/mine", "What I have to do, in all spaces", this::mine)
            .asks(Shapes.TODAY, Shapes.PART)
            .answers(Shapes.MINE),
        parking(
                "/api/v1/tasks/mine/changes",
                "Learn that something of mine changed, or wait for it",
                this::follow)
            .asks(Shapes.FOLLOWED)
            .answers(Shapes.MINE_CHANGED));
  }

  private void follow(Call call, Parked parked) {
    var from = call.query("since").orElseThrow(() -> Refused.missingParam("\"since\" is missing"));
    var timeout = call.queryLong("timeout").orElse(0);
    if (timeout < 0) {
      throw Said.invalid("timeout", "is not negative");
    }
    var wait = Duration.ofMillis(Math.min(timeout, News.TIMEOUT_MAX.toMillis()));
    changes.follow(new WorkFollowing(changes, call.actor(), news.position(from), wait), parked);
  }

  private Reply mine(Call call) {
    var since = news.token();
    var today =
        call.query("today")
            .map(text -> Said.day("today", text))
            .orElseGet(() -> LocalDate.now(clock));
    var asked = call.query("part");
    if (asked.filter(part -> !Work.PARTS.contains(part)).isPresent()) {
      throw Said.invalid("part", "is none");
    }
    var found =
        asked.isPresent()
            ? work.of(call.actor(), today, List.of(asked.get()), Work.LOOKED_AT_MAX)
            : work.of(call.actor(), today, Work.PARTS, OF_PART_MAX);
    var told = JsonObject.builder();
    var more = JsonObject.builder();
    found
        .parts()
        .forEach(
            (part, some) -> {
              told.put(part, cards(some.first()));
              if (some.more() > 0) {
                more.put(part, some.more());
              }
            });
    told.put("more", more.build()).put("cut", found.cut()).put("since", since);
    return Reply.json(told.build());
  }

  private static JsonArray cards(List<Tasks.Found> all) {
    return JsonArray.of(all.stream().map(WorkRoutes::card).toArray());
  }

  private static JsonObject card(Tasks.Found found) {
    return found.card().with("space_name", found.reach().space().name());
  }
}
