package parvis.core.identity;

import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;

/// Asking for a token that signs in another device.
/// spec: cs-api#post_matrixclientv1loginget_token
final class LoginTokenRoutes {
  private final LoginTokens tokens;
  private final OwnerProof proof;

  LoginTokenRoutes(LoginTokens tokens, OwnerProof proof) {
    this.tokens = tokens;
    this.proof = proof;
  }

  List<Route> all() {
    return List.of(
        post("/_matrix/client/v1/login/get_token", "Sign in on another device", this::create)
            .costs(RateClass.LOGIN));
  }

  private Reply create(Call call) {
    Optional<Reply> asked = proof.asks("login token", call);
    if (asked.isPresent()) return asked.get();
    return Reply.fields(
        "login_token", tokens.create(call.actor()), "expires_in_ms", LoginTokens.LIFE.toMillis());
  }
}
