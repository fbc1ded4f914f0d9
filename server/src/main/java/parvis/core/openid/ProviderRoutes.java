package parvis.core.openid;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Administration;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The providers of a house, as its administrators describe them. A secret that was told is shown
/// to nobody any more.
final class ProviderRoutes {
  private static final String PROVIDERS = FrontRoutes.OPENID + "/providers";
  private static final String PROVIDER = PROVIDERS + "/{provider}";

  private final Servers servers;
  private final Providers providers;
  private final String publicAddress;

  ProviderRoutes(Servers servers, Providers providers, String publicAddress) {
    this.servers = servers;
    this.providers = providers;
    this.publicAddress = publicAddress;
  }

  List<Route> all() {
    return List.of(
        get(PROVIDERS, "The providers, as they are described", this::list)
            .answers(Shapes.PROVIDERS),
        put(PROVIDER, "Describe a provider", this::describe)
            .takes(Shapes.PROVIDER)
            .answers(Shapes.DESCRIBED),
        delete(PROVIDER, "Take a provider away", this::remove).answers(Shapes.NOTHING).emptyBody());
  }

  private Server server(Actor admin) {
    return servers.find(admin.user().server()).orElseThrow();
  }

  private Reply list(Call call) {
    Server server = server(Administration.by(call));
    Object[] all = providers.all(server).stream().map(ProviderRoutes::json).toArray();
    return Reply.fields(
        "providers",
        JsonArray.of(all),
        "redirect_uri",
        publicAddress + FrontRoutes.CALLBACK,
        "post_logout_redirect_uri",
        publicAddress + "/sign-in");
  }

  private static JsonObject json(Provider provider) {
    return provider.settings().with("id", provider.id());
  }

  private Reply describe(Call call) {
    Server server = server(Administration.by(call));
    Body body = call.body();
    Provider provider = Provider.read(call.path("provider"), body);
    Optional<String> secret = body.optionalString("client_secret", Provider.SECRET_CHARS_MAX);
    providers.put(server, provider, secret.filter(text -> !text.isEmpty()));
    return Reply.json(json(provider));
  }

  private Reply remove(Call call) {
    Server server = server(Administration.by(call));
    if (!providers.remove(server, call.path("provider"))) throw Refused.notFound();
    return Reply.empty();
  }
}
