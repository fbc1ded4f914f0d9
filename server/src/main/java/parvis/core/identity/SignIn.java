package parvis.core.identity;

import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;

/// The proof by name or address, and password, that an account is one's own, for who is not signed
/// in.
public final class SignIn {
  private final Servers servers;
  private final Accounts accounts;
  private final Addresses addresses;
  private final RateLimits limits;

  SignIn(Servers servers, Accounts accounts, Addresses addresses, RateLimits limits) {
    this.servers = servers;
    this.accounts = accounts;
    this.addresses = addresses;
    this.limits = limits;
  }

  /// What the fields of a login say; `checks` refuses other fields before a try is counted.
  ///
  /// @throws Refused forbidden when it is wrong, whatever of it is
  public Account proven(Call call, Body body, Runnable checks) {
    Stages.Named named = Stages.named(body, servers.at(call.host()), addresses);
    String password = body.string("password", Stages.PASSWORD_TEXT_CHARS_MAX);
    checks.run();
    named.address().map(Stages::limitKey).ifPresent(key -> spend(key, call));
    named.user().map(Stages::limitKey).ifPresent(key -> spend(key, call));
    return accounts
        .withPassword(named.user(), password)
        .orElseThrow(() -> Refused.forbidden("The name or the password is wrong"));
  }

  private void spend(String key, Call call) {
    limits.spend(RateClass.GUESS, key + call.remoteAddress());
  }
}
