package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Signing in and out.
///
/// spec: cs-api#login, cs-api#refreshing-access-tokens
final class LoginRoutes {
  private static final Set<String> WAYS = Set.of(Stages.Password.TYPE, LoginTokens.TYPE);

  private final Servers servers;
  private final SignIn signIn;
  private final Sessions sessions;
  private final Devices devices;
  private final ServiceSignIn serviceSignIn;
  private final Function<Server, List<JsonObject>> providers;

  LoginRoutes(
      Servers servers,
      SignIn signIn,
      Sessions sessions,
      Devices devices,
      ServiceSignIn serviceSignIn,
      Function<Server, List<JsonObject>> providers) {
    this.servers = servers;
    this.serviceSignIn = serviceSignIn;
    this.providers = providers;
    this.signIn = signIn;
    this.sessions = sessions;
    this.devices = devices;
  }

  List<Route> all() {
    return List.of(
        get("/_matrix/client/v3/login", "The ways to sign in", this::flows).open(),
        post("/_matrix/client/v3/login", "Sign in", this::login).open().costs(RateClass.LOGIN),
        post("/_matrix/client/v3/refresh", "Renew an access token", this::refresh)
            .open()
            .costs(RateClass.ORDINARY),
        post("/_matrix/client/v3/logout", "Sign out", this::logout).emptyBody().out(),
        post("/_matrix/client/v3/logout/all", "Sign out everywhere", this::logoutAll)
            .emptyBody()
            .out());
  }

  private Reply flows(Call call) {
    JsonObject token = JsonObject.of("type", LoginTokens.TYPE, "get_login_token", true);
    JsonObject password = JsonObject.of("type", Stages.Password.TYPE);
    JsonObject ourselves = JsonObject.of("id", LoginTokens.PROVIDER, "name", "Parvis");
    List<JsonObject> all = new ArrayList<>(List.of(ourselves));
    all.addAll(providers.apply(servers.at(call.host())));
    JsonObject page =
        JsonObject.of("type", "m.login.sso", "identity_providers", JsonArray.of(all.toArray()));
    if (serviceSignIn.services().all().isEmpty()) {
      return Reply.fields("flows", JsonArray.of(password, token, page));
    }
    JsonObject service = JsonObject.of("type", ServiceSignIn.TYPE);
    return Reply.fields("flows", JsonArray.of(password, token, page, service));
  }

  private Reply login(Call call) {
    Body body = call.body();
    if (ServiceSignIn.isAsked(body)) return serviceSignIn.login(call, body);
    if (!WAYS.contains(body.string("type"))) {
      throw Refused.unknown("This way to sign in is not offered");
    }
    Account account = signIn.proven(call, body, () -> SignedInReply.check(body));
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account)));
  }

  private Reply refresh(Call call) {
    String token = call.body().string("refresh_token");
    sessions
        .holder(token)
        .filter(holder -> !sessions.isStrong(holder))
        .map(Sessions.Holder::user)
        .ifPresent(signIn::refuseUnproven);
    return SignedInReply.of(sessions.refresh(token));
  }

  private Reply logout(Call call) {
    Actor actor = call.actor();
    devices.remove(actor.user(), actor.userNid(), List.of(actor.deviceId()));
    return Reply.empty();
  }

  private Reply logoutAll(Call call) {
    Actor actor = call.actor();
    devices.removeAll(actor.user(), actor.userNid());
    return Reply.empty();
  }
}
