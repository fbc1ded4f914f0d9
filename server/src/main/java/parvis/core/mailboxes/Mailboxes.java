package parvis.core.mailboxes;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import parvis.base.Folded;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Addresses.Sharer;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.core.identity.SignIn;
import parvis.core.mailboxes.MailboxStore.Shown;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Call;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The door of shared mailboxes: who has shown that they read one says who they are, and proves it
/// by something that others who read it do not have.
final class Mailboxes {
  static final Duration LIFE = Duration.ofMinutes(15);

  /// What is told in one step; beyond that another code is asked for.
  static final int TRIES_MAX = 5;

  private static final Duration DAY = Duration.ofDays(1);
  private static final String PREFIX = "pvm_";

  private final Db db;
  private final MailboxStore store;
  private final Addresses addresses;
  private final Accounts accounts;
  private final SignIn signIn;
  private final Secrets secrets;
  private final Clock clock;

  Mailboxes(
      Db db,
      MailboxStore store,
      Addresses addresses,
      Accounts accounts,
      SignIn signIn,
      Secrets secrets,
      Clock clock) {
    this.db = db;
    this.store = store;
    this.addresses = addresses;
    this.accounts = accounts;
    this.signIn = signIn;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// What somebody comes in by from now on.
  ///
  /// @param password absent where it is a passkey
  /// @param key keeps the passkey, for an account by nid
  record Own(Optional<String> password, Optional<ObjLongConsumer<Tx>> key) {}

  /// Begins a step for a browser that has told a right code.
  ///
  /// @param use uses the code up
  Refused begun(Server server, Address address, String secret, Consumer<Tx> use) {
    var step = secrets.token(PREFIX);
    var now = clock.millis();
    var people =
        db.write(
            tx -> {
              use.accept(tx);
              store.forget(tx, now - DAY.toMillis());
              var shown = new Shown(step, secret);
              store.begin(tx, shown, server, address, now, now + LIFE.toMillis());
              return addresses.sharers(tx, server, address);
            });
    var told = people.stream().map(Mailboxes::told).toArray();
    return Refused.sharedMailbox(step)
        .with("people", JsonArray.of(told))
        .with("may_join", people.size() < Addresses.SHARERS_MAX && signIn.admits(server, address))
        .with("expires_in_ms", LIFE.toMillis());
  }

  /// Their name, and nothing else of them.
  private static JsonObject told(Sharer one) {
    return JsonObject.of("person", Long.toString(one.nid()), "name", one.name());
  }

  /// Refuses a step that is over.
  void require(Server server, Shown shown) {
    find(server, shown);
  }

  private Address find(Server server, Shown shown) {
    return db.read(tx -> store.find(tx, shown, server, clock.millis(), TRIES_MAX))
        .orElseThrow(Mailboxes::over);
  }

  /// One of the people of the mailbox of a step, of which a try is counted.
  Sharer attempt(Server server, Shown shown, String person) {
    var address =
        db.write(tx -> store.attempt(tx, shown, server, clock.millis(), TRIES_MAX))
            .orElseThrow(Mailboxes::over);
    return db.read(tx -> addresses.sharers(tx, server, address)).stream()
        .filter(one -> Long.toString(one.nid()).equals(person))
        .findFirst()
        .orElseThrow(() -> Refused.notFound("Nobody of this mailbox is called so"));
  }

  /// Whom a password lets in.
  Account byPassword(Call call, Server server, Shown shown, String person, String password) {
    var one = attempt(server, shown, person);
    var account = signIn.byPassword(one.user(), password, call).orElseThrow(Mailboxes::wrong);
    signIn.check(account);
    db.write(
        tx -> {
          use(tx, server, shown);
          return account;
        });
    return account;
  }

  /// The account of one of the people who is on their way in.
  Account account(Sharer one) {
    var account =
        accounts.find(one.user()).filter(Account::active).orElseThrow(Refused::userDeactivated);
    signIn.check(account);
    return account;
  }

  /// Makes the account of somebody who is none of its people yet.
  Account join(Server server, Shown shown, String name, Own own, boolean accepts) {
    var address = find(server, shown);
    return signIn.sharer(
        server,
        address,
        new SignIn.Sharing(name, own.password(), accepts),
        tx -> {
          refuse(tx, server, address, name);
          use(tx, server, shown);
        },
        (tx, account) -> own.key().ifPresent(key -> key.accept(tx, account.userNid())));
  }

  private void refuse(Tx tx, Server server, Address address, String name) {
    if (!addresses.hold(tx, server, address)) {
      throw over();
    }
    var people = addresses.sharers(tx, server, address);
    if (people.size() >= Addresses.SHARERS_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "A shared mailbox has at most " + Addresses.SHARERS_MAX + " people");
    }
    var folded = Folded.of(name);
    if (people.stream().anyMatch(one -> Folded.of(one.name()).equals(folded))) {
      throw Refused.conflict("Somebody of this mailbox has this name already");
    }
  }

  void use(Tx tx, Server server, Shown shown) {
    if (!store.use(tx, shown, server, clock.millis())) {
      throw over();
    }
  }

  static Refused wrong() {
    return Refused.forbidden("This does not prove that it is you");
  }

  private static Refused over() {
    return Refused.notFound("This step is over; ask for another code");
  }
}
