package parvis.core.identity;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.protocol.id.Address;

/// The proofs that an account is one's own, for who is not signed in: a name or an address with a
/// password, a code that was mailed, or the word of somebody who is believed.
public final class SignIn {
  /// What happens in the transaction in which somebody comes in: both or none.
  @FunctionalInterface
  public interface Together {
    void with(Tx tx, Account account);
  }

  /// Who came in.
  ///
  /// @param proposed the name of an account that was made just now
  /// @param locked whether its owner cannot change it
  public record Entered(Account account, Optional<String> proposed, boolean locked) {
    public static Entered known(Account account) {
      return new Entered(account, Optional.empty(), false);
    }

    static Entered made(Account account, String name, boolean locked) {
      return new Entered(account, Optional.of(name), locked);
    }
  }

  private final Servers servers;
  private final Accounts accounts;
  private final Addresses addresses;
  private final RateLimits limits;
  private final AddressSignIn byAddress;

  SignIn(
      Servers servers,
      Accounts accounts,
      Addresses addresses,
      RateLimits limits,
      AddressSignIn byAddress) {
    this.byAddress = byAddress;
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

  /// Lets in by the fields of a code that was mailed to an address, which is used up: to the
  /// account
  /// that the address leads to, or to one that is made, where it is admitted.
  ///
  /// @param makesAccounts false: who has none is refused
  /// @throws Refused when the code is wrong, and when nobody is let in by the address
  public Entered byCode(
      Server server, Address address, Body body, Together together, boolean makesAccounts) {
    String secret = AddressSignInRoutes.secret(body);
    String code = body.string("code", AddressSignInRoutes.SECRET_CHARS_MAX);
    boolean accepts = body.bool("accept_terms", false);
    if (!Secrets.isDigits(code)) throw Refused.invalidParam("A code has six digits");
    return byAddress.enter(
        server, address, new AddressSignIn.Shown(secret, code, accepts, makesAccounts), together);
  }

  /// The account that an address leads to.
  public Optional<Account> owner(Server server, Address address) {
    return byAddress.owner(server, address);
  }

  /// Whether an address gets an account here.
  public boolean admits(Server server, Address address) {
    return byAddress.admits(server, address);
  }

  /// Makes an account for an address that somebody attests who is believed; the terms of use, where
  /// there are any, are accepted.
  ///
  /// @param name what they say; empty: what the address proposes
  public Entered attested(
      Server server, Address address, Optional<String> name, Together together) {
    String proposed = name.orElseGet(() -> NameOfAddress.of(address));
    return byAddress.newcomer(server, address, proposed, true, _ -> {}, together);
  }

  /// Refuses who is locked, or whose time is over.
  public void check(Account account) {
    byAddress.check(account);
  }

  private void spend(String key, Call call) {
    limits.spend(RateClass.GUESS, key + call.remoteAddress());
  }
}
