package parvis.suite.objections;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.organisations.Remits.Person;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Tx;
import parvis.platform.mail.Mail;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The door of objections: to object, and to answer.
final class Objections {
  private static final Logger LOG = LoggerFactory.getLogger(Objections.class);

  /// Administrators of one organisation, or of a server, who get a mail.
  private static final int MAILED_MAX = 50;

  /// How long an answer is kept.
  private static final Duration KEPT = Duration.ofDays(365);

  /// Whoever could not be told in so long is told by mail alone.
  private static final Duration TELL_MAX = Duration.ofDays(2);

  /// When somebody else tells an answer.
  private static final Duration LEFT = Duration.ofSeconds(10);

  private final ObjectionsFeature.Needs needs;
  private final ObjectionStore store = new ObjectionStore();
  private final Letters letters;

  Objections(ObjectionsFeature.Needs needs) {
    this.needs = needs;
    this.letters = new Letters(needs.publicAddress());
  }

  /// Objects, in the place of what waits for an answer; who answers gets one mail of it.
  void object(Actor actor, String text) {
    var to = needs.remits().belonging(actor);
    var id = needs.secrets().id();
    needs
        .db()
        .write(
            tx -> {
              if (store.put(tx, id, to, actor.userNid(), text, needs.clock().millis())) {
                mail(tx, actor, to);
              }
              return id;
            });
    needs.outbox().wake();
  }

  /// To who answers: the others who administer the organisation, else those who run the server.
  private void mail(Tx tx, Actor actor, Remit to) {
    var own = others(tx, actor, to);
    var house = new Remit(to.server(), Optional.empty(), Optional.empty());
    for (var one : own.isEmpty() ? others(tx, actor, house) : own) {
      var in = Accounts.language(tx, one.nid());
      reach(tx, one.nid())
          .ifPresent(
              reach -> {
                var name = "objection-" + needs.outbox().fresh();
                var written = reach.carrying(letters.asked(in), letters.administration());
                var server = actor.user().server();
                needs.outbox().put(tx, Mail.of(name, server, reach.address(), written));
              });
    }
  }

  private List<Person> others(Tx tx, Actor actor, Remit in) {
    return needs.remits().administrators(tx, in, MAILED_MAX).stream()
        .filter(one -> one.nid() != actor.userNid())
        .toList();
  }

  private Optional<Addresses.Reach> reach(Tx tx, long user) {
    return needs.addresses().reach(tx, user).stream().findFirst();
  }

  /// The last ones of the actor.
  List<Objection> mine(Actor actor) {
    return needs.db().read(tx -> store.mine(tx, actor.userNid()));
  }

  /// Takes back what waits.
  ///
  /// @throws Refused notFound when nothing does
  void withdraw(Actor actor) {
    if (!needs.db().write(tx -> store.withdraw(tx, actor.userNid()))) {
      throw Refused.notFound("Nothing of yours waits for an answer.");
    }
  }

  /// The next ones that wait for who administers.
  ///
  /// @throws Refused forbidden for who administers nothing
  List<Objection> open(Actor actor, ObjectionStore.After after) {
    var remit = needs.remits().of(actor);
    return needs.db().read(tx -> store.open(tx, remit, after));
  }

  /// How many wait for the actor to answer; empty for who answers none.
  Optional<Long> waiting(Actor actor) {
    return needs
        .remits()
        .find(actor)
        .map(remit -> needs.db().read(tx -> store.count(tx, remit, actor.userNid())));
  }

  /// Answers one; who objects is told a moment later.
  ///
  /// @throws Refused notFound for what another organisation answers, conflict when it is answered
  void answer(Actor actor, String id, String text) {
    var remit = needs.remits().of(actor);
    long line = needs.remits().line();
    var answered =
        needs
            .db()
            .write(
                tx -> {
                  var found = store.find(tx, remit, id).orElseThrow(Refused::notFound);
                  if (found.answer().isPresent()) {
                    throw Refused.conflict("Somebody has answered this.");
                  }
                  if (found.user().equals(actor.user())) {
                    throw Refused.forbidden("Others answer what one objects to oneself.");
                  }
                  store.answer(tx, id, text, actor.userNid(), needs.clock().millis());
                  mail(tx, found, text);
                  needs
                      .remits()
                      .note(
                          tx,
                          line,
                          actor,
                          found.organisation(),
                          "answer objection",
                          found.user().value());
                  return new Answered(found, text);
                });
    needs.outbox().wake();
    needs.workers().execute(() -> tell(answered));
  }

  /// An objection and what was said to it.
  private record Answered(Objection objection, String text) {}

  private void mail(Tx tx, Objection found, String text) {
    var in = Accounts.language(tx, found.userNid());
    reach(tx, found.userNid())
        .ifPresent(
            reach -> {
              var name = "objection-answer-" + needs.outbox().fresh();
              var written = reach.carrying(letters.answered(in, text), letters.ownPage());
              var server = found.user().server();
              needs.outbox().put(tx, Mail.of(name, server, reach.address(), written));
            });
  }

  /// Tells again what was not told; to be called now and then.
  void look() {
    long now = needs.clock().millis();
    needs.db().read(tx -> store.untold(tx, now - LEFT.toMillis())).stream()
        .flatMap(one -> one.answer().stream().map(answer -> new Answered(one, answer.text())))
        .forEach(this::tell);
  }

  private void tell(Answered answered) {
    var objection = answered.objection();
    try {
      var about = JsonObject.of("kind", "objection_answered", "short", Letters.line());
      var said = Letters.notice(answered.text());
      needs.notices().tell(objection.user(), said, about, "objection " + objection.id());
    } catch (RuntimeException fault) {
      var gone = fault instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
      var answeredMs = objection.answer().map(Objection.Answer::atMs).orElse(Long.MAX_VALUE);
      if (!gone && answeredMs > needs.clock().millis() - TELL_MAX.toMillis()) {
        LOG.warn("Somebody is told later what was answered", fault);
        return;
      }
    }
    needs.db().write(tx -> store.told(tx, objection.id()));
  }

  /// Forgets what was answered long ago; to be called now and then.
  void forget() {
    long before = needs.clock().millis() - KEPT.toMillis();
    needs.db().write(tx -> store.forgetOld(tx, before));
  }

  /// Forgets what somebody objected to whose account has ended.
  void gone(Actor actor) {
    needs.db().write(tx -> store.forget(tx, actor.userNid()));
  }

  /// What is kept here of somebody, for themselves.
  JsonObject ownRecord(Actor actor) {
    var all = mine(actor).stream().map(Objection::own).toArray();
    return JsonObject.of("objections", JsonArray.of(all));
  }
}
