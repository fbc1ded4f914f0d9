package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.config.Config;
import parvis.platform.config.Registration;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;

/// Making an account for oneself.
///
/// spec: cs-api#account-registration-and-management
final class RegisterRoutes {
  private static final int NAME_CHARS_MAX = 512;

  private final Servers servers;
  private final Accounts accounts;
  private final Guests guests;
  private final Sessions sessions;
  private final Admission admission;
  private final InteractiveAuth interactiveAuth;
  private final Secrets secrets;
  private final ServiceSignIn serviceSignIn;
  private final SignIn signIn;
  private final Optional<Config.Terms> terms;
  private final Addresses addresses;
  private final Optional<AddressProofs> proofs;
  private final List<InteractiveAuth.Stage> first;

  RegisterRoutes(
      Servers servers,
      Accounts accounts,
      Guests guests,
      Sessions sessions,
      Admission admission,
      InteractiveAuth interactiveAuth,
      Secrets secrets,
      ServiceSignIn serviceSignIn,
      SignIn signIn,
      Optional<Config.Terms> terms,
      Addresses addresses,
      Optional<AddressProofs> proofs) {
    this.servers = servers;
    this.accounts = accounts;
    this.guests = guests;
    this.sessions = sessions;
    this.admission = admission;
    this.interactiveAuth = interactiveAuth;
    this.secrets = secrets;
    this.serviceSignIn = serviceSignIn;
    this.signIn = signIn;
    this.terms = terms;
    this.addresses = addresses;
    this.proofs = proofs;
    this.first = terms.<InteractiveAuth.Stage>map(Stages.Accepted::new).stream().toList();
  }

  List<Route> all() {
    return List.of(
        post("/_matrix/client/v3/register", "Make an account", this::register)
            .open()
            .emptyBody()
            .costs(RateClass.REGISTER),
        get("/_matrix/client/v3/register/available", "Is a name free", this::available)
            .open()
            .costs(RateClass.REGISTER),
        get(
                "/_matrix/client/v1/register/m.login.registration_token/validity",
                "Is a registration token valid",
                this::validity)
            .open()
            .costs(RateClass.REGISTER));
  }

  private Reply register(Call call) {
    return switch (call.query("kind").orElse("user")) {
      case "guest" -> come(call);
      case "user" -> registerUser(call);
      default -> throw Refused.invalidParam("\"kind\" must be user or guest");
    };
  }

  /// Of what a guest sends only the name of the device counts.
  /// spec: cs-api#guest-access
  private Reply come(Call call) {
    Body body = new Body(call.json().without("device_id"));
    SignedInReply.check(body);
    Account guest = guests.come(servers.at(call.host()));
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, guest)));
  }

  /// A name is found taken where anyone may register at once, else only by who was let in. A guest
  /// keeps theirs.
  private Reply registerUser(Call call) {
    Server server = servers.at(call.host());
    Body body = call.body();
    if (ServiceSignIn.isAsked(body)) return serviceSignIn.register(call, body);
    Optional<Actor> guest =
        guests.shown(body.optionalString("guest_access_token"), call.remoteAddress());
    Optional<String> name = body.optionalString("username", NAME_CHARS_MAX);
    Optional<String> password = body.optionalString("password", Stages.PASSWORD_TEXT_CHARS_MAX);
    List<InteractiveAuth.Stage> stages = stages(server);
    UserId user = Accounts.wished(name.orElseGet(secrets::localpart), server);
    serviceSignIn.services().refuseReserved(user);
    boolean open = admission.rules(server).mode() == Registration.OPEN;
    checkName(user, guest, open);
    password.ifPresent(given -> accounts.checkPassword(given, user));
    Optional<String> secret = SignIn.secret(body);
    boolean inhibitLogin = body.bool("inhibit_login", false);
    SignedInReply.check(body);
    Optional<Reply> asked = interactiveAuth.asks("register", body, first, stages);
    if (asked.isPresent()) return asked.get();
    checkName(user, guest, true);
    if (password.isEmpty()) throw Refused.missingParam("\"password\" is missing");
    Admitted admitted = admitted(server, body);
    if (secret.isEmpty() && !inhibitLogin) {
      admitted = admitted.unless(admission::refuseUnprovable);
    }
    Account account =
        guest.isPresent()
            ? promoted(guest.get(), password.get(), admitted)
            : accounts.create(
                new NewAccount(user, password, false, name), admitted.before(), admitted.after());
    if (inhibitLogin) return Reply.fields("user_id", user.value());
    signIn.pass(account, secret);
    return SignedInReply.of(sessions.open(SignedInReply.login(call, body, account)));
  }

  /// Gives an account the address that was proven with its making.
  private void bind(Tx tx, Server server, long user, Body body) {
    Body auth = body.inner("auth").orElseThrow();
    if (proofs.isEmpty()
        || auth.optionalString("type").filter(Stages.Mailed.TYPE::equals).isEmpty()) return;
    AddressProofs.Proof proof =
        Stages.Mailed.proof(tx, proofs.get(), server, AddressProofs.Purpose.REGISTER, auth)
            .orElseThrow(AddressProofs::failed);
    proofs.get().use(tx, proof);
    addresses.add(tx, server, user, proof.address(), proof.provenMs());
  }

  private Account promoted(Actor guest, String password, Admitted admitted) {
    Account account = new Account(guest.user(), guest.userNid(), false, true);
    return guests.promote(guest, password, admitted.whole(account));
  }

  private void checkName(UserId user, Optional<Actor> guest, boolean free) {
    if (guest.isEmpty()) {
      if (free) accounts.checkFree(user);
    } else if (!guest.get().user().equals(user)) {
      throw Refused.forbidden("A guest keeps their name: \"username\" must be it");
    }
  }

  private List<InteractiveAuth.Stage> stages(Server server) {
    Stages.Token token = new Stages.Token(admission, server);
    return switch (admission.rules(server).mode()) {
      case CLOSED -> throw closed();
      case INVITATION, TOKEN -> List.of(token);
      case OPEN -> open(server, token);
    };
  }

  /// Who proves an address besides gets it with the account, where mails reach people.
  private List<InteractiveAuth.Stage> open(Server server, Stages.Token token) {
    List<InteractiveAuth.Stage> open = new ArrayList<>(List.of(new Stages.Dummy(), token));
    proofs
        .map(all -> new Stages.Mailed(all, server, AddressProofs.Purpose.REGISTER, _ -> true))
        .ifPresent(open::add);
    return open;
  }

  /// What lets an account be made, and is used up by the transaction that makes it.
  ///
  /// @param before uses up what is the server's, such as an invitation
  /// @param after uses up what makes the account somebody's, and notes what was accepted and proven
  private record Admitted(Consumer<Tx> before, BiConsumer<Tx, Account> after) {
    Admitted unless(BiConsumer<Tx, Account> refuses) {
      return new Admitted(before, after.andThen(refuses));
    }

    Consumer<Tx> whole(Account account) {
      return before.andThen(tx -> after.accept(tx, account));
    }
  }

  /// A token that was shown, here or on a page, whichever stage came last. It is looked at once: an
  /// entry word that is used up in between is no other token, and lets nobody in.
  private Admitted admitted(Server server, Body body) {
    Optional<String> token = shown(body);
    Optional<EntryWord> word = token.flatMap(said -> admission.word(server, said));
    Optional<Consumer<Tx>> own =
        word.isPresent() ? Optional.empty() : token.map(said -> admission.use(server, said));
    return new Admitted(
        own.orElse(tx -> {}),
        (tx, made) -> {
          word.ifPresent(entry -> entry.use().accept(tx, made.userNid()));
          terms.ifPresent(these -> accounts.accept(tx, these, made));
          bind(tx, server, made.userNid(), body);
        });
  }

  private Optional<String> shown(Body body) {
    Body auth = body.inner("auth").orElseThrow();
    return auth.optionalString("type").filter(Stages.Token.TYPE::equals).isPresent()
        ? auth.optionalString("token")
        : interactiveAuth.said(body, Stages.Token.TYPE);
  }

  /// Where not anyone may register, not anyone learns who is here.
  private Reply available(Call call) {
    Server server = servers.at(call.host());
    String name =
        call.query("username").orElseThrow(() -> Refused.missingParam("\"username\" is missing"));
    if (admission.rules(server).mode() != Registration.OPEN) throw closed();
    UserId user = Accounts.wished(name, server);
    serviceSignIn.services().refuseReserved(user);
    accounts.checkFree(user);
    return Reply.fields("available", true);
  }

  private Reply validity(Call call) {
    Server server = servers.at(call.host());
    String token =
        call.query("token").orElseThrow(() -> Refused.missingParam("\"token\" is missing"));
    if (admission.rules(server).mode() == Registration.CLOSED) throw closed();
    return Reply.fields("valid", admission.admits(server, token));
  }

  private static Refused closed() {
    return Refused.forbidden("Registration is closed here");
  }
}
