package parvis.core.identity;

import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.db.Db;

/// Which accounts are locked and which suspended.
public final class Bars {
  private static final String FIND =
      """
      select locked, suspended from account where "user" = ? and deactivated_ms is null""";

  private static final String LOCK = "update account set locked = ? where \"user\" = ?";

  private static final String SUSPEND = "update account set suspended = ? where \"user\" = ?";

  private final Db db;
  private final Sessions sessions;
  private final Announcements announcements;

  Bars(Db db, Sessions sessions, Announcements announcements) {
    this.db = db;
    this.sessions = sessions;
    this.announcements = announcements;
  }

  /// What an account is kept from, one thing not hiding the other; neither when it is no more.
  record State(boolean locked, boolean suspended) {
    private static final State NEITHER = new State(false, false);
  }

  State of(long user) {
    return find(user).orElse(State.NEITHER);
  }

  private Optional<State> find(long user) {
    return db.read(
        tx -> tx.first(row -> new State(row.bool("locked"), row.bool("suspended")), FIND, user));
  }

  /// Whether an account may do nothing but sign out.
  public boolean isLocked(long user) {
    return of(user).locked();
  }

  /// Refuses in the name of an account what needs no session of it: what waited until now.
  ///
  /// @throws Refused userLocked, userSuspended, or forbidden when it was deactivated
  public void refuse(long user) {
    var state = find(user).orElseThrow(() -> Refused.forbidden("This account was deactivated."));
    Bar.of(state.locked(), state.suspended()).refuse();
  }

  void lock(long user, boolean locked) {
    decide(LOCK, user, locked);
    announcements.say(new Announcements.LockDecided(user));
  }

  void suspend(long user, boolean suspended) {
    decide(SUSPEND, user, suspended);
  }

  private void decide(String what, long user, boolean wanted) {
    db.write(tx -> tx.run(what, wanted, user));
    sessions.changed(user);
  }
}
