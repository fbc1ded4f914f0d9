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
  private final Factors factors;
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
      Factors factors,
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
    this.factors = needs.factors();
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
  /// @throws Refused conflict when the address is not the organisation's, or the actor's own and
  ///     they would have no way in; forbidden when it is of somebody who administers
  void mark(Actor actor, String id, Address address) {
    var server = server(actor);
    long row = enrolment.next();
    var had = addresses.find(server, address);
    var runs = had.flatMap(one -> accounts.find(one.user())).filter(Account::admin).isPresent();
    enrolment
        .in(actor, id, (tx, in) -> mark(tx, actor, in, new Mark(server, address, had, runs), row))
        .run();
    outbox.wake();
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
    if (!addresses.hold(tx, server, address)) {
      var owner = addresses.share(tx, server, address);
      over = owner.map(one -> takeFrom(tx, actor, in, mark, one)).orElse(over);
      enrolment.hold(tx, in);
      if (store.of(tx, in.nid(), MAILBOXES_MAX).size() >= MAILBOXES_MAX) {
        throw Refused.of(
            Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
            "An organisation has at most " + MAILBOXES_MAX + " shared mailboxes");
      }
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

  /// Whoever has read its mails until now may have chosen what its account is entered by: that is
  /// taken away, and who administers hands over a code. Whoever marks their own has a session with
  /// all that was asked of them, and keeps it, if it is more than a mailed code.
  private Runnable takeFrom(Tx tx, Actor actor, Place in, Mark mark, Owner owner) {
    long user = owner.userNid();
    if (user == actor.userNid()) {
      if (!Accounts.hasPassword(tx, user) && !factors.hasPasskey(tx, user)) {
        throw Refused.conflict(
            "This is your own address: choose a password or a passkey first, to come in by");
      }
      return accounts.shutOutOthers(tx, actor);
    }
    if (mark.had().filter(owner::equals).isEmpty()) {
      throw Refused.conflict("This address has become somebody's a moment ago");
    }
    if (mark.runs() || (!actor.admin() && enrolment.isDecidedBy(tx, user, in.nid()))) {
      throw Refused.forbidden("This is the address of somebody who administers: they share it");
    }
    Factors.removeAll(tx, user);
    addresses.forsake(tx, user);
    return accounts.shutOut(tx, owner.user(), user);
  }

  /// Says that one person reads the mails of an address, or nobody. It is theirs from then on.
  ///
  /// @throws Refused conflict while several people have accounts by it
  void unmark(Actor actor, String id, Address address) {
    var server = server(actor);
    long row = enrolment.next();
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
          addresses.unshare(tx, server, address, last);
          last.ifPresent(one -> store.forgetReset(tx, one.userNid()));
          enrolment.note(tx, row, in, actor, "unshare mailbox", address.value());
          return in;
        });
  }
}
