package parvis.suite.arrivals;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.suite.arrivals.ImportStore.Counts;
import parvis.suite.arrivals.ImportStore.Import;
import parvis.suite.arrivals.ImportStore.Line;
import parvis.suite.arrivals.ImportStore.Outcome;
import parvis.suite.arrivals.ImportStore.State;

/// Files of people, read for an organisation by who administers it: what each line is to become,
/// and, once somebody has said so, what became of it.
final class Imports {
  /// Imports of one organisation.
  static final int ALL_MAX = 20;

  /// How long one is kept: it holds what people are called.
  static final Duration KEPT = Duration.ofDays(30);

  /// Files that one node reads at the same time; each takes some memory.
  private static final int READING_MAX = 1;

  private static final int ADDED_TOGETHER_MAX = 5_000;
  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private final Db db;
  private final ImportStore store;
  private final Judging judging;
  private final Enrolment enrolment;
  private final Servers servers;
  private final Secrets secrets;
  private final LongSupplier nids;
  private final Clock clock;
  private final Semaphore reading = new Semaphore(READING_MAX);

  Imports(ArrivalsFeature.Needs needs, ImportStore store, Judging judging) {
    this.db = needs.db();
    this.store = store;
    this.judging = judging;
    this.enrolment = needs.enrolment();
    this.servers = needs.servers();
    this.secrets = needs.secrets();
    this.nids = needs.nids();
    this.clock = needs.clock();
  }

  /// An import and how many of its lines became what.
  record Told(Import of, Counts counts) {}

  /// Refuses who may not read in files for an organisation, before any is read.
  void require(Actor actor, String organisation) {
    enrolment.in(actor, organisation, (_, in) -> in);
  }

  /// Reads a file in, and says what each line is to become. Nobody is made.
  Told read(Actor actor, String organisation, byte[] bytes) {
    if (!reading.tryAcquire()) {
      throw Refused.unavailable(TRY_AGAIN);
    }
    try {
      var said = PeopleFile.read(bytes);
      long nid = nids.getAsLong();
      return enrolment.in(actor, organisation, (tx, in) -> add(tx, in, actor, nid, said));
    } finally {
      reading.release();
    }
  }

  private Told add(Tx tx, Enrolment.Place in, Actor actor, long nid, List<PeopleFile.Line> said) {
    if (store.of(tx, in.nid(), ALL_MAX).size() == ALL_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "An organisation has at most " + ALL_MAX + " imports: remove one first");
    }
    var server = servers.find(actor.user().server()).orElseThrow(Refused::notFound);
    var lines = judging.lines(tx, server, in.nid(), said);
    var fresh = (int) lines.stream().filter(line -> line.outcome() == Outcome.NEW).count();
    var made =
        new Import(
            nid,
            secrets.id(),
            server.name(),
            in.nid(),
            in.id(),
            actor.userNid(),
            State.READY,
            false,
            Language.FRENCH,
            fresh,
            clock.millis(),
            Optional.empty());
    store.add(tx, made);
    for (int from = 0; from < lines.size(); from += ADDED_TOGETHER_MAX) {
      store.add(tx, nid, lines.subList(from, Math.min(lines.size(), from + ADDED_TOGETHER_MAX)));
    }
    return told(tx, made);
  }

  private Told told(Tx tx, Import of) {
    return new Told(of, store.counts(tx, of.nid()));
  }

  /// Those of an organisation, the latest first.
  List<Told> of(Actor actor, String organisation) {
    return enrolment.in(
        actor,
        organisation,
        (tx, in) -> store.of(tx, in.nid(), ALL_MAX).stream().map(of -> told(tx, of)).toList());
  }

  Told one(Actor actor, String id) {
    return in(actor, id, this::told);
  }

  List<Line> page(Actor actor, String id, int after, Optional<Outcome> outcome, int max) {
    return in(actor, id, (tx, of) -> store.page(tx, of.nid(), after, outcome, max));
  }

  /// What is done with an import in a transaction.
  @FunctionalInterface
  private interface Deed<T> {
    T run(Tx tx, Import of);
  }

  private <T> T in(Actor actor, String id, Deed<T> deed) {
    return enrolment.in(
        actor,
        organisation(id),
        (tx, _) -> deed.run(tx, store.find(tx, id).orElseThrow(Refused::notFound)));
  }

  private String organisation(String id) {
    return db.read(tx -> store.find(tx, id))
        .map(Import::organisationId)
        .orElseThrow(Refused::notFound);
  }

  /// Lets the people be made, or the rest of them once it was cancelled. It may be said again: what
  /// runs goes on, and what is done stays.
  Told start(Actor actor, String id, boolean invites, Language language) {
    return change(
        actor,
        id,
        Set.of(State.READY, State.CANCELLED),
        "import people",
        (tx, of) -> store.start(tx, of, invites, language));
  }

  /// Makes nobody more of it, and writes to nobody more. Who was made stays.
  Told cancel(Actor actor, String id) {
    return change(
        actor,
        id,
        Set.of(State.RUNNING, State.DONE),
        "cancel import",
        (tx, of) -> store.cancel(tx, of));
  }

  /// Changes an import that is in one of these states, and writes that down.
  private Told change(Actor actor, String id, Set<State> when, String said, Change change) {
    long row = enrolment.next();
    return enrolment.in(
        actor,
        organisation(id),
        (tx, in) -> {
          var of = store.hold(tx, id).orElseThrow(Refused::notFound);
          if (!when.contains(of.state())) {
            return told(tx, of);
          }
          change.run(tx, of);
          enrolment.note(tx, row, in, actor, said, Integer.toString(of.total()));
          return told(tx, store.find(tx, id).orElseThrow());
        });
  }

  @FunctionalInterface
  private interface Change {
    void run(Tx tx, Import of);
  }

  /// Forgets the file, and makes nobody more of it. Who was made stays.
  void remove(Actor actor, String id) {
    long row = enrolment.next();
    enrolment.in(
        actor,
        organisation(id),
        (tx, in) -> {
          var of = store.hold(tx, id).orElseThrow(Refused::notFound);
          store.remove(tx, of);
          enrolment.note(tx, row, in, actor, "remove import", Integer.toString(of.total()));
          return of;
        });
  }

  /// Forgets those that are old; to be called now and then.
  void forget() {
    db.write(tx -> store.forget(tx, clock.millis() - KEPT.toMillis()));
  }
}
