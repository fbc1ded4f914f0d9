package parvis.suite.pilots;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Addresses;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Newcomers.Newcomer;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.core.organisations.Founding;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.suite.pilots.ApplicationStore.Application;
import parvis.suite.pilots.ApplicationStore.Marks;
import parvis.suite.pilots.ApplicationStore.Said;
import parvis.suite.pilots.ApplicationStore.State;

/// Organisations that ask to be in the house: who has no account applies, with an address that a
/// mailed code proves, and follows the application by a link; who runs the server decides.
final class Applications {
  /// Of one address within a month, of one network within a day, and waiting in one house.
  static final int BY_ADDRESS_MAX = 3;

  static final int BY_NETWORK_MAX = 10;
  static final int WAITING_MAX = ApplicationStore.PAGE_MAX;

  /// How long an application is kept after it was decided, or made where nobody decides.
  static final Duration KEPT = Duration.ofDays(365);

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);

  private final Db db;
  private final ApplicationStore store;
  private final PilotStore pilots;
  private final Servers servers;
  private final Newcomers newcomers;
  private final Addresses addresses;
  private final Founding founding;
  private final Outbox outbox;
  private final Letters letters;
  private final Secrets secrets;
  private final LongSupplier nids;
  private final Clock clock;

  Applications(PilotsFeature.Needs needs, ApplicationStore store, PilotStore pilots) {
    this.db = needs.db();
    this.store = store;
    this.pilots = pilots;
    this.servers = needs.servers();
    this.newcomers = needs.newcomers();
    this.addresses = needs.addresses();
    this.founding = needs.founding();
    this.outbox = needs.outbox();
    this.letters = new Letters(needs.publicAddress(), needs.clock().getZone());
    this.secrets = needs.secrets();
    this.nids = needs.nids();
    this.clock = needs.clock();
  }

  /// Who applies, from where and by what they show that the address is theirs.
  record Applicant(
      Server server, Address address, String secret, String code, String network, Language in) {}

  /// Applies. The same browser that sends the same again, because its first answer was lost,
  /// applies once.
  State apply(Applicant by, Said said) {
    var secret = SecretHash.of(by.secret());
    var again = db.read(tx -> store.same(tx, by.server().name(), by.address(), secret));
    if (again.isPresent()) {
      return again.get().state();
    }
    long code = newcomers.check(by.server(), by.address(), by.secret(), by.code());
    var word = secrets.token("");
    var network = secrets.hashOfWord(by.network());
    var made =
        new Application(
            nids.getAsLong(),
            secrets.id(),
            by.server().name(),
            by.address(),
            by.in(),
            said,
            State.OPEN,
            "",
            "",
            "",
            clock.millis(),
            Optional.empty(),
            addresses.isShared(by.server(), by.address()));
    db.write(
        tx -> {
          store.hold(tx, made.server());
          bound(tx, made, network);
          newcomers.use(tx, code);
          store.add(tx, made, new Marks(secret, SecretHash.of(word), network));
          write(tx, made, "received", letters.received(by.in(), said.organisation(), word));
          return made;
        });
    outbox.wake();
    return State.OPEN;
  }

  private void bound(Tx tx, Application made, byte[] network) {
    long now = made.createdMs();
    var counts =
        store.counts(
            tx,
            made.server(),
            made.address(),
            network,
            now - MONTH.toMillis(),
            now - DAY.toMillis());
    if (counts.mine() > 0) {
      throw Refused.conflict("An application of this address waits for an answer");
    }
    if (counts.byAddress() >= BY_ADDRESS_MAX) {
      throw Refused.limitExceeded(MONTH);
    }
    if (counts.byNetwork() >= BY_NETWORK_MAX || counts.waiting() >= WAITING_MAX) {
      throw Refused.limitExceeded(DAY);
    }
  }

  private void write(Tx tx, Application of, String kind, Letter letter) {
    var id = "application-" + kind + "-" + of.nid() + "-" + clock.millis();
    outbox.put(tx, Mail.of(id, of.server(), of.address(), letter));
  }

  /// Forgets applications that were decided long ago; to be called now and then.
  void forget() {
    db.write(tx -> store.forget(tx, clock.millis() - KEPT.toMillis()));
  }

  /// Mails a code to who wants to apply.
  void ask(Server server, Address to, String secret, String network, Language in) {
    newcomers.ask(server, to, secret, network, in);
  }

  /// What became of an application, for who has its link.
  Application followed(Server server, String word) {
    return db.write(tx -> byWord(tx, server, word));
  }

  /// Once several people read what one alone was mailed, its link says nothing to any of them.
  private Application byWord(Tx tx, Server server, String word) {
    return store
        .byWord(tx, server.name(), SecretHash.of(word))
        .filter(of -> of.shared() || !addresses.isShared(tx, server, of.address()))
        .orElseThrow(() -> Refused.notFound("This link is good for nothing"));
  }

  /// Answers what was asked back.
  Application reply(Server server, String word, String reply) {
    return db.write(
        tx -> {
          var of = byWord(tx, server, word);
          if (of.state() != State.ASKED) {
            throw Refused.conflict("Nothing is asked");
          }
          store.reply(tx, of, reply);
          return byWord(tx, server, word);
        });
  }

  // ---- decided by who runs the server

  private static Actor administrator(Actor actor) {
    if (!actor.admin()) {
      throw Refused.forbidden("Only an administrator of the server may do this");
    }
    return actor;
  }

  /// How many wait for somebody to look at them; empty for who decides on none.
  Optional<Long> waiting(Actor actor) {
    return actor.admin()
        ? Optional.of(db.read(tx -> store.open(tx, actor.user().server())))
        : Optional.empty();
  }

  List<Application> all(Actor actor) {
    var server = administrator(actor).user().server();
    return db.read(tx -> store.all(tx, server));
  }

  private Application waiting(Tx tx, Actor actor, String id) {
    var of = store.find(tx, actor.user().server(), id).orElseThrow(Refused::notFound);
    if (!of.state().waits()) {
      throw Refused.conflict("This was decided already");
    }
    return of;
  }

  private interface Deed {
    void run(Tx tx, Application of);
  }

  private void decide(Actor actor, String id, Deed deed) {
    administrator(actor);
    db.write(
        tx -> {
          var of = waiting(tx, actor, id);
          deed.run(tx, of);
          return of;
        });
    outbox.wake();
  }

  /// Asks something back. The link in the letter takes the place of the one before.
  void ask(Actor actor, String id, String question) {
    var word = secrets.token("");
    decide(
        actor,
        id,
        (tx, of) -> {
          store.ask(tx, of, question, SecretHash.of(word));
          write(tx, of, "asked", letters.asked(of.language(), question, word));
        });
  }

  void refuse(Actor actor, String id, String reason) {
    decide(
        actor,
        id,
        (tx, of) -> {
          store.decide(tx, of, State.REFUSED, reason, clock.millis());
          write(
              tx, of, "refused", letters.refused(of.language(), of.said().organisation(), reason));
        });
  }

  /// Makes the organisation, its administrator and its pilot.
  ///
  /// @param domain that becomes the organisation's; without one, only the address does
  void approve(
      Actor actor,
      String id,
      String label,
      Optional<Address.Domain> domain,
      Terms terms,
      String reason) {
    administrator(actor);
    var server = servers.find(actor.user().server()).orElseThrow(Refused::notFound);
    var fresh = founding.fresh(actor);
    try {
      decide(
          actor,
          id,
          (tx, of) -> {
            var said = of.said();
            var wish = new Founding.Wish(said.organisation(), label, said.siret(), domain);
            var first = new Newcomer(fresh.account(), of.address(), said.name(), said.function());
            long nid = founding.found(tx, fresh, server, actor, wish, first);
            founding.bound(tx, nid, OptionalInt.of(terms.peopleMax()));
            pilots.add(tx, pilot(of, nid, fresh.id(), terms));
            store.decide(tx, of, State.APPROVED, reason, clock.millis());
            write(tx, of, "approved", letters.approved(of.language(), said.organisation(), terms));
          });
    } catch (DatabaseFault fault) {
      if (fault.violatesUnique("organisation_label")) {
        throw Refused.conflict("Another organisation has this label");
      }
      throw fault;
    }
    founding.founded();
  }

  private PilotStore.Pilot pilot(Application of, long nid, String id, Terms terms) {
    return new PilotStore.Pilot(
        nid,
        id,
        of.said().organisation(),
        of.server(),
        of.address(),
        of.language(),
        terms,
        clock.millis(),
        PilotStore.State.RUNNING,
        "");
  }
}
