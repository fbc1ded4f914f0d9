package parvis.core.identity;

import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.db.Db;

/// Which accounts are locked and which suspended, and which administer their server.
public final class Bars {
  private static final String FIND =
      """
      select locked, suspended from account where "user" = ? and deactivated_ms is null""";

  private static final String LOCK = "update account set locked = ? where \"user\" = ?";

  private static final String SET_ADMIN =
      "update account set admin = ? where \"user\" = ? and deactivated_ms is null";

  private static final String SUSPEND = "update account set suspended = ? where \"user\" = ?";

  private final Db db;
  private final Sessions sessions;
  private final Announcements announcements;
  private final Unheard unheard;

  Bars(Db db, Sessions sessions, Announcements announcements, Unheard unheard) {
    this.db = db;
    this.sessions = sessions;
    this.announcements = announcements;
    this.unheard = unheard;
  }

  /// What an account is kept from, one thing not hiding the other; neither when it is no more.
  record State(boolean locked, boolean suspended) {
    private static final State NEITHER = new State(false, false);
  }

  State of(long user) {
    return find(user).orElse(State.NEITHER);
  }

  public boolean isLocked(long user) {
    return of(user).locked();
  }

  private Optional<State> find(long user) {
    return db.read(
        tx -> tx.first(row -> new State(row.bool("locked"), row.bool("suspended")), FIND, user));
  }

  /// Refuses in the name of an account what needs no session of it: what waited until now.
  ///
  /// @throws Refused userLocked, userSuspended, or forbidden when it was deactivated
  public void refuse(long user) {
    var state = find(user).orElseThrow(() -> Refused.forbidden("This account was deactivated."));
    Bar.of(state.locked(), state.suspended()).refuse();
  }

  void lock(Account account, boolean locked) {
    decide(LOCK, account, locked);
  }

  void suspend(Account account, boolean suspended) {
    decide(SUSPEND, account, suspended);
  }

  void setAdmin(Account account, boolean admin) {
    decide(SET_ADMIN, account, admin);
  }

  private void decide(String what, Account account, boolean wanted) {
    long user = account.userNid();
    var note =
        db.write(
            tx -> {
              tx.run(what, wanted, user);
              return unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, account.user(), user);
            });
    sessions.changed(Set.of(user));
    announcements.say(new Announcements.AccessChanged(user));
    unheard.say(note);
  }
}
