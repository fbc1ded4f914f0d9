package parvis.core.appservice;

import static parvis.platform.http.Route.post;

import parvis.base.Refused;
import parvis.core.identity.Services;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// An application service asks whether it can be reached.
///
/// spec: as-api#pinging
final class PingRoutes {
  private static final int TXN_CHARS_MAX = 1_000;

  private final Services services;
  private final Asking asking;
  private final Feeds feeds;

  PingRoutes(Services services, Asking asking, Feeds feeds) {
    this.services = services;
    this.asking = asking;
    this.feeds = feeds;
  }

  Routes table() {
    return Routes.of(
        post(
                "/_matrix/client/v1/appservice/{appserviceId}/ping",
                "Ask whether my application service can be reached",
                this::ping)
            .emptyBody()
            .quiet());
  }

  private Reply ping(Call call) {
    var txn = call.body().optionalString("transaction_id", TXN_CHARS_MAX);
    var service =
        services
            .of(call.actor())
            .filter(own -> own.id().equals(call.path("appserviceId")))
            .orElseThrow(
                () -> Refused.forbidden("This is not the token of that application service"));
    if (service.url().isEmpty()) {
      throw Refused.of(
          Refused.Kind.URL_NOT_SET, "The registration of this application service has no url");
    }
    var took = asking.ping(service, JsonObject.builder().putIf("transaction_id", txn).build());
    feeds.of(service).ifPresent(Feed::heard);
    return Reply.fields("duration_ms", took.toMillis());
  }
}
