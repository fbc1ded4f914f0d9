package parvis.suite.bulletins;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.Remits;
import parvis.core.organisations.Remits.Person;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonObject;

/// Writing bulletins, taking them back, reading them, and bringing them to people.
final class Bulletins {
  private static final Logger LOG = LoggerFactory.getLogger(Bulletins.class);

  static final Duration UNTIL_MAX = Duration.ofDays(366);

  /// How long it is known what was told.
  private static final Duration KEPT = Duration.ofDays(365);

  /// People who are told in one go, before it is noted how far it went.
  private static final int AT_ONCE = 50;

  /// Such goes of one look; the next one goes on.
  private static final int STEPS_MAX = 200;

  /// Why somebody is told nothing any more.
  private static final Set<Refused.Kind> GONE =
      Set.of(Refused.Kind.NOT_FOUND, Refused.Kind.USER_DEACTIVATED);

  /// Why nobody is told anything at the moment.
  private static final Set<Refused.Kind> LATER =
      Set.of(Refused.Kind.LIMIT_EXCEEDED, Refused.Kind.UNAVAILABLE);

  private final BulletinsFeature.Needs needs;
  private final Db db;
  private final Remits remits;
  private final Clock clock;
  private final BulletinStore store = new BulletinStore();
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean stopping;

  Bulletins(BulletinsFeature.Needs needs) {
    this.needs = needs;
    this.db = needs.db();
    this.remits = needs.remits();
    this.clock = needs.clock();
  }

  /// What somebody wants to tell.
  ///
  /// @param organisation whose people; absent: all of the server
  /// @param notice whether each of them gets a notice, too
  record Wish(
      Optional<String> organisation,
      String request,
      String french,
      String english,
      long untilMs,
      boolean notice) {}

  /// @throws Refused as [Remits#in]; invalidParam when its end is past or far away
  Bulletin write(Actor by, Wish wish) {
    var remit = remits.in(by, wish.organisation());
    long now = clock.millis();
    if (wish.untilMs() <= now || wish.untilMs() > now + UNTIL_MAX.toMillis()) {
      throw Refused.invalidParam("until is in the future, and within a year.");
    }
    long line = remits.line();
    var written =
        new BulletinStore.Written(
            needs.nids().getAsLong(),
            needs.secrets().id(),
            wish.request(),
            wish.french(),
            wish.english(),
            now,
            wish.untilMs(),
            wish.notice() ? OptionalLong.of(0) : OptionalLong.empty());
    return db.write(
        tx -> {
          store.forget(tx, now - KEPT.toMillis());
          var made = store.put(tx, remit, by.userNid(), written);
          if (made.nid() == written.nid()) {
            remits.note(tx, line, by, remit.organisation(), "write bulletin", wish.french());
          }
          return made;
        });
  }

  List<Bulletin> list(Actor by, Optional<String> organisation) {
    var remit = remits.in(by, organisation);
    return db.read(tx -> store.list(tx, remit));
  }

  /// Takes one back: its banner goes, and nobody else is told.
  ///
  /// @throws Refused notFound when it is none that the actor decides on, conflict when it was
  ///     withdrawn before
  void withdraw(Actor by, String id) {
    var remit = remits.of(by);
    long line = remits.line();
    db.write(
        tx -> {
          var bulletin =
              store
                  .find(tx, remit.server(), id)
                  .filter(one -> remit.reaches(one.organisation()))
                  .orElseThrow(Refused::notFound);
          if (!store.withdraw(tx, bulletin, clock.millis())) {
            throw Refused.conflict("This bulletin was withdrawn already");
          }
          remits.note(
              tx, line, by, bulletin.organisation(), "withdraw bulletin", bulletin.french());
          return true;
        });
  }

  /// What somebody has before them now.
  List<Bulletin> shown(Actor reader) {
    var remit = remits.belongingAsAgent(reader);
    return db.read(tx -> store.shown(tx, remit, reader.userNid(), clock.millis()));
  }

  /// Puts one away.
  void close(Actor reader, String id) {
    var remit = remits.belongingAsAgent(reader);
    db.write(
        tx -> {
          var bulletin =
              store
                  .find(tx, remit.server(), id)
                  .filter(
                      one ->
                          one.organisation().isEmpty()
                              || one.organisation().equals(remit.organisation()))
                  .orElseThrow(Refused::notFound);
          store.close(tx, bulletin, reader.userNid());
          return true;
        });
  }

  /// Goes on bringing bulletins to people; to be called now and then.
  void look() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      for (int i = 0; i < STEPS_MAX && step(); i++) {}
    } catch (Refused busy) {
      LOG.warn("A bulletin waits, as the house is busy", busy);
    } catch (RuntimeException fault) {
      LOG.error("A bulletin did not go on", fault);
    } finally {
      turn.unlock();
    }
  }

  /// Ends the look after the notice that is written, and every later one.
  void stop() {
    stopping = true;
  }

  /// The notices need connections of their own, so they are written before it is noted to whom it
  /// went. Who goes on after a kill, or another node at the same time, tells the same people
  /// again: each notice is one by its name, and how far it went is noted once.
  private boolean step() {
    var going = db.read(store::going);
    if (going.isEmpty() || going.get().after().isEmpty()) {
      return false;
    }
    var bulletin = going.get();
    var remit = new Remit(bulletin.server(), bulletin.organisation(), Optional.empty());
    long after = bulletin.after().get();
    var people = db.read(tx -> remits.people(tx, remit, after, AT_ONCE));
    int told = 0;
    for (var person : people) {
      if (stopping) return false;
      if (isTold(person, bulletin)) told++;
    }
    var last =
        people.size() < AT_ONCE ? Optional.<Long>empty() : Optional.of(people.getLast().nid());
    int count = told;
    db.write(
        tx -> {
          store.told(tx, bulletin, last, count);
          return true;
        });
    return true;
  }

  /// Tells somebody. Whoever is gone is not told, nor whoever cannot be for a fault of their own:
  /// they hold up nobody. What troubles the whole house is thrown, and they are told later.
  private boolean isTold(Person to, Bulletin bulletin) {
    var about = JsonObject.of("kind", "bulletin", "bulletin", bulletin.id());
    try {
      needs.notices().tell(to.user(), bulletin.words(), about, "bulletin-" + bulletin.id());
      return true;
    } catch (RuntimeException fault) {
      if (isOfTheHouse(fault)) throw fault;
      if (!(fault instanceof Refused refused && GONE.contains(refused.kind()))) {
        LOG.error("Person {} does not get bulletin {}", to.nid(), bulletin.id(), fault);
      }
      return false;
    }
  }

  private static boolean isOfTheHouse(RuntimeException fault) {
    return fault instanceof Refused refused
        ? LATER.contains(refused.kind())
        : fault instanceof DatabaseFault database && database.unavailable();
  }
}
