package parvis.core.identity;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// The e-mail addresses of accounts, each proven by who has it, and leading to one account of a
/// server; and those whose mails several people read, which lead to none.
public final class Addresses {
  /// Of one account.
  static final int ADDRESSES_MAX = 10;

  /// People of one shared mailbox.
  public static final int SHARERS_MAX = 50;

  /// An address of somebody's.
  public record Proven(Address address, long provenMs, long addedMs) {}

  /// Whom an address leads to.
  public record Owner(UserId user, long userNid) {}

  /// Somebody who reads the mails of an address that others read, too.
  ///
  /// @param nid what doors call them
  public record Sharer(
      long nid, UserId user, long userNid, String name, Address address, long sinceMs) {
    Owner owner() {
      return new Owner(user, userNid);
    }
  }

  /// Where mails reach somebody.
  ///
  /// @param whose their name, where others read them, too
  public record Reach(Address address, Optional<String> whose) {
    /// What is written there: where others read it, that something waits for whom it names, and no
    /// more.
    ///
    /// @param page that they open
    public Letter carrying(Letter own, String page) {
      return mention(page).orElse(own);
    }

    /// What is written where others read it; empty where nobody does.
    public Optional<Letter> mention(String page) {
      return whose.map(name -> mention(name, page));
    }

    private static Letter mention(String name, String page) {
      return Bilingual.inBoth(
              "Pour " + name + " : quelque chose vous attend dans Parvis",
              "For " + name + ": something waits for you in Parvis")
          .says("Ce courriel est pour " + name + ".", "This mail is for " + name + ".")
          .link(
              "Pour le lire, entrez dans Parvis avec votre propre compte :",
              "To read it, come into Parvis with your own account:",
              page)
          .note(
              "D'autres personnes lisent cette adresse : ce courriel n'en dit donc pas plus, et ne"
                  + " permet rien à qui l'ouvre.",
              "Others read this address, too: so this mail says no more, and lets who opens it do"
                  + " nothing.")
          .done();
    }
  }

  /// What comes of a proven address for the account whose it now is, in the same transaction.
  @FunctionalInterface
  public interface Sequel {
    void follow(Tx tx, Server server, long user, Address address);
  }

  private final Db db;
  private final Clock clock;
  private volatile Sequel sequel = (_, _, _, _) -> {};
  private volatile Leaving leaving = (_, _, _) -> {};
  private volatile BiConsumer<Tx, Long> forsaking = (_, _) -> {};

  Addresses(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /// Lets something come of each address that becomes an account's.
  public void then(Sequel sequel) {
    var before = this.sequel;
    this.sequel =
        (tx, server, user, address) -> {
          before.follow(tx, server, user, address);
          sequel.follow(tx, server, user, address);
        };
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

  /// Whether an address is one whose mails several people read.
  public boolean isShared(Server server, Address address) {
    return db.read(tx -> isShared(tx, server, address));
  }

  public boolean isShared(Tx tx, Server server, Address address) {
    return SharedAddresses.is(tx, server, address);
  }

  /// The people of a shared mailbox.
  public List<Sharer> sharers(Server server, Address address) {
    return db.read(tx -> sharers(tx, server, address));
  }

  /// The same.
  public List<Sharer> sharers(Tx tx, Server server, Address address) {
    return SharedAddresses.of(tx, server, address);
  }

  /// In which shared mailbox somebody is.
  public Optional<Sharer> sharer(long user) {
    return db.read(tx -> sharer(tx, user));
  }

  public Optional<Sharer> sharer(Tx tx, long user) {
    return SharedAddresses.one(tx, user);
  }

  /// Whom one finds by a whole address: whose it is, or all who read its mails.
  public List<Owner> found(Server server, Address address) {
    return db.read(
        tx ->
            find(tx, server, address)
                .map(List::of)
                .orElseGet(
                    () -> sharers(tx, server, address).stream().map(Sharer::owner).toList()));
  }

  /// Where mails reach somebody: at their own addresses, else at the one that they share.
  public List<Reach> reach(long user) {
    return db.read(tx -> reach(tx, user));
  }

  public List<Reach> reach(Tx tx, long user) {
    List<Reach> own =
        of(tx, user).stream().map(one -> new Reach(one.address(), Optional.empty())).toList();
    return own.isEmpty()
        ? sharer(tx, user).map(one -> new Reach(one.address(), Optional.of(one.name()))).stream()
            .toList()
        : own;
  }

  /// How a mail reaches somebody by one address, if it is theirs or one that they share.
  public Optional<Reach> reach(long user, Address address) {
    return db.read(
        tx ->
            of(tx, user).stream()
                .map(one -> new Reach(one.address(), Optional.empty()))
                .filter(one -> one.address().equals(address))
                .findFirst()
                .or(
                    () ->
                        sharer(tx, user)
                            .filter(one -> one.address().equals(address))
                            .map(one -> new Reach(address, Optional.of(one.name())))));
  }

  /// Lets who changes the people of a shared mailbox wait for each other; false when it is none.
  public boolean hold(Tx tx, Server server, Address address) {
    return SharedAddresses.hold(tx, server, address);
  }

  /// Has several people read the mails of an address, which leads to nobody from now on. Whoever
  /// had it is the first of them, unless they share another one already.
  ///
  /// @return who that is
  public Optional<Owner> share(Tx tx, Server server, Address address) {
    long now = clock.millis();
    Optional<Owner> owner = SharedAddresses.share(tx, server, address, now);
    owner
        .filter(one -> sharer(tx, one.userNid()).isEmpty())
        .ifPresent(one -> SharedAddresses.join(tx, server, address, one.userNid(), now));
    return owner;
  }

  /// Has an address be one person's again, or nobody's.
  public void unshare(Tx tx, Server server, Address address, Optional<Sharer> to) {
    SharedAddresses.unshare(tx, server, address, to);
  }

  /// Makes somebody one of the people of a shared mailbox, which is held.
  void join(Tx tx, Server server, long user, Address address) {
    SharedAddresses.join(tx, server, address, user, clock.millis());
    sequel.follow(tx, server, user, address);
  }

  /// Lets something go with all that somebody comes in by, by nid.
  public void forsaking(BiConsumer<Tx, Long> forsaking) {
    this.forsaking = forsaking;
  }

  /// Takes from somebody what others let them in by.
  public void forsake(Tx tx, long user) {
    forsaking.accept(tx, user);
  }

  /// Whether an address leads to somebody, to whom it leads until the transaction ends.
  boolean leads(Tx tx, Server server, Address address, long user) {
    return tx.first(
            row -> true,
            "select 1 from address where server = ? and address = ? and \"user\" = ? for share",
            server.nid(),
            address.value(),
            user)
        .isPresent();
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
          Refused.Kind.THREEPID_IN_USE,
          isShared(tx, server, address)
              ? "Several people read this address: it is nobody's alone"
              : "This address belongs to another account already");
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
          Optional<Sharer> shared = sharer(tx, user).filter(one -> one.address().equals(address));
          if (shared.isPresent()) {
            if (mine.isEmpty()) {
              throw Refused.forbidden("Without an address of your own, you come in by this one");
            }
            return SharedAddresses.leave(tx, user);
          }
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
    if (sharer(tx, user).map(Sharer::address).filter(which).isPresent()) {
      SharedAddresses.leave(tx, user);
    }
    leaving.of(tx, user, which);
    return dropped;
  }

  static void removeAll(Tx tx, long user) {
    tx.run("delete from address where \"user\" = ?", user);
    SharedAddresses.leave(tx, user);
  }
}
