package parvis.core.identity;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;

/// What is asked of whoever acts before something grave is done in their name: to prove again that
/// the account is theirs.
///
/// spec: cs-api#user-interactive-authentication-api
public final class OwnerProof {
  private final InteractiveAuth auth;
  private final Accounts accounts;
  private final Servers servers;
  private final RateLimits limits;
  private final Sessions sessions;
  private final KeyResets resets;

  OwnerProof(
      InteractiveAuth auth,
      Accounts accounts,
      Servers servers,
      RateLimits limits,
      Sessions sessions,
      KeyResets resets) {
    this.auth = auth;
    this.accounts = accounts;
    this.servers = servers;
    this.limits = limits;
    this.sessions = sessions;
    this.resets = resets;
  }

  /// What to answer as long as nothing is proven; empty when it is. The token of an application
  /// service proves enough.
  ///
  /// @param operation what is to be done, and to what: a proof for one is worth nothing for another
  /// @throws Refused forbidden to applications: what proves it is not told to them
  public Optional<Reply> asks(String operation, Call call) {
    Actor actor = call.actor();
    if (actor.isThroughService()) return Optional.empty();
    if (sessions.isGranted(actor.session())) {
      throw Refused.forbidden("An application cannot do this; its person does it in the settings");
    }
    return auth.asks(
        operation + " " + actor.user(),
        call.body(),
        List.of(new Stages.Password(accounts, servers.at(call.host()), limits, actor)));
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
