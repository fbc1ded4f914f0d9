package parvis.core.organisations;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Addresses;
import parvis.core.identity.Bars;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers.Server;
import parvis.core.organisations.Organisations.Right;
import parvis.core.organisations.ValidityStore.Ending;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// How long the accounts of agents are let in: who has left, and reads the mails of the
/// organisation no more, is let in no more either.
///
/// Before the day comes, people are told by mail, three times, each time with a link that renews
/// the account once. Nothing else renews it but an administrator of the organisation: not signing
/// in, and not being active. Whoever runs the server is let in for ever, so that the house is never
/// shut from inside. Whose day has gone by untold, since they ran it or the server stood still, is
/// told first, and gets another day.
///
/// Who answers for somebody external, and that person, are told before the day by the same look;
/// there is nothing to renew for them by a link.
final class Validity {
  private static final Logger LOG = LoggerFactory.getLogger(Validity.class);

  /// How long before the day agents are told.
  static final Duration FIRST = Duration.ofDays(28);

  static final Duration SECOND = Duration.ofDays(7);
  static final Duration LAST = Duration.ofDays(1);

  /// How long before it externals are, and who answers for them.
  static final Duration EXTERNAL = Duration.ofDays(14);

  /// How long a link renews, and how long after the day a new one may be asked for.
  static final Duration LINK_LIFE = Duration.ofDays(60);

  static final Duration LATE_MAX = Duration.ofDays(122);

  /// Mails to one address because somebody asks for a link, within an hour.
  static final int MAILS_AN_HOUR = 5;

  /// Those to addresses for which there is none, within an hour. Beyond it none is sent, and nobody
  /// is told: nobody uses the house to mail the world, nor keeps others from their links by it.
  static final int NONE_AN_HOUR = 500;

  /// People whom one look tells.
  private static final int TOLD_MAX = 500;

  private static final String ASKED = "renewal-";
  static final String NONE = "no-renewal-";
  private static final Duration HOUR = Duration.ofHours(1);

  private final Needs needs;
  private final ValidityStore store = new ValidityStore();
  private final ValidityLetters letters;

  /// What validity is built from.
  record Needs(
      Db db,
      Organisations organisations,
      Members members,
      PostStore posts,
      Journal journal,
      Standings standings,
      Addresses addresses,
      Bars bars,
      Secrets secrets,
      Outbox outbox,
      String publicAddress,
      Clock clock) {}

  Validity(Needs needs) {
    this.needs = needs;
    this.letters = new ValidityLetters(needs.publicAddress(), needs.clock().getZone());
  }

  private long now() {
    return needs.clock().millis();
  }

  /// Tells those whose day comes; to be called now and then.
  void look() {
    try {
      needs.db().write(tx -> store.putOff(tx, now(), now() + FIRST.toMillis()));
      var due = needs.db().read(tx -> store.due(tx, now(), TOLD_MAX));
      due.forEach(this::tell);
      if (!due.isEmpty()) {
        needs.outbox().wake();
      }
    } catch (DatabaseFault fault) {
      LOG.warn("Those whose accounts end are told later", fault);
    }
  }

  private void tell(Ending of) {
    var own = first(of.user());
    var sponsor = of.sponsor().flatMap(this::first);
    var token = needs.secrets().id();
    needs
        .db()
        .write(
            tx -> {
              if (!store.remind(tx, of, reminder(of))) {
                return false;
              }
              if (of.external()) {
                own.ifPresent(to -> reach(tx, of, to, letters.toGuest(of)));
                sponsor.ifPresent(to -> reach(tx, of, to, letters.toSponsor(of)));
              } else {
                own.ifPresent(to -> end(tx, of, to, token));
              }
              return true;
            });
  }

  /// A link that renews goes to nobody whose mails others read: they would renew the account of
  /// somebody who has left.
  private void end(Tx tx, Ending of, Addresses.Reach to, String token) {
    if (to.whose().isPresent()) {
      mail(tx, of, to.address(), letters.endingShared(of, to.whose().get()));
      return;
    }
    link(tx, of, token);
    mail(tx, of, to.address(), letters.ending(of, token));
  }

  private void reach(Tx tx, Ending of, Addresses.Reach to, Letter letter) {
    mail(tx, of, to.address(), to.carrying(letter, needs.publicAddress() + "/"));
  }

  private int reminder(Ending of) {
    var left = of.endsMs().orElseThrow() - now();
    if (of.external()) {
      return 1;
    }
    return left <= LAST.toMillis() ? 3 : left <= SECOND.toMillis() ? 2 : 1;
  }

  private Optional<Addresses.Reach> first(long user) {
    return needs.addresses().reach(user).stream().findFirst();
  }

  private void link(Tx tx, Ending of, String token) {
    store.link(tx, SecretHash.of(token).bytes(), of.post(), now(), LINK_LIFE);
  }

  private void mail(Tx tx, Ending of, Address to, Letter letter) {
    var id = "validity-" + needs.outbox().fresh();
    needs.outbox().put(tx, Mail.of(id, of.server(), to, letter));
  }

  /// Sends a link to an address whose account ends or has ended. What is answered, and that a mail
  /// is sent, is the same whoever the address is.
  ///
  /// @param in the language of the page on which it was asked
  /// @throws Refused limitExceeded when it was asked for too often
  void ask(Server server, Address to, Language in) {
    var owner = needs.addresses().find(server, to);
    var token = needs.secrets().id();
    needs
        .db()
        .write(
            tx -> {
              bound(tx, server, to);
              var ending =
                  owner.flatMap(who -> store.of(tx, who.userNid())).filter(this::isRenewable);
              ending.ifPresent(of -> link(tx, of, token));
              if (ending.isEmpty()
                  && needs.outbox().written(tx, server.name(), NONE, HOUR) >= NONE_AN_HOUR) {
                return false;
              }
              var letter =
                  ending.map(of -> letters.asked(of, in, token)).orElseGet(() -> letters.none(in));
              var id = (ending.isPresent() ? ASKED : NONE) + needs.outbox().fresh();
              return needs.outbox().put(tx, Mail.of(id, server.name(), to, letter));
            });
    needs.outbox().wake();
  }

  private void bound(Tx tx, Server server, Address to) {
    var outbox = needs.outbox();
    store.hold(tx, to);
    var links = outbox.writtenTo(tx, server.name(), ASKED, to, HOUR);
    if (links + outbox.writtenTo(tx, server.name(), NONE, to, HOUR) >= MAILS_AN_HOUR) {
      throw Refused.limitExceeded(HOUR);
    }
  }

  private boolean isRenewable(Ending of) {
    return !of.external()
        && of.endsMs()
            .filter(ends -> ends - now() <= FIRST.toMillis() && now() - ends <= LATE_MAX.toMillis())
            .isPresent();
  }

  /// Whose account a link renews: nobody's whose mails others read by now.
  Optional<Ending> linked(String token) {
    var hash = SecretHash.of(token).bytes();
    return needs
        .db()
        .read(tx -> store.linked(tx, hash, now()))
        .filter(of -> first(of.user()).flatMap(Addresses.Reach::whose).isEmpty());
  }

  /// Renews an account by a link, once.
  ///
  /// @return until when it is let in; empty: for ever
  Optional<Long> renew(String token) {
    var hash = SecretHash.of(token).bytes();
    var of = linked(token).orElseThrow(Refused::notFound);
    needs
        .bars()
        .admit(
            new UserId(of.userId()),
            of.user(),
            tx -> {
              var post = needs.posts().held(tx, of.user()).filter(held -> held.nid() == of.post());
              if (post.isEmpty() || !store.use(tx, hash, of.post())) {
                throw Refused.notFound();
              }
              store.renew(tx, of.post(), now());
              needs.organisations().noteOwn(tx, of.organisation(), of.user(), "renew account");
            });
    needs.standings().forget(new UserId(of.userId()));
    return needs.db().read(tx -> store.of(tx, of.user())).flatMap(Ending::endsMs);
  }

  /// Lets an agent in again, or longer, as who administers the organisation decides.
  ///
  /// @return until when; empty: for ever
  Optional<Long> extend(Actor actor, String id, UserId member) {
    long account = needs.members().ours(actor, member);
    long row = needs.journal().next();
    var ends =
        needs
            .organisations()
            .in(
                actor,
                id,
                Right.ADMINISTER,
                (tx, o) -> {
                  var post =
                      needs
                          .posts()
                          .held(tx, account)
                          .filter(held -> held.isAgentOf(o.nid()))
                          .orElseThrow(Refused::notFound);
                  needs.journal().note(tx, row, o, actor, "extend account", member.value());
                  return store.renew(tx, post.nid(), now());
                });
    needs.bars().expire(member, account, false);
    needs.standings().forget(member);
    return ends;
  }

  /// Says what another length means for those who are there: a day for those who had none, none for
  /// those who had one. Who had a day keeps it until they renew.
  void decided(Tx tx, Organisation before, Organisation after) {
    if (after.validityDays() == 0) {
      store.stop(tx, after.nid());
    } else if (before.validityDays() == 0) {
      var life = Duration.ofDays(after.validityDays());
      store.begin(tx, after.nid(), now() + life.toMillis());
    }
  }
}
