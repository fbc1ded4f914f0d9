package parvis.suite.spaces;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who has left an organisation for another one, and what they have of the one before.
final class ReviewRoutes {
  /// Spaces that are withdrawn at once.
  static final int SPACES_MAX = 1_000;

  private final Reviewing reviewing;

  ReviewRoutes(Reviewing reviewing) {
    this.reviewing = reviewing;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/organisations/{id}/moves", "Who went, and has something still", this::all)
            .answers(Shapes.MOVES)
            .costs(RateClass.SEARCH)
            .noted("read moves"),
        put("/api/v1/moves/{move}", "Keep or withdraw what somebody has", this::decide)
            .takes(Shapes.REVIEWED)
            .answers(Shapes.WITHDRAWN)
            .costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var told =
        reviewing.waiting(call.actor(), call.path("id")).stream().map(ReviewRoutes::json).toArray();
    return Reply.fields("moves", JsonArray.of(told));
  }

  private static JsonObject json(Reviewing.Review review) {
    var move = review.move();
    var addresses = move.addresses().stream().map(address -> address.value()).toArray();
    var spaces =
        review.given().stream()
            .map(
                given ->
                    JsonObject.of(
                        "space_id", given.space().id().value(),
                        "name", given.space().name(),
                        "role", given.role().word()))
            .toArray();
    return JsonObject.builder()
        .put("id", move.id())
        .put("user_id", move.user().value())
        .putIf("display_name", move.name())
        .put("into", move.into())
        .put("at", move.atMs())
        .put("addresses", JsonArray.of(addresses))
        .put("spaces", JsonArray.of(spaces))
        .build();
  }

  private Reply decide(Call call) {
    var body = call.body();
    var report =
        reviewing
            .decide(
                call.actor(),
                call.path("move"),
                body.strings("withdraw", SPACES_MAX),
                body.bool("addresses", false))
            .stream()
            .map(one -> JsonObject.of("space_id", one.space(), "outcome", one.outcome().word()))
            .toArray();
    return Reply.fields("report", JsonArray.of(report));
  }
}
