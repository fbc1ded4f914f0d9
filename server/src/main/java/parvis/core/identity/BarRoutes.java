package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;

/// Locking accounts and suspending them, which administrators do.
/// spec: cs-api#server-administration
final class BarRoutes {
  private static final String ADMIN = "/_matrix/client/v1/admin";

  private static final String LOCKED = "locked";
  private static final String SUSPENDED = "suspended";

  private final Accounts accounts;
  private final Bars bars;

  BarRoutes(Accounts accounts, Bars bars) {
    this.accounts = accounts;
    this.bars = bars;
  }

  List<Route> all() {
    return List.of(
        get(ADMIN + "/lock/{userId}", "Is an account locked", this::locked),
        put(ADMIN + "/lock/{userId}", "Lock an account or not", this::lock),
        get(ADMIN + "/suspend/{userId}", "Is an account suspended", this::suspended),
        put(ADMIN + "/suspend/{userId}", "Suspend an account or not", this::suspend));
  }

  private Reply locked(Call call) {
    return Reply.fields(LOCKED, bars.of(account(call).userNid()).locked());
  }

  private Reply suspended(Call call) {
    return Reply.fields(SUSPENDED, bars.of(account(call).userNid()).suspended());
  }

  private Reply lock(Call call) {
    Account account = account(call);
    boolean wanted = call.body().bool(LOCKED);
    bars.lock(account, wanted);
    return Reply.fields(LOCKED, wanted);
  }

  private Reply suspend(Call call) {
    Account account = account(call);
    boolean wanted = call.body().bool(SUSPENDED);
    bars.suspend(account, wanted);
    return Reply.fields(SUSPENDED, wanted);
  }

  /// Whoever is no administrator learns nothing of who is there.
  private Account account(Call call) {
    Actor admin = call.actor();
    if (!admin.admin()) throw Refused.forbidden("Only an administrator may do this");
    UserId user =
        UserId.parse(call.path("userId"))
            .filter(named -> named.server().equals(admin.user().server()))
            .orElseThrow(() -> Refused.invalidParam("This is nobody of this server"));
    Account account = accounts.find(user).filter(Account::active).orElseThrow(Refused::notFound);
    if (account.admin()) throw Refused.forbidden("This is an administrator");
    return account;
  }
}
