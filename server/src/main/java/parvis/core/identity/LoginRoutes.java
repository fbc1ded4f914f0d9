package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Signing in and out.
///
/// spec: cs-api#login, cs-api#refreshing-access-tokens
final class LoginRoutes {
  private final Servers servers;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Devices devices;
  private final RateLimits limits;

  LoginRoutes(
      Servers servers, Accounts accounts, Sessions sessions, Devices devices, RateLimits limits) {
    this.servers = servers;
    this.accounts = accounts;
    this.sessions = sessions;
    this.devices = devices;
    this.limits = limits;
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
    return Reply.fields("flows", JsonArray.of(JsonObject.of("type", Stages.Password.TYPE)));
  }

  private Reply login(Call call) {
    Body body = call.body();
    if (!body.string("type").equals(Stages.Password.TYPE)) {
      throw Refused.unknown("This way to sign in is not offered");
    }
    Optional<UserId> user = Stages.named(body, servers.at(call.host()));
    String password = body.string("password", Stages.PASSWORD_TEXT_CHARS_MAX);
    SignedInReply.check(body);
    user.ifPresent(id -> limits.spend(RateClass.GUESS, Stages.limitKey(id) + call.remoteAddress()));
    Account account =
        accounts
            .withPassword(user, password)
            .orElseThrow(() -> Refused.forbidden("The name or the password is wrong"));
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account)));
  }

  private Reply refresh(Call call) {
    return SignedInReply.of(sessions.refresh(call.body().string("refresh_token")));
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
