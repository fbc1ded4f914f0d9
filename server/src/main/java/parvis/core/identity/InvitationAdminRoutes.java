package parvis.core.identity;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Invitations.Invitation;
import parvis.core.identity.Servers.Server;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Registration tokens by the calls that tools for Synapse make: each is an invitation, with its
/// bounds, and is listed among them.
final class InvitationAdminRoutes {
  private static final String TOKENS = "/_synapse/admin/v1/registration_tokens";
  private static final String TOKEN = TOKENS + "/{token}";

  private final Invitations invitations;
  private final Admission admission;
  private final Servers servers;
  private final Clock clock;

  InvitationAdminRoutes(
      Invitations invitations, Admission admission, Servers servers, Clock clock) {
    this.invitations = invitations;
    this.admission = admission;
    this.servers = servers;
    this.clock = clock;
  }

  List<Route> all() {
    return List.of(
        get(TOKENS, "The tokens that let people in", this::list),
        post(TOKENS + "/new", "Make a token that lets people in", this::create).emptyBody(),
        get(TOKEN, "A token that lets people in", this::one),
        put(TOKEN, "Change whom a token lets in, and until when", this::change).emptyBody(),
        delete(TOKEN, "Take a token back", this::withdraw).emptyBody());
  }

  private Server server(Actor admin) {
    return servers.find(admin.user().server()).orElseThrow();
  }

  /// Those that let nobody in any more are not kept.
  private Reply list(Call call) {
    Server server = server(Administration.by(call));
    boolean valid = call.queryBool("valid").orElse(true);
    List<Invitation> all = valid ? invitations.valid(server) : List.of();
    Object[] told = all.stream().map(InvitationAdminRoutes::json).toArray();
    return Reply.fields("registration_tokens", JsonArray.of(told));
  }

  private static JsonObject json(Invitation invitation) {
    return JsonObject.of(
        "token", invitation.token(),
        "uses_allowed", invitation.uses(),
        "pending", 0L,
        "completed", invitation.uses() - invitation.usesLeft(),
        "expiry_time", invitation.expiresMs());
  }

  private Reply one(Call call) {
    return Reply.json(json(find(call)));
  }

  private Invitation find(Call call) {
    Server server = server(Administration.by(call));
    return invitations.find(server, call.path("token")).orElseThrow(Refused::notFound);
  }

  private Reply create(Call call) {
    Actor admin = Administration.by(call);
    Server server = server(admin);
    Body body = call.body();
    Optional<String> token = body.optionalString("token", Admission.TOKEN_CHARS_MAX);
    token.ifPresent(Admission::checkToken);
    int uses = uses(body.optionalInteger("uses_allowed"), Invitations.USES_MAX);
    long expires = expires(body, clock.millis() + Invitations.LIFE_MAX.toMillis());
    return Reply.json(
        json(invitations.create(server, admin, token, expires, uses, admission.inviting(server))));
  }

  private static int uses(OptionalLong asked, int otherwise) {
    long uses = asked.orElse(otherwise);
    if (uses < 1 || uses > Invitations.USES_MAX) {
      throw Refused.invalidParam("\"uses_allowed\" is between 1 and " + Invitations.USES_MAX);
    }
    return (int) uses;
  }

  private long expires(Body body, long otherwise) {
    long now = clock.millis();
    long expires = body.optionalInteger("expiry_time").orElse(otherwise);
    if (expires <= now || expires > now + Invitations.LIFE_MAX.toMillis()) {
      throw Refused.invalidParam(
          "\"expiry_time\" is later than now, by "
              + Invitations.LIFE_MAX.toDays()
              + " days at most");
    }
    return expires;
  }

  private Reply change(Call call) {
    Body body = call.body();
    Invitation before = find(call);
    int uses = uses(body.optionalInteger("uses_allowed"), (int) before.uses());
    long expires = expires(body, before.expiresMs());
    return invitations
        .change(server(call.actor()), before.token(), uses, expires)
        .map(after -> Reply.json(json(after)))
        .orElseThrow(
            () -> Refused.invalidParam("\"uses_allowed\" is more than came in by it already"));
  }

  private Reply withdraw(Call call) {
    Server server = server(Administration.by(call));
    if (!invitations.withdraw(server, call.path("token"))) throw Refused.notFound();
    return Reply.empty();
  }
}
