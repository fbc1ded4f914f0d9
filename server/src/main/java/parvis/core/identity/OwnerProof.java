package parvis.core.identity;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
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

  OwnerProof(InteractiveAuth auth, Accounts accounts, Servers servers, RateLimits limits) {
    this.auth = auth;
    this.accounts = accounts;
    this.servers = servers;
    this.limits = limits;
  }

  /// What to answer as long as nothing is proven; empty when it is.
  ///
  /// @param operation what is to be done, and to what: a proof for one is worth nothing for another
  public Optional<Reply> asks(String operation, Call call) {
    Actor actor = call.actor();
    return auth.asks(
        operation + " " + actor.user(),
        call.body(),
        List.of(new Stages.Password(accounts, servers.at(call.host()), limits, actor)));
  }
}
