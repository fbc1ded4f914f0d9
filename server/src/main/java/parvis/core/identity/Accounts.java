package parvis.core.identity;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.platform.config.Config;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// The accounts of our servers: made once, never renamed, deactivated for ever.
public final class Accounts {
  /// Places of which somebody who goes may name who takes over.
  public static final int HEIRS_MAX = 100;

  static final int PASSWORD_CHARS_MAX = 512;

  private static final String COLUMNS =
      "account.\"user\", account.admin, account.deactivated_ms,"
          + " coalesce(account.password, (select p.password from parting p"
          + " where p.\"user\" = account.\"user\" and p.password is not null)) as password,"
          + " matrix_user.user_id";
  private static final String BY_ID =
      "select "
          + COLUMNS
          + " from account join matrix_user on matrix_user.nid = account.\"user\""
          + " where matrix_user.user_id = ?";

  private static final String ACCEPT =
      "update account set terms_version = ?, terms_accepted_ms = ? where \"user\" = ?";

  private static final String HAS_PASSWORD =
      "select 1 from account where \"user\" = ? and password is not null";

  private static final String PEOPLE = "select from account where localpart <> ? limit 2";

  private final Db db;
  private final Users users;
  private final Servers servers;
  private final PasswordHashes passwords;
  private final Profiles profiles;
  private final Sessions sessions;
  private final Devices devices;
  private final Unheard unheard;
  private final Services services;
  private final Clock clock;
  private final List<BiConsumer<Tx, Long>> erasing = new CopyOnWriteArrayList<>();
  private volatile Handover handover = (_, _, _, _) -> Runnable::run;
  private final int passwordCharsMin;
  private final int passwordStrengthMin;

  /// Who speaks for a server itself; nobody else gets that name.
  public static final String SERVER_ITSELF = "_server";

  private static final String SERVER_NAME = "Avis du serveur";

  /// What accounts are built from.
  record Needs(
      Db db,
      Users users,
      Servers servers,
      PasswordHashes passwords,
      Profiles profiles,
      Sessions sessions,
      Devices devices,
      Unheard unheard,
      Services services,
      Clock clock,
      int passwordCharsMin,
      int passwordStrengthMin) {}

  private record Stored(Account account, Optional<String> password) {}

  Accounts(Needs needs) {
    this.db = needs.db();
    this.users = needs.users();
    this.servers = needs.servers();
    this.passwords = needs.passwords();
    this.profiles = needs.profiles();
    this.sessions = needs.sessions();
    this.devices = needs.devices();
    this.unheard = needs.unheard();
    this.services = needs.services();
    this.clock = needs.clock();
    this.passwordCharsMin = needs.passwordCharsMin();
    this.passwordStrengthMin = needs.passwordStrengthMin();
  }

  /// Whether somebody may be addressed by this id: an active account of ours, which an application
  /// service may have made just now that it is asked.
  public boolean exists(UserId user) {
    return find(user)
        .or(() -> services.hasMade(user) ? find(user) : Optional.empty())
        .filter(Account::active)
        .isPresent();
  }

  public Optional<Account> find(UserId user) {
    if (!servers.isLocal(user.server())) return Optional.empty();
    return stored(user).map(Stored::account);
  }

  /// Lets who counts what an account has wait for each other, until the transaction ends.
  public static void hold(Tx tx, long user) {
    tx.list(row -> true, "select from account where \"user\" = ? for no key update", user);
  }

  /// Whether an account has a password; who has none proves who they are by mail.
  public static boolean hasPassword(Tx tx, long user) {
    return tx.first(row -> true, HAS_PASSWORD, user).isPresent();
  }

  public boolean hasPassword(long user) {
    return db.read(tx -> hasPassword(tx, user));
  }

  /// Whether nobody has an account here yet.
  public boolean none() {
    return db.read(tx -> tx.first(row -> true, "select 1 from account limit 1")).isEmpty();
  }

  /// Whether there is one account alone, beside that of the server itself: the house is being set
  /// up.
  boolean isAlone() {
    return db.read(tx -> tx.list(row -> true, PEOPLE, SERVER_ITSELF)).size() < 2;
  }

  /// Whether any account of this server may administer it.
  boolean hasAdmin(Servers.Server server) {
    return db.read(
            tx ->
                tx.first(
                    row -> true,
                    """
                    select 1 from account
                    where server = ? and admin and deactivated_ms is null limit 1
                    """,
                    server.nid()))
        .isPresent();
  }

  /// The id that a wished name leads to on a server: small letters, by the grammar of new accounts.
  ///
  /// spec: appendices#user-identifiers
  static UserId wished(String name, Servers.Server server) {
    String localpart = name.toLowerCase(Locale.ROOT);
    if (!UserId.validLocalpart(localpart)) throw Refused.invalidUsername();
    if (localpart.equals(SERVER_ITSELF)) throw Refused.userInUse();
    return UserId.of(localpart, server.name()).orElseThrow(Refused::invalidUsername);
  }

  /// Refuses a name that is or was somebody's.
  void checkFree(UserId user) {
    if (stored(user).isPresent()) throw Refused.userInUse();
  }

  /// Refuses a password that is too easy or too long.
  public void checkPassword(String password, UserId user) {
    checkLength(password);
    if (password.equalsIgnoreCase(user.localpart()) || password.equalsIgnoreCase(user.value())) {
      throw Refused.weakPassword("The password must not be the user name");
    }
    if (passwordStrengthMin > 0 && Strength.of(password, user) < passwordStrengthMin) {
      throw Refused.weakPassword("This password is too easy to guess");
    }
  }

  void checkLength(String password) {
    if (password.codePointCount(0, password.length()) < passwordCharsMin) {
      throw Refused.weakPassword("A password has at least " + passwordCharsMin + " characters");
    }
    if (password.length() > PASSWORD_CHARS_MAX) {
      throw Refused.invalidParam("A password has at most " + PASSWORD_CHARS_MAX + " characters");
    }
  }

  /// The account in whose name a server itself speaks, made when it is first needed.
  ///
  /// @throws Refused userInUse when somebody got that name before it was reserved
  public Account ofServer(ServerName server) {
    UserId user = UserId.of(SERVER_ITSELF, server).orElseThrow();
    Optional<Stored> known = stored(user);
    if (known.isPresent()) {
      if (known.get().password().isPresent()) throw Refused.userInUse();
      return known.get().account();
    }
    try {
      return create(new NewAccount(user, Optional.empty(), false, Optional.of(SERVER_NAME)));
    } catch (Refused taken) {
      return find(user).orElseThrow(() -> taken);
    }
  }

  /// Makes an account; a name that is taken is refused.
  public Account create(NewAccount wished) {
    return create(wished, tx -> {});
  }

  /// Makes an account together with something else, such as using up an invitation: both or none.
  Account create(NewAccount wished, Consumer<Tx> together) {
    return create(wished, together, (_, _) -> {});
  }

  /// The same, with what needs the account that is made.
  Account create(NewAccount wished, Consumer<Tx> together, BiConsumer<Tx, Account> then) {
    Servers.Server server =
        servers
            .find(wished.user().server())
            .orElseThrow(() -> new IllegalArgumentException("not a server of ours"));
    checkFree(wished.user());
    Optional<String> password = wished.password().map(passwords::hash);
    long fresh = users.fresh();
    try {
      return db.write(
          tx -> {
            together.accept(tx);
            Account made = insert(tx, server, wished, password, fresh);
            then.accept(tx, made);
            return made;
          });
    } catch (DatabaseFault fault) {
      if (fault.violatesUnique("account_name")) throw Refused.userInUse();
      throw fault;
    }
  }

  /// Notes, with the making of an account, that these terms were accepted.
  void accept(Tx tx, Config.Terms terms, Account account) {
    tx.run(ACCEPT, terms.version(), clock.millis(), account.userNid());
  }

  private Account insert(
      Tx tx, Servers.Server server, NewAccount wished, Optional<String> password, long fresh) {
    long user = users.nid(tx, wished.user(), fresh);
    tx.run(
        """
        insert into account ("user", server, localpart, password, admin, created_ms, guest)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        user,
        server.nid(),
        wished.user().localpart(),
        password.orElse(null),
        wished.admin(),
        clock.millis(),
        wished.guest());
    profiles.begin(tx, user, wished.user(), wished.displayName());
    return new Account(wished.user(), user, wished.admin(), true);
  }

  /// The account that this password opens. Who is unknown, deactivated or has no password costs as
  /// much time as who has one.
  ///
  /// @throws Refused userDeactivated for who shows the password of an account that has ended
  Optional<Account> withPassword(Optional<UserId> user, String password) {
    if (password.length() > PASSWORD_CHARS_MAX) return Optional.empty();
    Optional<Stored> stored = user.filter(id -> servers.isLocal(id.server())).flatMap(this::stored);
    boolean fits =
        stored
            .flatMap(Stored::password)
            .map(hash -> passwords.fits(password, hash))
            .orElseGet(() -> passwords.fitsNobody(password));
    if (!fits) return Optional.empty();
    Optional<Account> theirs = stored.map(Stored::account);
    if (theirs.filter(Account::active).isEmpty()) throw Refused.userDeactivated();
    return theirs;
  }

  /// Sets another password and, if asked, signs out every other device.
  void changePassword(Actor actor, String password, boolean signOutOthers) {
    checkPassword(password, actor.user());
    String hash = passwords.hash(password);
    db.write(
            tx -> {
              setPassword(tx, actor.userNid(), hash);
              return signOutOthers
                  ? Optional.of(
                      devices.removeOthers(tx, actor.user(), actor.userNid(), actor.deviceId()))
                  : Optional.<Devices.Removal>empty();
            })
        .ifPresent(devices::said);
  }

  /// Gives somebody another password and, if asked, signs out all of their devices.
  void resetPassword(Account account, String password, boolean signOut) {
    resetPassword(account.user(), account.userNid(), password, signOut, tx -> {});
  }

  /// Sets another password for who is not signed in and, if asked, signs out every device.
  ///
  /// @param together what happens with it or not at all
  public void resetPassword(
      Addresses.Owner owner, String password, boolean signOut, Consumer<Tx> together) {
    checkPassword(password, owner.user());
    resetPassword(owner.user(), owner.userNid(), password, signOut, together);
  }

  private void resetPassword(
      UserId id, long user, String password, boolean signOut, Consumer<Tx> together) {
    String hash = passwords.hash(password);
    db.write(
            tx -> {
              together.accept(tx);
              setPassword(tx, user, hash);
              return signOut
                  ? Optional.of(devices.removeAll(tx, id, user))
                  : Optional.<Devices.Removal>empty();
            })
        .ifPresent(devices::said);
  }

  /// Takes somebody's password from them and ends their sessions, in a transaction.
  ///
  /// @return what to do once it is over
  public Runnable shutOut(Tx tx, UserId id, long user) {
    tx.run("update account set password = null where \"user\" = ?", user);
    Devices.Removal removal = devices.removeAll(tx, id, user);
    return () -> devices.said(removal);
  }

  private static void setPassword(Tx tx, long user, String hash) {
    int changed =
        tx.run(
            """
            update account set password = ?
             where "user" = ? and deactivated_ms is null and not guest
            """,
            hash,
            user);
    if (changed == 0) throw Refused.userDeactivated();
  }

  private record Ended(Devices.Removal devices, List<Unheard.Note> notes) {}

  /// In which language somebody reads, once that was said.
  public Optional<Language> language(long user) {
    return db.read(tx -> language(tx, user));
  }

  public static Optional<Language> language(Tx tx, long user) {
    return tx.first(
            row -> row.optionalText("language"),
            "select language from account where \"user\" = ?",
            user)
        .flatMap(said -> said)
        .flatMap(Language::named);
  }

  /// Notes in which language somebody reads.
  public static void reads(Tx tx, long user, Language in) {
    tx.run("update account set language = ? where \"user\" = ?", in.code(), user);
  }

  void reads(long user, Language in) {
    db.write(
        tx -> {
          reads(tx, user, in);
          return in;
        });
  }

  /// What becomes of the places that somebody looks after whose account is about to end.
  @FunctionalInterface
  public interface Handover {
    /// Looks at who is to take over what.
    ///
    /// @param organisation whose agent they are, where others end it
    /// @param wish what is asked with the end, and who takes over in it
    /// @return gives everything over, and then runs what ends the account; nothing is done before.
    ///     What it refuses says what was given by then
    Consumer<Runnable> plan(Actor by, Actor going, Optional<String> organisation, Body wish);
  }

  /// Has somebody give those places over.
  public void handsOver(Handover handover) {
    this.handover = handover;
  }

  /// Takes what ends an account: right before, the places are given over that its owner looked
  /// after.
  public Consumer<Runnable> handover(
      Actor by, Actor going, Optional<String> organisation, Body wish) {
    return handover.plan(by, going, organisation, wish);
  }

  /// Has somebody forget, in the transaction in which an account ends, what its owner wishes to be
  /// erased.
  public void erasing(BiConsumer<Tx, Long> also) {
    erasing.add(also);
  }

  /// Ends an account for ever: no password, no device, and if asked no profile, no account data,
  /// and what it sent for nobody who comes later. Its name stays taken.
  void deactivate(Actor actor, boolean erase) {
    deactivate(actor, erase, _ -> true);
  }

  /// The same, if it is still to be, once nobody else changes the account.
  public void deactivate(Actor actor, boolean erase, Predicate<Tx> still) {
    db.write(
            tx -> {
              hold(tx, actor.userNid());
              return still.test(tx) ? Optional.of(end(tx, actor, erase)) : Optional.<Ended>empty();
            })
        .ifPresent(
            gone -> {
              sessions.changed(Set.of(actor.userNid()));
              devices.said(gone.devices());
              gone.notes().forEach(unheard::say);
            });
  }

  private Ended end(Tx tx, Actor actor, boolean erase) {
    Partings.note(tx, actor.userNid(), erase, clock.millis());
    tx.run(
        """
        update account set password = null, deactivated_ms = ?, admin = false
        where "user" = ? and deactivated_ms is null
        """,
        clock.millis(),
        actor.userNid());
    Addresses.removeAll(tx, actor.userNid());
    DirectoryWords.remove(tx, actor.userNid());
    var removed = devices.removeAll(tx, actor.user(), actor.userNid());
    var notes = new ArrayList<Unheard.Note>();
    if (erase) {
      profiles.erase(tx, actor.userNid());
      erasing.forEach(also -> also.accept(tx, actor.userNid()));
      notes.add(unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, actor.user(), actor.userNid()));
    }
    notes.add(unheard.note(tx, Unheard.Kind.DEACTIVATED, actor.user(), actor.userNid()));
    return new Ended(removed, notes);
  }

  private Optional<Stored> stored(UserId user) {
    return db.read(tx -> tx.first(Accounts::stored, BY_ID, user.value()));
  }

  private static Stored stored(Row row) {
    Account account =
        new Account(
            new UserId(row.text("user_id")),
            row.number("user"),
            row.bool("admin"),
            row.optionalNumber("deactivated_ms").isEmpty());
    return new Stored(account, row.optionalText("password"));
  }
}
