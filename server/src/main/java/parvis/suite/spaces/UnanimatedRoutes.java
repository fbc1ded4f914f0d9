package parvis.suite.spaces;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import parvis.base.Refused;
import parvis.core.rights.Space;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces that nobody animates, for who names somebody.
final class UnanimatedRoutes {
  private static final String ALL = "/api/v1/unanimated_spaces";
  private static final String ONE = ALL + "/{space}";

  private final Unanimated unanimated;

  UnanimatedRoutes(Unanimated unanimated) {
    this.unanimated = unanimated;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "Spaces that nobody animates, of which I decide", this::all)
            .answers(Shapes.UNANIMATED),
        get(ONE, "Who could animate a space that nobody animates", this::one)
            .answers(Shapes.COULD_ANIMATE),
        put(ONE, "Name who animates a space that nobody animates", this::name)
            .takes(Shapes.PERSON)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var found = unanimated.of(call.actor()).stream().map(UnanimatedRoutes::json).toArray();
    return Reply.fields("spaces", JsonArray.of(found));
  }

  private static JsonObject json(Space space) {
    return JsonObject.of(
        "space_id", space.id().value(),
        "name", space.name(),
        "members", space.room().published().joined().length);
  }

  private Reply one(Call call) {
    var found =
        unanimated.candidates(call.actor(), call.path("space")).stream()
            .map(
                one ->
                    JsonObject.builder()
                        .put("user_id", one.user().value())
                        .putIf("display_name", one.name())
                        .build())
            .toArray();
    return Reply.fields("people", JsonArray.of(found));
  }

  private Reply name(Call call) {
    var named =
        UserId.parse(call.body().string("user_id"))
            .orElseThrow(() -> Refused.invalidParam("\"user_id\" is not the id of a person"));
    unanimated.name(call.actor(), call.path("space"), named);
    return Reply.empty();
  }
}
