package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonObject;

/// What the owner of an account does with it.
///
/// spec: cs-api#account-registration-and-management, cs-api#openid
final class AccountRoutes {
  private final Accounts accounts;
  private final OwnerProof proof;
  private final OpenIds openIds;
  private final KeyResets resets;
  private final PasswordResets passwords;
  private final Servers servers;

  AccountRoutes(
      Accounts accounts,
      OwnerProof proof,
      OpenIds openIds,
      KeyResets resets,
      PasswordResets passwords,
      Servers servers) {
    this.accounts = accounts;
    this.proof = proof;
    this.openIds = openIds;
    this.resets = resets;
    this.passwords = passwords;
    this.servers = servers;
  }

  List<Route> all() {
    return List.of(
        get("/_matrix/client/v3/account/whoami", "Who am I", this::whoami).guests(),
        post("/_matrix/client/v3/account/password", "Change my password", this::changePassword)
            .costs(RateClass.LOGIN)
            .optional()
            .quiet(),
        post("/_matrix/client/v3/account/deactivate", "End my account", this::deactivate)
            .costs(RateClass.LOGIN)
            .quiet(),
        post("/api/v1/key_reset", "Let an application replace my keys", this::allowReset)
            .takes(Shapes.KEY_RESET)
            .answers(Shapes.NOTHING)
            .costs(RateClass.LOGIN)
            .quiet(),
        post(
            "/_matrix/client/v3/user/{userId}/openid/request_token",
            "Prove who I am to another service",
            this::openId));
  }

  private Reply whoami(Call call) {
    Actor actor = call.actor();
    return Reply.json(
        JsonObject.builder()
            .put("user_id", actor.user().value())
            .putIf("device_id", Optional.of(actor.deviceId()).filter(id -> !id.isEmpty()))
            .put("is_guest", actor.guest())
            .build());
  }

  private Reply changePassword(Call call) {
    Body body = call.body();
    if (call.maybeActor().isEmpty()) return resetPassword(call, body);
    Actor actor = call.actor();
    if (actor.isThroughService()) {
      throw Refused.forbidden("An application service gives nobody a password");
    }
    boolean signOutOthers = body.bool("logout_devices", true);
    Optional<String> wished = body.optionalString("new_password", Stages.PASSWORD_TEXT_CHARS_MAX);
    wished.ifPresent(password -> accounts.checkPassword(password, actor.user()));
    Optional<Reply> asked = proof.asksOrMails("change password", call);
    if (asked.isPresent()) return asked.get();
    accounts.changePassword(actor, body.string("new_password"), signOutOthers);
    return Reply.empty();
  }

  /// Who reads the mails of an account's address sets another password for it.
  private Reply resetPassword(Call call, Body body) {
    boolean signOut = body.bool("logout_devices", true);
    body.optionalString("new_password", Stages.PASSWORD_TEXT_CHARS_MAX)
        .ifPresent(accounts::checkLength);
    Optional<Reply> asked = proof.asksForReset(call);
    if (asked.isPresent()) return asked.get();
    String password = body.string("new_password", Stages.PASSWORD_TEXT_CHARS_MAX);
    AddressProofs.Proof proven = proof.provenForReset(call).orElseThrow(AddressProofs::failed);
    passwords.reset(
        servers.at(call.host()),
        proven,
        password,
        signOut,
        Language.of(call.header("Accept-Language").orElse("")));
    return Reply.empty();
  }

  /// No identifier was ever bound to an identity server, so unbinding them all succeeds.
  private Reply deactivate(Call call) {
    Actor actor = call.actor();
    Body body = call.body();
    body.optionalString("id_server");
    boolean erase = body.bool("erase", false);
    Consumer<Runnable> handover = accounts.handover(actor, actor, Optional.empty(), body);
    Optional<Reply> asked = proof.asksOrMails("deactivate", call);
    if (asked.isPresent()) return asked.get();
    handover.accept(() -> accounts.deactivate(actor, erase));
    return Reply.fields("id_server_unbind_result", "success");
  }

  private Reply allowReset(Call call) {
    Optional<String> device = call.body().optionalString("device_id");
    Optional<Reply> asked = proof.asks("let keys be replaced " + device.orElse(""), call);
    if (asked.isPresent()) return asked.get();
    resets.allow(call.actor(), device);
    return Reply.empty();
  }

  private Reply openId(Call call) {
    Actor actor = call.actor();
    if (!call.path("userId").equals(actor.user().value())) {
      throw Refused.forbidden("One proves only who one is oneself");
    }
    call.json();
    return Reply.fields(
        "access_token",
        openIds.create(actor),
        "token_type",
        "Bearer",
        "matrix_server_name",
        actor.user().server().value(),
        "expires_in",
        OpenIds.LIFE.toSeconds());
  }
}
