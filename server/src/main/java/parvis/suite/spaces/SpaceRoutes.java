package parvis.suite.spaces;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rights.Grant;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces, their settings, rooms and people.
final class SpaceRoutes {
  static final String ALL = "/api/v1/spaces";
  static final String ONE = ALL + "/{space}";

  /// The page of the web client that an entry code leads to; its word follows.
  static final String ENTRY_PAGE = "/entry/";

  static final String MEMBERS = ONE + "/members";

  /// An app as somebody's role has it.
  static final String USUAL = "usual";

  static final int REASON_CHARS_MAX = 1_000;
  private static final int TERM_CHARS_MAX = 100;
  static final int TOPIC_CHARS_MAX = 2_000;
  static final int SPACES_MAX = 500;
  private static final int PAGE_MAX = 200;
  private static final int PAGE_DEFAULT = 100;

  private final SpacesFeature.Doors doors;
  private final Rights rights;

  SpaceRoutes(SpacesFeature.Doors doors, Rights rights) {
    this.doors = doors;
    this.rights = rights;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "My spaces, and those that I may find", this::all).answers(Shapes.SPACES),
        post(ALL, "Make a space", this::make)
            .takes(Shapes.MADE)
            .answers(Shapes.SPACE_MADE)
            .costs(RateClass.JOIN),
        get(ONE, "A space", this::one).answers(Shapes.SPACE),
        put(ONE, "Change a space", this::change)
            .takes(Shapes.CHANGED)
            .answers(Shapes.SPACE)
            .costs(RateClass.JOIN),
        get(ONE + "/externals", "Whom closing a space takes out", this::externals)
            .answers(Shapes.OUTSIDERS),
        get(MEMBERS, "Who is in a space", this::members).answers(Shapes.MEMBERS),
        put(MEMBERS + "/{user}", "Give a member a role", this::role)
            .takes(Shapes.STANDING)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        delete(MEMBERS + "/{user}", "Take somebody out, or go", this::remove)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN)
            .quiet(),
        post(ONE + "/join", "Come into a space, or ask to", this::join)
            .takes(Shapes.JOINED)
            .answers(Shapes.SPACE)
            .emptyBody()
            .costs(RateClass.JOIN),
        put(ONE + "/asking/{user}", "Let somebody in who asks, or not", this::answer)
            .takes(Shapes.ANSWERED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        post(ONE + "/rooms", "Make a room of a space", this::room)
            .takes(Shapes.ROOM)
            .answers(Shapes.ROOM_MADE)
            .costs(RateClass.JOIN),
        get(ONE + "/view/{user}", "What somebody sees of a space", this::view).answers(Shapes.VIEW),
        get("/api/v1/rooms/{roomId}/audience", "Who reads a room, and why", this::audience)
            .answers(Shapes.AUDIENCE));
  }

  private Reply all(Call call) {
    var term = term(call);
    var from = from(call);
    var limit = limit(call, SPACES_MAX, SPACES_MAX);
    var found = doors.finding().of(call.actor(), term, from, limit);
    var told = JsonObject.builder().put("spaces", JsonArray.of(found.spaces().toArray()));
    told.put("making", doors.asking().founding(call.actor()).word());
    if (from + found.spaces().size() < found.total()) {
      told.put("next", from + found.spaces().size());
    }
    return Reply.json(told.build());
  }

  private static int from(Call call) {
    var from = call.queryLong("from").orElse(0);
    if (from < 0) {
      throw Refused.invalidParam("\"from\" is not negative");
    }
    return (int) Math.min(from, Integer.MAX_VALUE);
  }

  private static int limit(Call call, int usual, int max) {
    var limit = call.queryLong("limit").orElse(usual);
    if (limit < 1) {
      throw Refused.invalidParam("\"limit\" is at least 1");
    }
    return (int) Math.min(limit, max);
  }

  private Reply make(Call call) {
    var request = call.body().string("request_id", Body.NAME_BYTES_MAX);
    var wish = SpaceWish.read(call.body());
    if (!doors.asking().isDirect(call.actor(), wish)) {
      return Reply.json(
          202, JsonObject.of("request", doors.asking().ask(call.actor(), wish, request).id()));
    }
    var made = doors.making().make(call.actor(), wish, request);
    return Reply.fields("space_id", made.value());
  }

  private Reply one(Call call) {
    var space = rights.require(call.actor(), call.path("space"), Action.LOOK);
    return Reply.json(doors.json().whole(call.actor(), space));
  }

  private static String term(Call call) {
    var term = call.query("q").orElse("");
    if (term.length() > TERM_CHARS_MAX) {
      throw Refused.invalidParam("\"q\" is too long");
    }
    return term;
  }

  private Reply change(Call call) {
    doors.settings().change(call.actor(), call.path("space"), Settings.Change.read(call.body()));
    return one(call);
  }

  private Reply externals(Call call) {
    var found =
        doors.settings().externals(call.actor(), call.path("space")).stream()
            .map(
                one ->
                    JsonObject.builder()
                        .put("user_id", one.user().value())
                        .putIf("display_name", one.name())
                        .put("joined", one.joined())
                        .build())
            .toArray();
    return Reply.fields("externals", JsonArray.of(found));
  }

  private Reply members(Call call) {
    var begin = from(call);
    var limit = limit(call, PAGE_DEFAULT, PAGE_MAX);
    var page = doors.members().page(call.actor(), call.path("space"), term(call), begin, limit);
    var told =
        JsonObject.builder()
            .put("members", people(page.members()))
            .put("invited", people(page.invited()))
            .put("asking", people(page.asking()))
            .put("mailed", mailed(call, begin))
            .put("total", page.total());
    if (begin + page.members().size() < page.total()) {
      told.put("next", begin + page.members().size());
    }
    return Reply.json(told.build());
  }

  /// Those who were invited by mail, on the first page.
  private JsonArray mailed(Call call, int begin) {
    if (begin > 0) {
      return JsonArray.of();
    }
    var mailed = doors.mailings().unanswered(call.actor(), call.path("space")).stream();
    return JsonArray.of(mailed.map(SpaceRoutes::letter).toArray());
  }

  private static JsonObject letter(Mailings.Unanswered of) {
    return JsonObject.builder()
        .put("code", of.code().id())
        .put("address", of.mailed().to().value())
        .put("by", of.code().maker())
        .put("expires", of.code().expiresMs())
        .put("guest_until", of.mailed().endsMs())
        .put("agent", of.agent())
        .build();
  }

  private static JsonArray people(List<Members.Member> members) {
    return JsonArray.of(members.stream().map(SpaceJson::member).toArray());
  }

  private Reply role(Call call) {
    var role = call.body().optionalString("role", Body.NAME_BYTES_MAX);
    var apps = call.body().inner("apps");
    if (role.isEmpty() && apps.isEmpty()) {
      throw Refused.missingParam("\"role\" or \"apps\" is missing");
    }
    var space = call.path("space");
    if (role.isPresent()) {
      var preset =
          Preset.role(role.get())
              .orElseThrow(
                  () -> Refused.invalidParam("\"role\" is animator, contributor or reader"));
      doors.roles().set(call.actor(), space, person(call), preset);
    }
    apps.ifPresent(said -> setApart(call, space, said));
    return Reply.empty();
  }

  /// Sets those apps apart that are named, and leaves the others as they are; none: all are as
  /// usual again.
  private void setApart(Call call, String spaceId, Body apps) {
    var named = apps.json().isEmpty() ? Grant.APPS : apps.json().keys();
    var chosen = new LinkedHashMap<String, Optional<Grant>>();
    for (var app : named) {
      if (!Grant.APPS.contains(app)) {
        throw Refused.invalidParam("\"apps\" has " + String.join(", ", Grant.APPS));
      }
      var said = apps.optionalString(app, Body.NAME_BYTES_MAX).filter(word -> !word.equals(USUAL));
      chosen.put(app, said.map(word -> grant(app, word)));
    }
    doors.roles().setApart(call.actor(), spaceId, person(call), chosen);
  }

  private static Grant grant(String app, String word) {
    return Grant.said(app, word)
        .orElseThrow(
            () -> {
              var words = Grant.of(app).map(Grant::word).collect(Collectors.joining(", "));
              return Refused.invalidParam("\"" + app + "\" is " + words + " or " + USUAL);
            });
  }

  private Reply remove(Call call) {
    if (person(call).equals(call.actor().user())) {
      doors.coming().leave(call.actor(), call.path("space"));
    } else if (call.actor().suspended()) {
      throw Refused.userSuspended();
    } else {
      doors.roles().remove(call.actor(), call.path("space"), person(call));
    }
    return Reply.empty();
  }

  private Reply join(Call call) {
    var reason = call.body().optionalString("reason", REASON_CHARS_MAX);
    var outcome = doors.coming().join(call.actor(), call.path("space"), reason);
    var space = rights.require(call.actor(), call.path("space"), Action.LOOK);
    return Reply.json(
        outcome == Coming.Outcome.ASKED ? 202 : 200, doors.json().whole(call.actor(), space));
  }

  private Reply answer(Call call) {
    var accept = call.body().bool("accept");
    doors.roles().answer(call.actor(), call.path("space"), person(call), accept);
    return Reply.empty();
  }

  private Reply room(Call call) {
    var body = call.body();
    var actor = call.actor();
    var space = call.path("space");
    var name = SpaceWish.name(body.string("name", SpaceWish.NAME_CHARS_MAX));
    var topic = body.optionalString("topic", TOPIC_CHARS_MAX);
    var shut = body.bool("private", false);
    var made =
        doors
            .wishes()
            .make(
                actor,
                space,
                body.optionalString("request_id", Body.NAME_BYTES_MAX),
                id -> doors.settings().room(actor, space, id, name, topic, shut));
    return Reply.fields("room_id", made.value());
  }

  private Reply view(Call call) {
    var own = person(call).equals(call.actor().user());
    var action = own ? Action.ENTER : Action.VIEW;
    var space = rights.require(call.actor(), call.path("space"), action);
    return Reply.json(SpaceJson.view(rights.view(call.actor().user(), space, person(call))));
  }

  private Reply audience(Call call) {
    return Reply.json(doors.json().audience(rights.readable(call.actor(), call.path("roomId"))));
  }

  private static UserId person(Call call) {
    return UserId.parse(call.path("user")).orElseThrow(Refused::notFound);
  }
}
