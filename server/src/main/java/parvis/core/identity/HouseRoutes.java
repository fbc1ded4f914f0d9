package parvis.core.identity;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Invitations.Invitation;
import parvis.core.identity.Servers.Server;
import parvis.platform.config.Config;
import parvis.platform.config.Registration;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What Matrix has no words for: who may come into this house, and its first administrator.
final class HouseRoutes {
  private static final String NAME = "Parvis";
  static final int NAME_CHARS_MAX = 512;
  private static final int LANGUAGE_CHARS_MAX = 20;

  /// What these routes are built from.
  record Needs(
      Config config,
      String version,
      Servers servers,
      Accounts accounts,
      Profiles profiles,
      Admission admission,
      Invitations invitations,
      SetupLink setupLink,
      SignIn signIn,
      Sessions sessions,
      OwnerProof ownerProof) {}

  private final SignIn signIn;
  private final OwnerProof ownerProof;
  private final Sessions sessions;
  private final Config config;
  private final String version;
  private final Servers servers;
  private final Accounts accounts;
  private final Profiles profiles;
  private final Admission admission;
  private final Invitations invitations;
  private final SetupLink setupLink;

  HouseRoutes(Needs needs) {
    this.config = needs.config();
    this.version = needs.version();
    this.servers = needs.servers();
    this.accounts = needs.accounts();
    this.profiles = needs.profiles();
    this.admission = needs.admission();
    this.invitations = needs.invitations();
    this.setupLink = needs.setupLink();
    this.signIn = needs.signIn();
    this.sessions = needs.sessions();
    this.ownerProof = needs.ownerProof();
  }

  List<Route> all() {
    return List.of(
        get("/api/v1/server", "What this house is", this::server).answers(Shapes.HOUSE).open(),
        get("/api/v1/me", "What I may do", this::me).answers(Shapes.ME),
        put("/api/v1/me", "Say in which language I read", this::reads)
            .takes(Shapes.READ)
            .answers(Shapes.NOTHING)
            .quiet(),
        get("/api/v1/registration", "Who may come in", this::registration).answers(Shapes.RULES),
        put("/api/v1/registration", "Decide who may come in", this::decide)
            .takes(Shapes.RULES)
            .answers(Shapes.RULES),
        get("/api/v1/invitations", "The invitations that are valid", this::invitations)
            .answers(Shapes.INVITATIONS),
        post("/api/v1/invitations", "Invite people", this::invite)
            .takes(Shapes.INVITED)
            .answers(Shapes.INVITATION_MADE)
            .emptyBody(),
        get("/api/v1/invitations/{token}", "Is an invitation valid", this::invitation)
            .answers(Shapes.INVITER)
            .open()
            .costs(RateClass.REGISTER),
        delete("/api/v1/invitations/{token}", "Withdraw an invitation", this::withdraw)
            .answers(Shapes.NOTHING)
            .emptyBody(),
        get("/api/v1/setup/{token}", "Is the first administrator's link valid", this::setup)
            .answers(Shapes.SERVER)
            .open()
            .costs(RateClass.REGISTER),
        post("/api/v1/setup/{token}", "Become the first administrator", this::becomeFirst)
            .takes(Shapes.FIRST)
            .answers(Shapes.SOMEBODY)
            .open()
            .costs(RateClass.REGISTER));
  }

  private Reply server(Call call) {
    Server server = servers.at(call.host());
    return Reply.json(
        JsonObject.builder()
            .put("name", admission.house(server).orElse(NAME))
            .put("server_name", server.name().value())
            .put("registration", Admission.word(admission.rules(server).mode()))
            .put("demo", config.demo())
            .put("setup", setupLink.waits(server))
            .put("mail", config.mailServer().isPresent())
            .put("link_previews", config.linkPreviews())
            .put("password_length", config.passwordCharsMin())
            .put("version", version)
            .putIf("terms", config.terms().map(Config.Terms::address))
            .putIf("support_mail", config.supportMail().map(Address::value))
            .putIf("support_page", config.supportPage())
            .build());
  }

  private Reply me(Call call) {
    Actor actor = call.actor();
    return Reply.json(
        JsonObject.builder()
            .put("user_id", actor.user().value())
            .put("admin", actor.admin())
            .put("password", accounts.hasPassword(actor.userNid()))
            .put("name_locked", !actor.admin() && admission.locksName(actor.userNid()))
            .put("function_locked", !actor.admin() && admission.locksFunction(actor.userNid()))
            .put("second_factor", JsonArray.of(signIn.ways(actor.userNid()).toArray()))
            .put("second_factor_due", sessions.isUnproven(actor))
            .put("second_factor_by_mail", ownerProof.enrolsByMail(actor.userNid()))
            .put("suspended", actor.suspended())
            .putIf("language", accounts.language(actor.userNid()).map(Language::code))
            .build());
  }

  /// The letters of the house are written in it.
  private Reply reads(Call call) {
    Language in =
        Language.named(call.body().string("language", LANGUAGE_CHARS_MAX))
            .orElseThrow(() -> Refused.invalidParam("\"language\" is fr or en"));
    accounts.reads(call.actor().userNid(), in);
    return Reply.empty();
  }

  private Reply registration(Call call) {
    admin(call);
    return Reply.json(json(admission.rules(servers.at(call.host()))));
  }

  private Reply decide(Call call) {
    admin(call);
    Body body = call.body();
    Registration mode =
        Admission.mode(body.string("mode"))
            .orElseThrow(
                () -> Refused.invalidParam("\"mode\" is closed, invitation, token or open"));
    Optional<String> token = body.optionalString("token", Admission.TOKEN_CHARS_MAX);
    token.ifPresent(Admission::checkToken);
    return Reply.json(json(admission.decide(servers.at(call.host()), mode, token)));
  }

  private static JsonObject json(Admission.Rules rules) {
    return JsonObject.builder()
        .put("mode", Admission.word(rules.mode()))
        .putIf("token", rules.token())
        .build();
  }

  private Reply invitations(Call call) {
    admin(call);
    Object[] all = invitations.valid(servers.at(call.host())).stream().map(this::json).toArray();
    return Reply.fields("invitations", JsonArray.of(all));
  }

  /// Where registration is closed, handing out a link opens it to who holds one.
  private Reply invite(Call call) {
    Actor actor = admin(call);
    Server server = servers.at(call.host());
    Body body = call.body();
    long uses = within("uses", body.optionalInteger("uses"), 1, Invitations.USES_MAX);
    long life =
        within(
            "expires_in_ms",
            body.optionalInteger("expires_in_ms"),
            Invitations.LIFE.toMillis(),
            Invitations.LIFE_MAX.toMillis());
    Invitation made =
        invitations.create(
            server,
            actor,
            new Invitations.Wish(
                Optional.empty(),
                invitations.expiring(Duration.ofMillis(life)),
                Math.toIntExact(uses),
                body.optionalString("request_id", Body.NAME_BYTES_MAX)),
            admission.inviting(server));
    return Reply.json(json(made));
  }

  private static long within(String name, OptionalLong asked, long otherwise, long max) {
    long value = asked.orElse(otherwise);
    if (value < 1 || value > max) {
      throw Refused.invalidParam("\"" + name + "\" is between 1 and " + max);
    }
    return value;
  }

  private JsonObject json(Invitation invitation) {
    return JsonObject.of(
        "token", invitation.token(),
        "url", config.publicAddress() + "/invite/" + invitation.token(),
        "expires", invitation.expiresMs(),
        "uses_left", invitation.usesLeft());
  }

  private Reply invitation(Call call) {
    Server server = servers.at(call.host());
    if (admission.rules(server).mode() == Registration.CLOSED) throw noInvitation();
    String token = call.path("token");
    Optional<Reply> found =
        invitations
            .find(server, token)
            .map(it -> told(server, it.invitedBy(), it.expiresMs()))
            .or(
                () ->
                    admission.word(server, token).map(it -> told(server, it.by(), it.expiresMs())));
    return found.orElseThrow(HouseRoutes::noInvitation);
  }

  private Reply told(Server server, UserId by, long expiresMs) {
    String name = profiles.of(by).displayName().orElse(by.localpart());
    return Reply.fields(
        "expires", expiresMs, "invited_by", name, "server_name", server.name().value());
  }

  private Reply withdraw(Call call) {
    admin(call);
    boolean was = invitations.withdraw(servers.at(call.host()), call.path("token"));
    if (!was) throw noInvitation();
    return Reply.empty();
  }

  private Reply setup(Call call) {
    Server server = servers.at(call.host());
    if (!setupLink.valid(server, call.path("token"))) throw noSetup();
    return Reply.fields("server_name", server.name().value());
  }

  private Reply becomeFirst(Call call) {
    Server server = servers.at(call.host());
    String token = call.path("token");
    if (!setupLink.valid(server, token)) throw noSetup();
    Body body = call.body();
    String username = body.string("username", NAME_CHARS_MAX);
    String password = body.string("password", Stages.PASSWORD_TEXT_CHARS_MAX);
    Optional<String> name =
        body.optionalString("displayname")
            .filter(text -> !text.isBlank())
            .map(ProfileField::displayName);
    UserId user = Accounts.wished(username, server);
    accounts.checkFree(user);
    accounts.checkPassword(password, user);
    NewAccount wished =
        new NewAccount(user, Optional.of(password), true, name.or(() -> Optional.of(username)));
    accounts.create(
        wished,
        tx -> {
          if (!setupLink.use(tx, server, token)) throw noSetup();
        });
    return Reply.fields("user_id", user.value());
  }

  /// Whoever runs the server that is asked, and no other one of this deployment.
  private Actor admin(Call call) {
    Actor actor = call.actor();
    boolean here = actor.user().server().equals(servers.at(call.host()).name());
    if (!actor.admin() || !here) throw Refused.forbidden("Only an administrator may do this");
    return actor;
  }

  private static Refused noInvitation() {
    return Refused.notFound("This invitation is not known, has expired or was used");
  }

  private static Refused noSetup() {
    return Refused.notFound("This link is not known, has expired or was used");
  }
}
