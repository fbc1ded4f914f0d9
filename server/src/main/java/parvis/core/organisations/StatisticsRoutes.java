package parvis.core.organisations;

import static parvis.platform.http.Route.get;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// How much an organisation uses the house, or all of it do.
final class StatisticsRoutes {
  private final Statistics statistics;

  StatisticsRoutes(Statistics statistics) {
    this.statistics = statistics;
  }

  Routes table() {
    return Routes.of(
        get(OrganisationRoutes.ONE + "/statistics", "How much it is used", this::ofOne)
            .answers(Shapes.FIGURES)
            .costs(RateClass.SEARCH),
        get("/api/v1/statistics", "How much the whole house is used", this::ofHouse)
            .answers(Shapes.FIGURES)
            .costs(RateClass.SEARCH));
  }

  private Reply ofOne(Call call) {
    return told(statistics.of(call.actor(), Optional.of(call.path("id"))));
  }

  private Reply ofHouse(Call call) {
    return told(statistics.of(call.actor(), Optional.empty()));
  }

  private static Reply told(Statistics.Counted counted) {
    var weeks = counted.weeks().stream().map(StatisticsRoutes::json).toArray();
    var json = JsonObject.builder().put("people_min", Statistics.PEOPLE_MIN);
    put(json, "agents", counted.agents());
    put(json, "externals", counted.externals());
    put(json, "expired", counted.expired());
    put(json, "spaces", counted.spaces());
    put(json, "active_spaces", counted.activeSpaces());
    return Reply.json(json.put("weeks", JsonArray.of(weeks)).build());
  }

  private static JsonObject json(Statistics.Week week) {
    var json = JsonObject.builder().put("from", week.fromMs());
    put(json, "active", week.active());
    put(json, "messages", week.messages());
    put(json, "rooms", week.rooms());
    return json.build();
  }

  private static void put(JsonObject.Builder json, String name, OptionalLong figure) {
    if (figure.isPresent()) {
      json.put(name, figure.getAsLong());
    }
  }
}
