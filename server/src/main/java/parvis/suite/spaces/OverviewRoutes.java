package parvis.suite.spaces;

import static parvis.platform.http.Route.get;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rights.Rights;
import parvis.core.rooms.Room;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The spaces of an organisation, for its administration; and those of none, for who runs the
/// server.
final class OverviewRoutes {
  private static final int WORDS_CHARS_MAX = 100;

  /// Spaces of one page.
  private static final int PAGE_MAX = 100;

  private final Overview overview;

  OverviewRoutes(Overview overview) {
    this.overview = overview;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/organisations/{id}/spaces", "The spaces of an organisation", this::ofOne)
            .answers(Shapes.OVERVIEW)
            .costs(RateClass.SEARCH)
            .noted("read spaces"),
        get("/api/v1/unaffiliated/spaces", "The spaces of no organisation", this::ofNone)
            .answers(Shapes.OVERVIEW)
            .costs(RateClass.SEARCH)
            .noted("read spaces"));
  }

  private Reply ofOne(Call call) {
    return all(call, Optional.of(call.path("id")));
  }

  private Reply ofNone(Call call) {
    return all(call, Optional.empty());
  }

  private Reply all(Call call, Optional<String> organisation) {
    var words = call.query("q").orElse("");
    var from = call.queryLong("from").orElse(0);
    if (words.length() > WORDS_CHARS_MAX || from < 0 || from > Integer.MAX_VALUE) {
      throw Refused.invalidParam(
          "q has at most " + WORDS_CHARS_MAX + " characters, and from is not negative.");
    }
    var page = overview.of(call.actor(), organisation, words, (int) from, PAGE_MAX);
    var told =
        JsonObject.builder()
            .put("spaces", JsonArray.of(page.spaces().stream().map(OverviewRoutes::json).toArray()))
            .put("total", page.total());
    if (from + page.spaces().size() < page.total()) {
      told.put("next", from + page.spaces().size());
    }
    return Reply.json(told.build());
  }

  private static JsonObject json(Overview.Seen seen) {
    var space = seen.space();
    var animators = seen.animators().stream().map(user -> (Object) user.value()).toArray();
    return JsonObject.builder()
        .put("space_id", space.id().value())
        .put("name", space.name())
        .putIf("avatar_url", space.text("m.room.avatar", "url").filter(url -> !url.isEmpty()))
        .put("model", space.settings().string("model").orElse(Model.BLANK.word()))
        .put("visibility", space.visibility().word())
        .put("members", space.room().published().joined().length)
        .put("guests", seen.guestsIn(space.room()))
        .put("animators", JsonArray.of(animators))
        .put("archived", space.archived())
        .put("codes", seen.codes())
        .put("rooms", JsonArray.of(seen.rooms().stream().map(room -> json(seen, room)).toArray()))
        .build();
  }

  private static JsonObject json(Overview.Seen seen, Room room) {
    return JsonObject.of(
        "room_id", room.id().value(),
        "name", Rights.name(room),
        "members", room.published().joined().length,
        "guests", seen.guestsIn(room));
  }
}
