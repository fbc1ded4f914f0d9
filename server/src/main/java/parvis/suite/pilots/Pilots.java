package parvis.suite.pilots;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Addresses;
import parvis.core.identity.Addresses.Reach;
import parvis.core.identity.Bars;
import parvis.core.organisations.Founding;
import parvis.core.organisations.Remits;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.suite.pilots.AnswerStore.Averages;
import parvis.suite.pilots.PilotStore.Figures;
import parvis.suite.pilots.PilotStore.Pilot;
import parvis.suite.pilots.PilotStore.State;

/// What organisations try out: with so many people, until a day. Whoever runs the server opens or
/// closes a pilot at any time; a day that comes without that closes it.
final class Pilots {
  private static final Logger LOG = LoggerFactory.getLogger(Pilots.class);

  /// When who applied is told that the day comes.
  static final Duration REMINDED_BEFORE = Duration.ofDays(14);

  /// A figure about fewer people is not told: it would say what one of them does.
  static final int PEOPLE_MIN = 10;

  private static final Duration WEEK = Duration.ofDays(7);

  /// How long it is looked at who has come to an organisation, or left it, whatever was decided.
  private static final Duration FRESH = Duration.ofHours(2);

  /// People that are kept out, or let in again, together; and within one look.
  private static final int TOGETHER_MAX = 500;

  private static final int ROUNDS_MAX = 200;

  private final Db db;
  private final PilotStore store;
  private final AnswerStore answers;
  private final Founding founding;
  private final Bars bars;
  private final Remits remits;
  private final Addresses addresses;
  private final String page;
  private final Outbox outbox;
  private final Letters letters;
  private final Executor workers;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock();

  Pilots(PilotsFeature.Needs needs, PilotStore store, AnswerStore answers) {
    this.db = needs.db();
    this.store = store;
    this.answers = answers;
    this.founding = needs.founding();
    this.addresses = needs.addresses();
    this.page = needs.publicAddress() + "/settings/organisation";
    this.bars = needs.bars();
    this.remits = needs.remits();
    this.outbox = needs.outbox();
    this.letters = new Letters(needs.publicAddress(), needs.clock().getZone());
    this.workers = needs.workers();
    this.clock = needs.clock();
  }

  /// A pilot, and how it goes. A figure that would be of too few people is absent.
  record Told(
      Pilot pilot,
      OptionalLong people,
      OptionalLong arrived,
      OptionalLong active,
      Optional<Averages> averages) {}

  /// All of the server, for who runs it; for who administers an organisation that which it tries
  /// out, or tried.
  ///
  /// @throws Refused forbidden for others
  List<Told> all(Actor actor) {
    var remit = remits.of(actor);
    return db.read(
        tx -> {
          var all =
              remit
                  .organisation()
                  .map(of -> store.of(tx, of).stream().toList())
                  .orElseGet(() -> store.all(tx, actor.user().server()));
          var nids = all.stream().mapToLong(Pilot::organisation).toArray();
          var figures = store.figures(tx, nids, clock.millis() - WEEK.toMillis());
          var averages = answers.averages(tx, nids);
          return all.stream()
              .map(
                  pilot ->
                      told(
                          pilot,
                          figures.getOrDefault(pilot.organisation(), Figures.NONE),
                          Optional.ofNullable(averages.get(pilot.organisation()))))
              .toList();
        });
  }

  private static Told told(Pilot pilot, Figures of, Optional<Averages> averages) {
    return new Told(
        pilot, enough(of.people()), enough(of.arrived()), enough(of.active()), averages);
  }

  private static OptionalLong enough(long people) {
    return people < PEOPLE_MIN ? OptionalLong.empty() : OptionalLong.of(people);
  }

  private static void administrator(Actor actor) {
    if (!actor.admin()) {
      throw Refused.forbidden("Only an administrator of the server may do this");
    }
  }

  /// Opens a pilot, so that nobody bounds the organisation any more, or closes it. Its people are
  /// let in again, or kept out, after that.
  void decide(Actor actor, String id, State state, String reason) {
    administrator(actor);
    long line = remits.line();
    db.write(
        tx -> {
          var pilot = store.find(tx, actor.user().server(), id).orElseThrow(Refused::notFound);
          if (pilot.state() == state) {
            throw Refused.conflict("This was decided already");
          }
          become(tx, pilot, state, reason);
          var deed = state == State.OPEN ? "open pilot" : "close pilot";
          remits.note(tx, line, actor, Optional.of(pilot.organisation()), deed, pilot.name());
          return pilot;
        });
    outbox.wake();
    workers.execute(this::look);
  }

  /// Gives a pilot that runs another day and another number of people.
  void extend(Actor actor, String id, int peopleMax, long endsMs) {
    administrator(actor);
    long line = remits.line();
    db.write(
        tx -> {
          var pilot = store.find(tx, actor.user().server(), id).orElseThrow(Refused::notFound);
          if (pilot.state() != State.RUNNING) {
            throw Refused.conflict("This pilot does not run any more");
          }
          var terms = new Terms(peopleMax, endsMs, pilot.terms().goals());
          store.extend(tx, pilot, terms);
          founding.bound(tx, pilot.organisation(), OptionalInt.of(peopleMax));
          var letter = letters.extended(pilot.language(), pilot.name(), terms);
          write(tx, pilot, "extended", letter);
          remits.note(
              tx, line, actor, Optional.of(pilot.organisation()), "extend pilot", pilot.name());
          return pilot;
        });
    outbox.wake();
  }

  private void become(Tx tx, Pilot pilot, State state, String reason) {
    store.decide(tx, pilot, state, reason);
    var open = state == State.OPEN;
    founding.bound(tx, pilot.organisation(), open ? OptionalInt.empty() : OptionalInt.of(0));
    var in = pilot.language();
    write(
        tx,
        pilot,
        state.word(),
        open ? letters.opened(in, pilot.name(), reason) : letters.closed(in, pilot.name(), reason));
  }

  /// Writes to who applied, and to who decides in the organisation.
  private void write(Tx tx, Pilot pilot, String kind, Letter letter) {
    var to = new LinkedHashMap<Reach, Letter>();
    to.put(new Reach(pilot.address(), Optional.empty()), letter);
    for (var user : store.deciders(tx, pilot.organisation())) {
      addresses.reach(tx, user).stream()
          .findFirst()
          .ifPresent(one -> to.put(one, one.carrying(letter, page)));
    }
    if (to.keySet().stream().anyMatch(one -> isRead(one, pilot.address()))) {
      to.remove(new Reach(pilot.address(), Optional.empty()));
    }
    var once = "pilot-" + kind + "-" + pilot.organisation() + "-" + clock.millis() + "-";
    int number = 0;
    for (var one : to.entrySet()) {
      var address = one.getKey().address();
      outbox.put(tx, Mail.of(once + number++, pilot.server(), address, one.getValue()));
    }
  }

  /// Whether others read the address by now: each of them is told that something waits, and no
  /// more.
  private static boolean isRead(Reach one, Address address) {
    return one.whose().isPresent() && one.address().equals(address);
  }

  /// Closes pilots whose day has come, tells those whose day comes, and goes on with keeping out
  /// and letting in; to be called every minute, and after a decision.
  void look() {
    turn.lock();
    try {
      long now = clock.millis();
      db.write(
          tx -> {
            store.due(tx, now).forEach(pilot -> close(tx, pilot));
            store.toRemind(tx, now + REMINDED_BEFORE.toMillis()).forEach(of -> remind(tx, of));
            return now;
          });
      outbox.wake();
      carry();
    } catch (RuntimeException fault) {
      LOG.error("Pilots are looked at again later", fault);
    } finally {
      turn.unlock();
    }
  }

  private void close(Tx tx, Pilot pilot) {
    store
        .find(tx, pilot.server(), pilot.id())
        .filter(now -> now.state() == State.RUNNING && now.terms().endsMs() <= clock.millis())
        .ifPresent(now -> become(tx, now, State.CLOSED, ""));
  }

  private void remind(Tx tx, Pilot pilot) {
    if (store.reminded(tx, pilot)) {
      write(tx, pilot, "ends", letters.ends(pilot.language(), pilot.name(), pilot.terms()));
    }
  }

  /// Keeps out the people of pilots that are closed, and lets in those whom nothing of that kind
  /// keeps out any more. Each step may be done again; what was decided is settled once nobody is
  /// left, and its people are not looked at again.
  private void carry() {
    var decisions = db.read(store::settling);
    for (int round = 0; round < ROUNDS_MAX; round++) {
      var due = db.read(this::due);
      due.forEach(
          one -> bars.shut(one.user(), one.userNid(), tx -> store.isShut(tx, one.userNid())));
      if (due.size() < TOGETHER_MAX) {
        settle(decisions);
        return;
      }
    }
  }

  private List<PilotStore.Due> due(Tx tx) {
    long since = clock.millis() - FRESH.toMillis();
    return Stream.concat(
            store.toShut(tx, since, TOGETHER_MAX).stream(),
            store.toLetIn(tx, since, TOGETHER_MAX).stream())
        .toList();
  }

  private void settle(List<PilotStore.Settling> decisions) {
    if (decisions.isEmpty()) return;
    db.write(
        tx -> {
          store.settled(tx, decisions);
          return decisions;
        });
  }
}
