package parvis.core.organisations;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who is of an organisation, and of which one I am.
final class MemberRoutes {
  private static final String MEMBERS = OrganisationRoutes.ONE + "/members";

  /// People of one request.
  static final int PEOPLE_MAX = 200;
  static final int FUNCTION_CHARS_MAX = 200;

  private static final int WORDS_CHARS_MAX = 100;

  private final Members members;

  MemberRoutes(Members members) {
    this.members = members;
  }

  Routes table() {
    return Routes.of(
        post("/api/v1/badges", "Of which organisations people are", this::badges)
            .takes(Shapes.BADGES)
            .answers(Shapes.BADGE)
            .costs(RateClass.SEARCH)
            .quiet(),
        get("/api/v1/organisation", "Of which organisation I am", this::own).answers(Shapes.OWN),
        get(MEMBERS, "Who is of an organisation", this::all)
            .answers(Shapes.MEMBERS)
            .noted("read members"),
        put(MEMBERS + "/{userId}", "Make somebody one of an organisation", this::assign)
            .takes(Shapes.POST)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        delete(MEMBERS + "/{userId}", "End somebody's post", this::remove)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  /// Who is of none is told so by an object without an organisation.
  private Reply own(Call call) {
    var own = members.own(call.actor());
    if (own.isEmpty()) {
      return Reply.empty();
    }
    var organisation = own.get().organisation();
    var post = own.get().post();
    return Reply.json(
        JsonObject.builder()
            .put(
                "organisation",
                JsonObject.of(
                    "id", organisation.id(),
                    "name", organisation.name(),
                    "label", organisation.label()))
            .put("role", post.role().word())
            .put("external", post.external())
            .putIf("ends", post.endsMs())
            .put("sponsors", own.get().sponsors())
            .putIf("sponsor", own.get().sponsor().map(PostStore.Sponsor::user))
            .putIf("sponsor_name", own.get().sponsor().flatMap(PostStore.Sponsor::name))
            .build());
  }

  /// Who is of no organisation is external, and so is whom nobody knows.
  private Reply badges(Call call) {
    var people = call.body().strings("user_ids", PEOPLE_MAX);
    var told = JsonObject.builder();
    // Where there are no organisations nobody is from outside.
    if (!members.areOrganisations()) {
      return Reply.fields("badges", JsonObject.EMPTY);
    }
    people.forEach(id -> told.put(id, JsonObject.of("external", true)));
    for (var badge : members.badges(call.actor(), people)) {
      told.put(badge.user(), JsonObject.of("label", badge.label(), "external", badge.external()));
    }
    return Reply.fields("badges", told.build());
  }

  private Reply all(Call call) {
    var all = members.of(call.actor(), call.path("id"), wanted(call, false));
    var found =
        all.stream()
            .map(
                member ->
                    named(member)
                        .put("role", member.role().word())
                        .put("ground", member.ground())
                        .putIf("function", said(member.function()))
                        .put("since", member.sinceMs())
                        .putIf("ends", member.endsMs())
                        .put("over", member.over())
                        .put("suspended", member.suspended())
                        .build())
            .toArray();
    var told = JsonObject.builder().put("members", JsonArray.of(found));
    if (all.size() == PostStore.PAGE_MAX) {
      told.put("next", all.getLast().user());
    }
    return Reply.json(told.build());
  }

  private static Optional<String> said(String text) {
    return Optional.of(text).filter(words -> !words.isEmpty());
  }

  /// Which people are asked for by words and by the last one that was told.
  static PostStore.Wanted wanted(Call call, boolean external) {
    var words = call.query("q").orElse("").strip();
    if (words.length() > WORDS_CHARS_MAX) {
      throw Refused.invalidParam("\"q\" has at most " + WORDS_CHARS_MAX + " characters");
    }
    return new PostStore.Wanted(external, words, call.query("after").orElse(""));
  }

  /// Who somebody is, by id and by name.
  static JsonObject.Builder named(PostStore.Member member) {
    return JsonObject.builder()
        .put("user_id", member.user())
        .putIf("display_name", member.name())
        .putIf("avatar_url", member.picture());
  }

  private Reply assign(Call call) {
    var role =
        Role.of(call.body().optionalString("role").orElse(Role.MEMBER.word()))
            .orElseThrow(
                () -> Refused.invalidParam("\"role\" is member, approver or administrator"));
    var function = call.body().optionalString("function", FUNCTION_CHARS_MAX);
    if (function.filter(does -> does.chars().anyMatch(Character::isISOControl)).isPresent()) {
      throw Refused.invalidParam("\"function\" is one line");
    }
    members.put(call.actor(), call.path("id"), person(call), role);
    function.ifPresent(
        does -> members.say(call.actor(), call.path("id"), person(call), does.strip()));
    return Reply.empty();
  }

  private Reply remove(Call call) {
    members.remove(call.actor(), call.path("id"), person(call));
    return Reply.empty();
  }

  static UserId person(Call call) {
    return UserId.parse(call.path("userId")).orElseThrow(Refused::notFound);
  }
}
