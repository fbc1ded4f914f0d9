package parvis.core.federation;

import static parvis.platform.http.Route.get;

import parvis.base.Refused;
import parvis.core.identity.OpenIds;
import parvis.core.identity.Servers;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// Where a service learns who it was that gave it a token.
/// spec: server-server-api#openid
final class OpenIdRoutes {
  private final Servers servers;
  private final OpenIds openIds;

  OpenIdRoutes(Servers servers, OpenIds openIds) {
    this.servers = servers;
    this.openIds = openIds;
  }

  Routes table() {
    return Routes.of(
        get("/_matrix/federation/v1/openid/userinfo", "Whose token this is", this::person).open());
  }

  private Reply person(Call call) {
    var token = call.query("access_token").orElseThrow(Refused::missingToken);
    var person =
        openIds
            .person(servers.at(call.host()), token)
            .orElseThrow(() -> Refused.unknownToken(false));
    return Reply.fields("sub", person.value());
  }
}
