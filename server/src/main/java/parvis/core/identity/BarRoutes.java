package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
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

  private final Db db;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Announcements announcements;

  BarRoutes(Db db, Accounts accounts, Sessions sessions, Announcements announcements) {
    this.db = db;
    this.accounts = accounts;
    this.sessions = sessions;
    this.announcements = announcements;
  }

  List<Route> all() {
    return List.of(
        get(ADMIN + "/lock/{userId}", "Is an account locked", call -> told(call, LOCKED)),
        put(ADMIN + "/lock/{userId}", "Lock an account or not", call -> decide(call, LOCKED)),
        get(ADMIN + "/suspend/{userId}", "Is an account suspended", call -> told(call, SUSPENDED)),
        put(
            ADMIN + "/suspend/{userId}",
            "Suspend an account or not",
            call -> decide(call, SUSPENDED)));
  }

  private Reply told(Call call, String bar) {
    Account account = account(call);
    boolean is =
        db.read(
                tx ->
                    tx.first(
                        row -> row.bool("bar"),
                        "select " + bar + " as bar from account where \"user\" = ?",
                        account.userNid()))
            .orElse(false);
    return Reply.fields(bar, is);
  }

  private Reply decide(Call call, String bar) {
    Account account = account(call);
    boolean wanted = call.body().bool(bar);
    db.write(
        tx ->
            tx.run(
                "update account set " + bar + " = ? where \"user\" = ?",
                wanted,
                account.userNid()));
    sessions.changed(account.userNid());
    if (bar.equals(LOCKED)) {
      announcements.say(new Announcements.LockDecided(account.userNid()));
    }
    return Reply.fields(bar, wanted);
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
