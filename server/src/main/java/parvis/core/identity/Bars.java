package parvis.core.identity;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Which accounts are locked, which suspended, the time of which is over, and which administer
/// their server.
public final class Bars {
  private static final String FIND =
      """
      select locked or withdrawn or shut as locked, expired, suspended from account
       where "user" = ? and deactivated_ms is null\
      """;

  private static final String ACTING =
      """
      select u.user_id from account a join matrix_user u on u.nid = a."user"
       where u.user_id = any(?) and a.deactivated_ms is null
         and not (a.locked or a.withdrawn or a.shut or a.expired or a.suspended)\
      """;

  /// Who runs the server takes back their own lock first: what a directory said meanwhile holds,
  /// until they unlock once more.
  private static final String LOCK =
      """
      update account set locked = w.it, withdrawn = withdrawn and (w.it or locked)
        from (select ?::boolean as it) w where "user" = ?\
      """;

  private static final String WITHDRAW = "update account set withdrawn = ? where \"user\" = ?";
  private static final String SHUT = "update account set shut = ? where \"user\" = ?";

  private static final String SET_ADMIN =
      "update account set admin = ? where \"user\" = ? and deactivated_ms is null";
  private static final String EXPIRE = "update account set expired = ? where \"user\" = ?";

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
  record State(boolean locked, boolean expired, boolean suspended) {
    private static final State NEITHER = new State(false, false, false);
  }

  State of(long user) {
    return find(user).orElse(State.NEITHER);
  }

  public boolean isExpired(long user) {
    return of(user).expired();
  }

  public boolean isLocked(long user) {
    return of(user).locked();
  }

  /// Whether somebody acts through nothing that they left behind: they are locked or suspended,
  /// their time is over, or they are not here any more.
  public boolean isBarred(long user) {
    return find(user)
        .filter(state -> !(state.locked() || state.expired() || state.suspended()))
        .isEmpty();
  }

  /// Those of some people who act still: nothing bars them, and they are here.
  public Set<UserId> acting(Collection<UserId> people) {
    var ids = people.stream().map(UserId::value).toArray(String[]::new);
    return Set.copyOf(
        db.read(tx -> tx.list(row -> new UserId(row.text("user_id")), ACTING, (Object) ids)));
  }

  private Optional<State> find(long user) {
    return db.read(
        tx ->
            tx.first(
                row -> new State(row.bool("locked"), row.bool("expired"), row.bool("suspended")),
                FIND,
                user));
  }

  /// Refuses in the name of an account what needs no session of it: what waited until now.
  ///
  /// @throws Refused userLocked, userSuspended, or forbidden when it was deactivated
  public void refuse(long user) {
    var state = find(user).orElseThrow(() -> Refused.forbidden("This account was deactivated."));
    Bar.of(state.locked(), state.expired(), state.suspended()).refuse();
  }

  void lock(Account account, boolean locked) {
    decide(LOCK, account.user(), account.userNid(), locked);
  }

  public void suspend(Account account, boolean suspended) {
    decide(SUSPEND, account.user(), account.userNid(), suspended);
  }

  /// The same, if the transaction that does so finds that it is to be.
  public void suspend(Account account, boolean suspended, Predicate<Tx> still) {
    decide(SUSPEND, account.user(), account.userNid(), suspended, still);
  }

  void setAdmin(Account account, boolean admin) {
    decide(SET_ADMIN, account.user(), account.userNid(), admin);
  }

  /// Says that the time of an account is over, or not any more. It may be said again.
  public void expire(UserId id, long user, boolean expired) {
    decide(EXPIRE, id, user, expired);
  }

  /// Says that the time of an account is over, if the transaction that does so finds it is.
  public void expire(UserId id, long user, Predicate<Tx> over) {
    decide(EXPIRE, id, user, true, over);
  }

  /// Says that the time of an account goes on, in the transaction that renews it.
  public void admit(UserId id, long user, Consumer<Tx> renewed) {
    decide(
        EXPIRE,
        id,
        user,
        false,
        tx -> {
          renewed.accept(tx);
          return true;
        });
  }

  /// Keeps somebody out because their organisation says that they left it, or lets them in again;
  /// they are locked all the same when who runs the server locked them.
  ///
  /// @param decided what the transaction says that does so; empty when it changes nothing of that
  public void withdraw(UserId id, long user, Function<Tx, Optional<Boolean>> decided) {
    decide(WITHDRAW, id, user, decided);
  }

  /// Keeps out an account that the same transaction makes: nobody is in who were to be told.
  public void beginWithdrawn(Tx tx, long user) {
    tx.run(WITHDRAW, true, user);
  }

  /// Keeps somebody out because their organisation has no place in the house any more, or lets them
  /// in again; what else keeps them out is apart from it.
  ///
  /// @param decided what the transaction says that does so
  public void shut(UserId id, long user, Predicate<Tx> decided) {
    decide(SHUT, id, user, tx -> Optional.of(decided.test(tx)));
  }

  private void decide(String what, UserId id, long user, Function<Tx, Optional<Boolean>> decided) {
    var noted =
        db.write(
            tx ->
                decided
                    .apply(tx)
                    .map(
                        wanted -> {
                          tx.run(what, wanted, user);
                          return unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, id, user);
                        }));
    noted.ifPresent(note -> changed(user, note));
  }

  private void decide(String what, UserId id, long user, boolean wanted) {
    decide(what, id, user, wanted, _ -> true);
  }

  private void decide(String what, UserId id, long user, boolean wanted, Predicate<Tx> still) {
    decide(what, id, user, tx -> still.test(tx) ? Optional.of(wanted) : Optional.empty());
  }

  private void changed(long user, Unheard.Note note) {
    sessions.changed(Set.of(user));
    announcements.say(new Announcements.AccessChanged(user));
    unheard.say(note);
  }
}
