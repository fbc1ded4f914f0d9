package parvis.core.organisations;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonObject;

/// Renewing one's account by a link that was mailed, without being let in; and by who administers.
final class ValidityRoutes {
  private static final String RENEWALS = "/api/v1/renewals";

  private final Validity validity;
  private final Servers servers;

  ValidityRoutes(Validity validity, Servers servers) {
    this.validity = validity;
    this.servers = servers;
  }

  Routes table() {
    return Routes.of(
        post(RENEWALS, "Have a link mailed that renews an account", this::ask)
            .takes(Shapes.RENEWED)
            .answers(Shapes.NOTHING)
            .open()
            .costs(RateClass.MAIL),
        get(RENEWALS + "/{token}", "What a link renews", this::linked)
            .answers(Shapes.RENEWAL)
            .open()
            .costs(RateClass.REGISTER),
        post(RENEWALS + "/{token}", "Renew an account", this::renew)
            .answers(Shapes.ENDS)
            .open()
            .emptyBody()
            .costs(RateClass.REGISTER),
        put(
                OrganisationRoutes.ONE + "/members/{userId}/end",
                "Let an agent in again, or longer",
                this::extend)
            .answers(Shapes.ENDS)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply ask(Call call) {
    var address =
        Address.parse(call.body().string("address"))
            .orElseThrow(() -> Refused.invalidParam("\"address\" is an e-mail address"));
    validity.ask(
        servers.at(call.host()), address, Language.of(call.header("Accept-Language").orElse("")));
    return Reply.empty();
  }

  private Reply linked(Call call) {
    var of = validity.linked(call.path("token")).orElseThrow(Refused::notFound);
    return Reply.json(
        JsonObject.builder()
            .put("organisation", of.organisationName())
            .putIf("ends", of.endsMs())
            .build());
  }

  private Reply renew(Call call) {
    call.body();
    var ends = validity.renew(call.path("token"));
    return Reply.json(JsonObject.builder().putIf("ends", ends).build());
  }

  private Reply extend(Call call) {
    call.body();
    var ends = validity.extend(call.actor(), call.path("id"), MemberRoutes.person(call));
    return Reply.json(JsonObject.builder().putIf("ends", ends).build());
  }
}
