package parvis.core.identity;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// The e-mail addresses of accounts, each proven by who has it, and leading to one account of a
/// server.
public final class Addresses {
  /// Of one account.
  static final int ADDRESSES_MAX = 10;

  /// An address of somebody's.
  public record Proven(Address address, long provenMs, long addedMs) {}

  /// Whom an address leads to.
  public record Owner(UserId user, long userNid) {}

  /// What comes of a proven address for the account whose it now is, in the same transaction.
  @FunctionalInterface
  public interface Sequel {
    void follow(Tx tx, Server server, long user, Address address);
  }

  private final Db db;
  private final Clock clock;
  private volatile Sequel sequel = (_, _, _, _) -> {};
  private volatile Leaving leaving = (_, _, _) -> {};

  Addresses(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /// Lets something come of each address that becomes an account's.
  public void then(Sequel sequel) {
    this.sequel = sequel;
  }

  /// What goes with the addresses of an organisation that somebody has left.
  @FunctionalInterface
  public interface Leaving {
    /// Takes it from somebody.
    ///
    /// @param theirs whether an address is that organisation's
    void of(Tx tx, long user, Predicate<Address> theirs);
  }

  /// Lets something go with them.
  public void takeAlong(Leaving leaving) {
    this.leaving = leaving;
  }

  public List<Proven> of(long user) {
    return db.read(tx -> of(tx, user));
  }

  List<Proven> of(Tx tx, long user) {
    return tx.list(
        row ->
            new Proven(
                new Address(row.text("address")), row.number("proven_ms"), row.number("added_ms")),
        """
        select address, proven_ms, added_ms from address where "user" = ?
         order by added_ms, address limit ?
        """,
        user,
        ADDRESSES_MAX);
  }

  /// Whether an address leads to an administrator of the actor's server who is not the actor.
  public boolean isOfAnotherAdministrator(Actor actor, Address address) {
    return db.read(
        tx ->
            tx.first(
                    row -> true,
                    """
                    select 1 from address a join account c on c."user" = a."user"
                     where a.address = ? and c.admin and c."user" <> ?
                       and c.server = (select server from account where "user" = ?)
                    """,
                    address.value(),
                    actor.userNid(),
                    actor.userNid())
                .isPresent());
  }

  /// Whose account an address leads to.
  public Optional<Owner> find(Server server, Address address) {
    return db.read(tx -> find(tx, server, address));
  }

  Optional<Owner> find(Tx tx, Server server, Address address) {
    return tx.first(
        row -> new Owner(new UserId(row.text("user_id")), row.number("user")),
        """
        select a."user", u.user_id from address a join matrix_user u on u.nid = a."user"
         where a.server = ? and a.address = ?
        """,
        server.nid(),
        address.value());
  }

  /// @throws Refused threepidInUse when it leads to another account
  void add(Tx tx, Server server, long user, Address address, long provenMs) {
    Accounts.hold(tx, user);
    List<Proven> mine = of(tx, user);
    if (mine.stream().anyMatch(one -> one.address().equals(address))) return;
    if (mine.size() >= ADDRESSES_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "An account has at most " + ADDRESSES_MAX + " addresses");
    }
    int added =
        tx.run(
            """
            insert into address (server, address, "user", proven_ms, added_ms)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """,
            server.nid(),
            address.value(),
            user,
            provenMs,
            clock.millis());
    if (added == 0) {
      throw Refused.of(
          Refused.Kind.THREEPID_IN_USE, "This address belongs to another account already");
    }
    sequel.follow(tx, server, user, address);
  }

  /// @throws Refused forbidden when it is the only way into an account: the last address of who has
  ///     no password
  void remove(long user, Address address) {
    db.write(
        tx -> {
          Accounts.hold(tx, user);
          List<Address> mine = of(tx, user).stream().map(Proven::address).toList();
          boolean only = mine.equals(List.of(address));
          if (only && !Accounts.hasPassword(tx, user)) {
            throw Refused.forbidden("Without a password, this address is the only way in");
          }
          return tx.run(
              "delete from address where \"user\" = ? and address = ?", user, address.value());
        });
  }

  /// Takes those of somebody's addresses away that another one has taken the place of.
  public List<Address> drop(Tx tx, long user, Predicate<Address> which) {
    var dropped = of(tx, user).stream().map(Proven::address).filter(which).toList();
    for (var address : dropped) {
      tx.run("delete from address where \"user\" = ? and address = ?", user, address.value());
    }
    leaving.of(tx, user, which);
    return dropped;
  }

  static void removeAll(Tx tx, long user) {
    tx.run("delete from address where \"user\" = ?", user);
  }
}
