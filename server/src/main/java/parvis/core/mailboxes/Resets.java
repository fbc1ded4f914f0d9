package parvis.core.mailboxes;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.factors.Factors;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Addresses.Sharer;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.core.mailboxes.MailboxStore.Shown;
import parvis.core.organisations.OrganisationsFeature;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.UserId;

/// Codes with which one of the people of a shared mailbox, who has forgotten what they come in by,
/// chooses it anew. Who administers their organisation hands one over in person; it is good
/// together with the mailbox alone, and never instead of it.
final class Resets {
  static final Duration LIFE = Duration.ofHours(4);

  /// Codes that are tried for one that was handed over.
  static final int TRIES_MAX = 5;

  static final String DEED = "hand over reset code";

  private final Db db;
  private final MailboxStore store;
  private final Mailboxes mailboxes;
  private final Addresses addresses;
  private final Accounts accounts;
  private final OrganisationsFeature organisations;
  private final Secrets secrets;
  private final Outbox outbox;
  private final MailboxLetters letters;
  private final Clock clock;

  /// What it is built from.
  record Needs(
      Db db,
      MailboxStore store,
      Mailboxes mailboxes,
      Addresses addresses,
      Accounts accounts,
      OrganisationsFeature organisations,
      Secrets secrets,
      Outbox outbox,
      MailboxLetters letters,
      Clock clock) {}

  Resets(Needs needs) {
    this.db = needs.db();
    this.store = needs.store();
    this.mailboxes = needs.mailboxes();
    this.addresses = needs.addresses();
    this.accounts = needs.accounts();
    this.organisations = needs.organisations();
    this.secrets = needs.secrets();
    this.outbox = needs.outbox();
    this.letters = needs.letters();
    this.clock = needs.clock();
  }

  /// A code as it is told this once.
  record Code(String code, long expiresMs) {}

  /// Refuses who may not hand one over.
  ///
  /// @param organisation whose agent somebody is; absent: nobody's
  void require(Actor actor, Optional<String> organisation, UserId member) {
    organisations.requireDeciding(actor, organisation, member);
    if (accounts.find(member).flatMap(one -> addresses.sharer(one.userNid())).isEmpty()) {
      throw notOne();
    }
  }

  private static Refused notOne() {
    return Refused.notFound("This person comes in by no shared mailbox");
  }

  /// A code for somebody, in the place of one before.
  Code issue(Actor actor, Optional<String> organisation, UserId member) {
    var code = secrets.code();
    var ends = clock.millis() + LIFE.toMillis();
    organisations.decide(
        actor,
        organisation,
        member,
        DEED,
        (tx, account) -> {
          if (addresses.sharer(tx, account.userNid()).isEmpty()) {
            throw notOne();
          }
          var hash = secrets.hashOfCode(code);
          store.putReset(tx, account.userNid(), hash, actor.userNid(), ends);
        });
    return new Code(code, ends);
  }

  /// Until when a code is good that somebody was given.
  OptionalLong waiting(Tx tx, long user) {
    return store.reset(tx, user, clock.millis(), TRIES_MAX);
  }

  /// Has somebody come in by something else from now on; what they came in by until then, and all
  /// of their sessions, end.
  Account use(Server server, Shown shown, String person, String code, Mailboxes.Own own) {
    var one = mailboxes.attempt(server, shown, person);
    var account = mailboxes.account(one);
    own.password().ifPresent(password -> accounts.checkPassword(password, one.user()));
    var hash = secrets.hashOfCode(code);
    var right = db.write(tx -> store.isReset(tx, one.userNid(), hash, clock.millis(), TRIES_MAX));
    if (!right) {
      throw Refused.forbidden("This code is wrong, or not good any more");
    }
    own.password()
        .ifPresentOrElse(
            password -> byPassword(server, shown, one, hash, password),
            () -> byKey(server, shown, one, hash, own));
    outbox.wake();
    return account;
  }

  private void byPassword(Server server, Shown shown, Sharer one, byte[] hash, String password) {
    accounts.resetPassword(
        new Addresses.Owner(one.user(), one.userNid()),
        password,
        true,
        tx -> spend(tx, server, shown, one, hash));
  }

  private void byKey(Server server, Shown shown, Sharer one, byte[] hash, Mailboxes.Own own) {
    db.write(
            tx -> {
              spend(tx, server, shown, one, hash);
              own.key().orElseThrow().accept(tx, one.userNid());
              return accounts.shutOut(tx, one.user(), one.userNid());
            })
        .run();
  }

  private void spend(Tx tx, Server server, Shown shown, Sharer one, byte[] hash) {
    if (!store.useReset(tx, one.userNid(), hash)) {
      throw Refused.forbidden("This code is wrong, or not good any more");
    }
    mailboxes.use(tx, server, shown);
    Factors.removeAll(tx, one.userNid());
    addresses.forsake(tx, one.userNid());
    var id = "mailbox-reset-" + outbox.fresh();
    outbox.put(tx, Mail.of(id, server.name(), one.address(), letters.chosenAnew(one.name())));
  }
}
