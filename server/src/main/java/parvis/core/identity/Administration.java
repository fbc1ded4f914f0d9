package parvis.core.identity;

import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.protocol.id.UserId;

/// Who administers a server, and whom they may act upon.
///
/// Whoever is no administrator learns nothing of who is there, and administrators are out of each
/// other's reach: somebody takes the right away from them first, which they notice.
public final class Administration {
  private final Accounts accounts;

  Administration(Accounts accounts) {
    this.accounts = accounts;
  }

  /// The administrator who asks.
  ///
  /// @throws Refused forbidden
  public static Actor by(Call call) {
    if (!call.actor().admin()) throw Refused.forbidden("Only an administrator may do this");
    return call.actor();
  }

  /// The person whom the path names, of the administrator's server, whether there or not.
  ///
  /// @throws Refused forbidden, or invalidParam when it is nobody of that server
  static UserId named(Call call) {
    Actor admin = by(call);
    return UserId.parse(call.path("userId"))
        .filter(named -> named.server().equals(admin.user().server()))
        .orElseThrow(() -> Refused.invalidParam("This is nobody of this server"));
  }

  /// The same with an account, deactivated or not.
  ///
  /// @throws Refused notFound, too
  public Account account(Call call) {
    return accounts.find(named(call)).orElseThrow(Refused::notFound);
  }

  /// Somebody whose account may be acted upon.
  ///
  /// @throws Refused forbidden for administrators, too; notFound for who was deactivated
  Account subject(Call call) {
    return subject(by(call), named(call));
  }

  /// The same of somebody who is named otherwise.
  public Account subject(Actor admin, UserId user) {
    Account account =
        accounts
            .find(user)
            .filter(Account::active)
            .filter(found -> found.user().server().equals(admin.user().server()))
            .orElseThrow(Refused::notFound);
    if (account.admin()) throw Refused.forbidden("This is an administrator");
    return account;
  }

  /// An account as the one who acts.
  public static Actor as(Account account) {
    return new Actor(account.user(), account.userNid(), "", 0, 0, false);
  }
}
