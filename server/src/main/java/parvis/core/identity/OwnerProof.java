package parvis.core.identity;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.http.Call;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Shape;

/// What is asked of whoever acts before something grave is done in their name: to prove again that
/// the account is theirs.
///
/// spec: cs-api#user-interactive-authentication-api
public final class OwnerProof {
  /// The field of a request by which it is proven.
  public static final Shape.Part FIELD = Shapes.PROOF;

  private final InteractiveAuth auth;
  private final Accounts accounts;
  private final Servers servers;
  private final RateLimits limits;
  private final Sessions sessions;
  private final KeyResets resets;
  private final Addresses addresses;
  private final Services services;
  private final AddressProofs proofs;
  private final Db db;
  private final boolean mails;
  private volatile SignIn.SecondFactor second = SignIn.SecondFactor.NONE;

  OwnerProof(
      InteractiveAuth auth,
      Accounts accounts,
      Servers servers,
      RateLimits limits,
      Sessions sessions,
      KeyResets resets,
      Addresses addresses,
      Services services,
      AddressProofs proofs,
      Db db,
      boolean mails) {
    this.auth = auth;
    this.accounts = accounts;
    this.servers = servers;
    this.limits = limits;
    this.sessions = sessions;
    this.resets = resets;
    this.addresses = addresses;
    this.services = services;
    this.proofs = proofs;
    this.db = db;
    this.mails = mails;
  }

  /// What to answer as long as nothing is proven; empty when it is. Who has no password proves it
  /// by a mail, and whom no mail reaches alone by what else they come in by. The token of an
  /// application service proves enough for those whom it alone has.
  ///
  /// @param operation what is to be done, and to what: a proof for one is worth nothing for another
  /// @throws Refused forbidden to applications: what proves it is not told to them
  public Optional<Reply> asks(String operation, Call call) {
    boolean password = accounts.hasPassword(call.actor().userNid());
    return asks(operation, call, List.of(password ? password(call) : otherwise(call)));
  }

  /// What proves it of who has no password. A mail that others read, too, proves nothing: of the
  /// people of a shared mailbox, those who chose a passkey sign with it again.
  private InteractiveAuth.Stage otherwise(Call call) {
    Actor actor = call.actor();
    return addresses.of(actor.userNid()).isEmpty() && addresses.sharer(actor.userNid()).isPresent()
        ? new Stages.Second(second, actor)
        : mailed(call);
  }

  /// The same, where a mail to an address of theirs is as good as the password.
  public Optional<Reply> asksOrMails(String operation, Call call) {
    return asks(operation, call, List.of(password(call), otherwise(call)));
  }

  /// From here on a second factor is asked for by [#asksByFactor].
  void ask(SignIn.SecondFactor second) {
    this.second = second;
  }

  /// The same by a second factor, for who has one: a first proof alone is not enough to change what
  /// stands beside it, nor for what is done to others in one's name.
  public Optional<Reply> asksByFactor(String operation, Call call) {
    Actor actor = call.actor();
    return second.ways(actor.userNid()).isEmpty()
        ? asksOrMails(operation, call)
        : asks(operation, call, List.of(new Stages.Second(second, actor)));
  }

  /// The same of who sets up their first one: where a mail reaches them it is what proves it. Who
  /// has come by their password, and by nothing else, could keep them out for good otherwise.
  public Optional<Reply> asksToEnrol(String operation, Call call) {
    return enrolsByMail(call.actor().userNid())
        ? asks(operation, call, List.of(mailed(call)))
        : asksByFactor(operation, call);
  }

  /// Whether somebody sets up their first second factor by a code that is mailed.
  boolean enrolsByMail(long user) {
    return mails && second.ways(user).isEmpty() && !addresses.of(user).isEmpty();
  }

  private Optional<Reply> asks(String operation, Call call, List<InteractiveAuth.Stage> stages) {
    Actor actor = call.actor();
    if (services.of(actor).filter(one -> one.isAlone(actor.user())).isPresent()) {
      return Optional.empty();
    }
    refuseApplications(actor);
    return auth.asks(operation + " " + actor.user(), call.body(), stages);
  }

  /// Refuses applications.
  ///
  /// @throws Refused forbidden where the session is one that a person gave to an application
  public void refuseApplications(Actor actor) {
    if (sessions.isGranted(actor.session())) {
      throw Refused.forbidden("An application cannot do this; its person does it in the settings");
    }
  }

  private Stages.Password password(Call call) {
    return new Stages.Password(accounts, addresses, server(call.actor()), limits, call.actor());
  }

  private Servers.Server server(Actor actor) {
    return servers.find(actor.user().server()).orElseThrow();
  }

  private Stages.Mailed mailed(Call call) {
    long user = call.actor().userNid();
    return new Stages.Mailed(
        proofs,
        server(call.actor()),
        AddressProofs.Purpose.PASSWORD,
        proof ->
            addresses.of(user).stream().anyMatch(one -> one.address().equals(proof.address()))
                && used(proof));
  }

  /// A mail proves one deed.
  private boolean used(AddressProofs.Proof proof) {
    return db.write(
        tx -> {
          proofs.use(tx, proof);
          return true;
        });
  }

  /// What to answer to who is not signed in and wants to change the password of an account, until
  /// an address of it is proven.
  Optional<Reply> asksForReset(Call call) {
    var mailed =
        new Stages.Mailed(
            proofs, servers.at(call.host()), AddressProofs.Purpose.PASSWORD, _ -> true);
    return auth.asks("reset password", call.body(), List.of(mailed));
  }

  /// Which address that was.
  Optional<AddressProofs.Proof> provenForReset(Call call) {
    return Stages.Mailed.proof(
        proofs,
        servers.at(call.host()),
        AddressProofs.Purpose.PASSWORD,
        call.body().inner("auth").orElseThrow());
  }

  /// The same for other cross-signing keys. An application may replace them once its person allowed
  /// it on a page of ours.
  public Optional<Reply> asksForKeys(String operation, Call call) {
    Actor actor = call.actor();
    if (!sessions.isGranted(actor.session())) return asks(operation, call);
    return auth.asks(
        operation + " " + actor.user(),
        call.body(),
        List.of(
            new Stages.KeyReset(Stages.KeyReset.TYPE, resets, actor),
            new Stages.KeyReset(Stages.KeyReset.EARLY_TYPE, resets, actor)));
  }
}
