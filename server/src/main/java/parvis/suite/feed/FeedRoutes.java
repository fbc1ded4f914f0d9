package parvis.suite.feed;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.time.Instant;
import java.util.List;
import parvis.base.Cells;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who has read what they were asked to.
final class FeedRoutes {
  private static final String POST = "/api/v1/feeds/{roomId}/posts/{eventId}";

  private final Confirmations confirmations;

  FeedRoutes(Confirmations confirmations) {
    this.confirmations = confirmations;
  }

  Routes table() {
    return Routes.of(
        get(POST + "/confirmations", "Who has confirmed to have read a post", this::told)
            .answers(Shapes.CONFIRMED),
        get(POST + "/confirmations.csv", "The same as a table", this::table)
            .answers("text/csv")
            .noted("export confirmations"),
        post(POST + "/reminder", "Remind who has not confirmed", this::remind)
            .answers(Shapes.REMINDED)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply told(Call call) {
    var told = confirmations.of(call.actor(), call.path("roomId"), call.path("eventId"));
    var confirmed =
        told.confirmed().stream()
            .map(one -> JsonObject.of("user_id", one.user().value(), "at", one.atMs()))
            .toArray();
    return Reply.json(
        JsonObject.builder()
            .put("asked_of", told.askedOf())
            .put("confirmed", JsonArray.of(confirmed))
            .putIf(
                "missing",
                told.missing()
                    .map(users -> JsonArray.of(users.stream().map(u -> u.value()).toArray())))
            .putIf("reminded", told.reminded().map(FeedRoutes::reminded))
            .build());
  }

  private static JsonObject reminded(Confirmations.Reminded last) {
    var told = JsonObject.builder().put("by", last.by().value()).put("at", last.atMs());
    last.people().ifPresent(people -> told.put("people", people));
    return told.build();
  }

  private Reply table(Call call) {
    var told = confirmations.whole(call.actor(), call.path("roomId"), call.path("eventId"));
    var table = new StringBuilder(Cells.row(List.of("user_id", "confirmed")));
    for (var one : told.confirmed()) {
      var at = Instant.ofEpochMilli(one.atMs()).toString();
      table.append(Cells.row(List.of(one.user().value(), at)));
    }
    for (var user : told.missing().orElseThrow()) {
      table.append(Cells.row(List.of(user.value(), "")));
    }
    return Reply.text(200, "text/csv; charset=utf-8", table.toString())
        .header("Content-Disposition", "attachment; filename=\"confirmations.csv\"");
  }

  private Reply remind(Call call) {
    call.body();
    var reminded = confirmations.remind(call.actor(), call.path("roomId"), call.path("eventId"));
    return Reply.fields("reminded", reminded);
  }
}
