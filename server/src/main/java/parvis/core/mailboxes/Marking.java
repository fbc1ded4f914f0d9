package parvis.core.mailboxes;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.factors.Factors;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Addresses.Owner;
import parvis.core.identity.Addresses.Sharer;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.core.organisations.Enrolment;
import parvis.core.organisations.Enrolment.Place;
import parvis.core.organisations.OrganisationsFeature;
import parvis.platform.db.Tx;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;

/// Which addresses of an organisation are shared mailboxes, as who administers it says.
final class Marking {
  /// Of one organisation.
  static final int MAILBOXES_MAX = 200;

  private final MailboxStore store;
  private final Resets resets;
  private final Addresses addresses;
  private final Accounts accounts;
  private final OrganisationsFeature organisations;
  private final Enrolment enrolment;
  private final Servers servers;
  private final Outbox outbox;
  private final MailboxLetters letters;
  private final Clock clock;

  /// What it is built from.
  record Needs(
      MailboxStore store,
      Resets resets,
      Addresses addresses,
      Accounts accounts,
      OrganisationsFeature organisations,
      Enrolment enrolment,
      Servers servers,
      Outbox outbox,
      MailboxLetters letters,
      Clock clock) {}

  Marking(Needs needs) {
    this.store = needs.store();
    this.resets = needs.resets();
    this.addresses = needs.addresses();
    this.accounts = needs.accounts();
    this.organisations = needs.organisations();
    this.enrolment = needs.enrolment();
    this.servers = needs.servers();
    this.outbox = needs.outbox();
    this.letters = needs.letters();
    this.clock = needs.clock();
  }

  /// One of the people of a mailbox, and until when a code is good that they were given.
  record Person(Sharer who, OptionalLong resetMs) {}

  /// A mailbox as who administers sees it.
  ///
  /// @param own whether the address is the organisation's still
  record Told(Address address, long sinceMs, boolean own, List<Person> people) {}

  List<Told> of(Actor actor, String id) {
    var server = server(actor);
    return enrolment.in(
        actor,
        id,
        (tx, in) -> {
          var told = new ArrayList<Told>();
          var all = store.of(tx, in.nid(), MAILBOXES_MAX);
          var owners =
              enrolment.owners(
                  tx, server.nid(), all.stream().map(MailboxStore.Mailbox::address).toList());
          for (var one : all) {
            var people =
                addresses.sharers(tx, server, one.address()).stream()
                    .map(who -> new Person(who, resets.waiting(tx, who.userNid())))
                    .toList();
            told.add(
                new Told(one.address(), one.sinceMs(), isOf(owners, one.address(), in), people));
          }
          return told;
        });
  }

  private static boolean isOf(Map<Address, Long> owners, Address address, Place in) {
    return Optional.ofNullable(owners.get(address)).filter(nid -> nid == in.nid()).isPresent();
  }

  private Server server(Actor actor) {
    return servers.find(actor.user().server()).orElseThrow(Refused::notFound);
  }

  /// Says that several people read the mails of an address. It may be said again, and is the way in
  /// which the organisation that an address has come to takes over its mailbox.
  ///
  /// @throws Refused conflict when the address is not the organisation's, or of somebody who is
  ///     not of it, or the actor's own; forbidden when it is of somebody who administers
  void mark(Actor actor, String id, Address address) {
    var server = server(actor);
    long row = enrolment.next();
    var had = addresses.find(server, address);
    var runs = had.flatMap(one -> accounts.find(one.user())).filter(Account::admin).isPresent();
    had.ifPresent(one -> requireDeciding(actor, id, one));
    enrolment
        .in(actor, id, (tx, in) -> mark(tx, actor, in, new Mark(server, address, had, runs), row))
        .run();
    outbox.wake();
  }

  /// Whoever administers an organisation decides on the accounts of its own people alone.
  private void requireDeciding(Actor actor, String id, Owner owner) {
    if (actor.admin() || owner.userNid() == actor.userNid()) {
      return;
    }
    try {
      organisations.requireDeciding(actor, Optional.of(id), owner.user());
    } catch (Refused refused) {
      throw refused.kind() == Refused.Kind.NOT_FOUND
          ? Refused.conflict("This address is of somebody who is not of this organisation")
          : refused;
    }
  }

  /// What is to be marked.
  ///
  /// @param had whose the address was a moment ago
  /// @param runs whether they run the server
  private record Mark(Server server, Address address, Optional<Owner> had, boolean runs) {}

  /// The address is held before the organisation is, as by those who make accounts.
  private Runnable mark(Tx tx, Actor actor, Place in, Mark mark, long row) {
    var server = mark.server();
    var address = mark.address();
    requireOwn(tx, server, in, address);
    Runnable over = () -> {};
    boolean shared = addresses.hold(tx, server, address);
    if (!shared) {
      var owner = addresses.share(tx, server, address);
      over = owner.map(one -> takeFrom(tx, actor, in, mark, one)).orElse(over);
    }
    enrolment.hold(tx, in);
    var all = store.of(tx, in.nid(), MAILBOXES_MAX);
    if (all.size() >= MAILBOXES_MAX
        && all.stream().noneMatch(one -> one.address().equals(address))) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "An organisation has at most " + MAILBOXES_MAX + " shared mailboxes");
    }
    if (!shared) {
      var letter = letters.marked(in.name());
      outbox.put(tx, Mail.of("mailbox-" + outbox.fresh(), server.name(), address, letter));
    }
    store.mark(tx, server, address, in.nid(), actor.userNid(), clock.millis());
    enrolment.note(tx, row, in, actor, "share mailbox", address.value());
    return over;
  }

  private void requireOwn(Tx tx, Server server, Place in, Address address) {
    if (!isOf(enrolment.owners(tx, server.nid(), List.of(address)), address, in)) {
      throw Refused.conflict("This address is not of this organisation: admit it first");
    }
  }

  /// Whoever has read its mails until now may have chosen what its account is entered by, another
  /// address of their own included: all of that is taken away, and who administers hands over a
  /// code. Nobody does so to themselves: it would be kept by whom it is to be taken from, or nobody
  /// would be left to hand one over.
  private Runnable takeFrom(Tx tx, Actor actor, Place in, Mark mark, Owner owner) {
    long user = owner.userNid();
    if (user == actor.userNid()) {
      throw Refused.conflict(
          "This is your own address: add one that you alone read, and leave this one, first");
    }
    if (mark.had().filter(owner::equals).isEmpty()) {
      throw Refused.conflict("This address has become somebody's a moment ago");
    }
    if (mark.runs() || (!actor.admin() && enrolment.isDecidedBy(tx, user, in.nid()))) {
      throw Refused.forbidden("This is the address of somebody who administers: they share it");
    }
    Factors.removeAll(tx, user);
    var kept = addresses.sharer(tx, user).map(Sharer::address);
    addresses.drop(tx, user, one -> kept.filter(one::equals).isEmpty());
    addresses.forsake(tx, user);
    return accounts.shutOut(tx, owner.user(), user);
  }

  /// Refuses who does not administer the organisation.
  void require(Actor actor, String id) {
    enrolment.in(actor, id, (tx, in) -> in);
  }

  /// Says that one person reads the mails of an address, or nobody. It is theirs from then on.
  ///
  /// @throws Refused conflict while several people have accounts by it, forbidden when the one who
  ///     has administers: a mailed code would be enough to come in as them
  void unmark(Actor actor, String id, Address address) {
    var server = server(actor);
    long row = enrolment.next();
    var running =
        addresses.sharers(server, address).stream()
            .filter(one -> accounts.find(one.user()).filter(Account::admin).isPresent())
            .map(Sharer::userNid)
            .toList();
    enrolment.in(
        actor,
        id,
        (tx, in) -> {
          if (!addresses.hold(tx, server, address)) {
            throw Refused.notFound();
          }
          if (!actor.admin()) {
            requireOwn(tx, server, in, address);
          }
          var people = addresses.sharers(tx, server, address);
          if (people.size() > 1) {
            throw Refused.conflict(
                "Several people have accounts by this address: end them, or have them add another"
                    + " address and leave this one, first");
          }
          if (!store.unmark(tx, server, address, in.nid())) {
            throw Refused.notFound();
          }
          var last = people.stream().findFirst();
          last.ifPresent(one -> requireOrdinary(tx, actor, in, running, one));
          addresses.unshare(tx, server, address, last);
          last.ifPresent(one -> store.forgetReset(tx, one.userNid()));
          var letter = letters.unmarked(in.name(), last.map(Sharer::name));
          outbox.put(tx, Mail.of("mailbox-" + outbox.fresh(), server.name(), address, letter));
          enrolment.note(tx, row, in, actor, "unshare mailbox", address.value());
          return in;
        });
  }

  /// Whoever administers has what they come in by weakened by themselves alone.
  private void requireOrdinary(Tx tx, Actor actor, Place in, List<Long> running, Sharer one) {
    if (one.userNid() != actor.userNid()
        && (running.contains(one.userNid())
            || (!actor.admin() && enrolment.isDecidedBy(tx, one.userNid(), in.nid())))) {
      throw Refused.forbidden("This is the mailbox of somebody who administers: they unshare it");
    }
  }
}
