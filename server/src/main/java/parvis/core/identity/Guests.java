package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// People who come without an account of their own: they have no password and are known by their
/// device alone. Who is not seen for long is gone; who wishes gets an account of the same id.
/// spec: cs-api#guest-access
public final class Guests {
  private static final Logger LOG = LoggerFactory.getLogger(Guests.class);

  /// Guests at the same time.
  static final int GUESTS_MAX = 10_000;

  /// How long somebody is kept who is not seen.
  static final Duration LIFE = Duration.ofDays(30);

  /// Guests whose time is over that one look ends.
  private static final int ENDED_MAX = 500;

  /// Lets guests come one after the other, so that they are counted.
  private static final String ONE_BY_ONE = "select pg_advisory_xact_lock(hashtext('guests'))";

  private static final String COUNT =
      "select count(*) as n from account where guest and deactivated_ms is null";

  private static final String AMONG =
      """
      select a."user", u.user_id from account a join matrix_user u on u.nid = a."user"
       where a."user" = any(?) and a.guest and a.deactivated_ms is null\
      """;

  private static final String UNSEEN =
      """
      select a."user", u.user_id from account a join matrix_user u on u.nid = a."user"
       where a.guest and a.deactivated_ms is null and a.created_ms < ?
         and not exists (select from device d where d."user" = a."user" and d.seen_ms >= ?)
       limit ?\
      """;

  private static final String STILL_UNSEEN =
      """
      select from account a where a."user" = ? and a.guest and a.deactivated_ms is null
         and not exists (select from device d where d."user" = a."user" and d.seen_ms >= ?)\
      """;

  private static final String PROMOTE =
      """
      update account set guest = false, password = ?
       where "user" = ? and guest and deactivated_ms is null\
      """;

  private final Db db;
  private final Accounts accounts;
  private final PasswordHashes passwords;
  private final Sessions sessions;
  private final Unheard unheard;
  private final Secrets secrets;
  private final Clock clock;
  private final boolean admitted;

  /// @param admitted whether guests may come
  Guests(
      Db db,
      Accounts accounts,
      PasswordHashes passwords,
      Sessions sessions,
      Unheard unheard,
      Secrets secrets,
      Clock clock,
      boolean admitted) {
    this.db = db;
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.unheard = unheard;
    this.secrets = secrets;
    this.clock = clock;
    this.admitted = admitted;
  }

  /// A new guest.
  ///
  /// @throws Refused forbidden where there are none
  Account come(Server server) {
    if (!admitted) {
      throw Refused.forbidden("Guests are not admitted here");
    }
    UserId user = Accounts.wished(secrets.localpart(), server);
    return accounts.create(NewAccount.guest(user), Guests::checkCount);
  }

  /// To be asked when the newest is among them.
  private static void checkCount(Tx tx) {
    tx.list(row -> true, ONE_BY_ONE);
    if (tx.first(row -> row.number("n"), COUNT).orElseThrow() > GUESTS_MAX) {
      throw Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "There are too many guests already");
    }
  }

  /// Makes an ordinary account of a guest's, with all that they have.
  ///
  /// @param together what happens with it or not at all, such as using up an invitation
  Account promote(Actor guest, String password, Consumer<Tx> together) {
    String hash = passwords.hash(password);
    long user = guest.userNid();
    var note =
        db.write(
            tx -> {
              together.accept(tx);
              if (tx.run(PROMOTE, hash, user) == 0) {
                throw Refused.forbidden("This is no guest");
              }
              return unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, guest.user(), user);
            });
    sessions.changed(Set.of(user));
    unheard.say(note);
    return new Account(guest.user(), guest.userNid(), false, true);
  }

  /// Those of these people who are guests.
  public List<Actor> among(long[] users) {
    return db.read(tx -> tx.list(Guests::actor, AMONG, users));
  }

  /// All guests, by nid.
  public long[] all() {
    return db
        .read(
            tx ->
                tx.list(
                    row -> row.number("user"),
                    "select \"user\" from account where guest and deactivated_ms is null limit ?",
                    GUESTS_MAX))
        .stream()
        .mapToLong(nid -> nid)
        .toArray();
  }

  private static Actor actor(Row row) {
    return new Actor(
        new UserId(row.text("user_id")), row.number("user"), "", 0, 0, false, false, true);
  }

  /// Ends those who were not seen for long; to be called now and then.
  public void endUnseen() {
    long before = clock.millis() - LIFE.toMillis();
    db.read(tx -> tx.list(Guests::actor, UNSEEN, before, before, ENDED_MAX))
        .forEach(guest -> end(guest, before));
  }

  /// Whoever came back or got an account meanwhile stays; one that fails keeps no other.
  private void end(Actor guest, long before) {
    long user = guest.userNid();
    try {
      accounts.deactivate(
          guest, true, tx -> tx.first(row -> true, STILL_UNSEEN, user, before).isPresent());
    } catch (RuntimeException fault) {
      LOG.warn("A guest who is gone was not ended, and is tried again", fault);
    }
  }

  /// Who shows this token, if they are a guest.
  ///
  /// @throws Refused forbidden when they are none
  Optional<Actor> shown(Optional<String> token, String address) {
    Optional<Actor> shown = token.map(text -> sessions.authenticate(text, address));
    if (shown.filter(actor -> !actor.guest()).isPresent()) {
      throw Refused.forbidden("This is no guest's token");
    }
    return shown;
  }
}
