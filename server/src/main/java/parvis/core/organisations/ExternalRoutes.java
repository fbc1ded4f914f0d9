package parvis.core.organisations;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;

/// Whom an organisation has invited from outside, who answers for them, and until when.
final class ExternalRoutes {
  private static final String ALL = OrganisationRoutes.ONE + "/externals";
  private static final String ONE = ALL + "/{userId}";

  private final Members members;
  private final Externals externals;

  ExternalRoutes(Members members, Externals externals) {
    this.members = members;
    this.externals = externals;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "Whom an organisation has invited from outside", this::all)
            .noted("read externals"),
        post(ALL, "Invite somebody from outside", this::invite).costs(RateClass.JOIN),
        put(ONE + "/end", "Put off the end of an invitation", this::extend).costs(RateClass.JOIN),
        delete(ONE, "End an invitation from outside", this::end).emptyBody().costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var found =
        members.of(call.actor(), call.path("id"), MemberRoutes.wanted(call, true)).stream()
            .map(
                external ->
                    MemberRoutes.named(external)
                        .put("sponsor", external.sponsor().orElseThrow())
                        .putIf("sponsor_name", external.sponsorName())
                        .put("since", external.sinceMs())
                        .put("ends", external.endsMs().orElseThrow())
                        .put("extended", external.extended())
                        .put("over", external.over())
                        .build())
            .toArray();
    return Reply.fields("externals", JsonArray.of(found));
  }

  private Reply invite(Call call) {
    var body = call.body();
    var invited =
        UserId.parse(body.string("user_id"))
            .orElseThrow(() -> Refused.invalidParam("\"user_id\" is not the id of a person"));
    var ends = externals.invite(call.actor(), call.path("id"), invited, life(body));
    return Reply.fields("ends", ends);
  }

  private static Duration life(Body body) {
    var most = Externals.LIFE_MAX.toMillis();
    var asked = body.optionalInteger("expires_in_ms").orElse(most);
    return Duration.ofMillis(EntryRoutes.within("expires_in_ms", asked, most));
  }

  private Reply extend(Call call) {
    var life = life(call.body());
    var ends = externals.extend(call.actor(), call.path("id"), MemberRoutes.person(call), life);
    return Reply.fields("ends", ends);
  }

  private Reply end(Call call) {
    externals.end(call.actor(), call.path("id"), MemberRoutes.person(call));
    return Reply.empty();
  }
}
