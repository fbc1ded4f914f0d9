package parvis.core.organisations;

import static parvis.platform.http.Route.get;

import java.util.Optional;
import parvis.core.organisations.UnaffiliatedStore.Alone;
import parvis.core.organisations.UnaffiliatedStore.Candidate;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who is of no organisation, and who could become of one.
final class UnaffiliatedRoutes {
  /// Where an address names an organisation, this stands for none.
  static final String NONE = "/api/v1/unaffiliated";

  private final Unaffiliated unaffiliated;

  UnaffiliatedRoutes(Unaffiliated unaffiliated) {
    this.unaffiliated = unaffiliated;
  }

  Routes table() {
    return Routes.of(
        get(NONE + "/members", "Who is of no organisation", this::all)
            .answers(Shapes.ALONE)
            .costs(RateClass.SEARCH)
            .noted("read members"),
        get(
                OrganisationRoutes.ONE + "/candidates",
                "Who could become an agent of an organisation",
                this::candidates)
            .answers(Shapes.CANDIDATES)
            .costs(RateClass.SEARCH)
            .noted("find people"));
  }

  /// The organisation that an address names; absent: none is meant.
  static Optional<String> organisation(Call call) {
    return call.routePath().startsWith(NONE) ? Optional.empty() : Optional.of(call.path("id"));
  }

  private Reply all(Call call) {
    var wanted = MemberRoutes.wanted(call, false);
    var page = unaffiliated.of(call.actor(), wanted.words(), wanted.after());
    var told = page.people().stream().map(UnaffiliatedRoutes::json).toArray();
    return Reply.json(
        JsonObject.builder().put("members", JsonArray.of(told)).putIf("next", page.next()).build());
  }

  private static JsonObject json(Alone one) {
    return named(one.user(), one.name(), one.picture())
        .put("since", one.createdMs())
        .put("suspended", one.suspended())
        .put("runs", one.runs())
        .build();
  }

  private static JsonObject.Builder named(
      String user, Optional<String> name, Optional<String> picture) {
    return JsonObject.builder()
        .put("user_id", user)
        .putIf("display_name", name)
        .putIf("avatar_url", picture);
  }

  private Reply candidates(Call call) {
    var words = MemberRoutes.wanted(call, false).words();
    var told =
        unaffiliated.candidates(call.actor(), call.path("id"), words).stream()
            .map(UnaffiliatedRoutes::json)
            .toArray();
    return Reply.fields("people", JsonArray.of(told));
  }

  private static JsonObject json(Candidate one) {
    return named(one.user(), one.name(), one.picture()).putIf("label", one.label()).build();
  }
}
