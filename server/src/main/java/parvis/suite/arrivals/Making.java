package parvis.suite.arrivals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Newcomers.Fresh;
import parvis.core.identity.Newcomers.Newcomer;
import parvis.core.identity.Servers;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.suite.arrivals.ImportStore.Import;
import parvis.suite.arrivals.ImportStore.Line;
import parvis.suite.arrivals.ImportStore.Outcome;
import parvis.suite.arrivals.ImportStore.Stop;

/// Makes the people of imports that were started, batch by batch, and has them written to.
final class Making {
  private static final Logger LOG = LoggerFactory.getLogger(Making.class);

  /// People of one batch, and so of one transaction.
  static final int BATCH_MAX = 500;

  /// Batches that one call may lose to others who make the same addresses at the same moment.
  private static final int LOST_MAX = 5;

  private final Db db;
  private final ImportStore store;
  private final Judging judging;
  private final Newcomers newcomers;
  private final Enrolment enrolment;
  private final Servers servers;
  private final Welcome welcome;
  private final ReentrantLock turn = new ReentrantLock();

  Making(ArrivalsFeature.Needs needs, ImportStore store, Judging judging, Welcome welcome) {
    this.db = needs.db();
    this.store = store;
    this.judging = judging;
    this.newcomers = needs.newcomers();
    this.enrolment = needs.enrolment();
    this.servers = needs.servers();
    this.welcome = welcome;
  }

  /// Goes on with whatever was started, here or on a node that is gone, until nothing is left that
  /// nobody else goes on with.
  void look() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      var work = db.read(store::work);
      if (work.making()) {
        make();
      }
      if (work.making() || work.inviting()) {
        welcome.write();
      }
    } catch (RuntimeException fault) {
      LOG.error("An import did not go on", fault);
    } finally {
      turn.unlock();
    }
  }

  private void make() {
    for (int lost = 0; ; ) {
      var fresh = newcomers.fresh(BATCH_MAX);
      try {
        if (!db.write(tx -> batch(tx, fresh))) {
          return;
        }
      } catch (DatabaseFault fault) {
        if (!fault.state().equals(DatabaseFault.UNIQUE) || ++lost == LOST_MAX) {
          throw fault;
        }
      }
    }
  }

  /// Makes the next people of an import; false when there is none to go on with.
  private boolean batch(Tx tx, List<Fresh> fresh) {
    var running = store.running(tx);
    running.ifPresent(of -> batch(tx, of, fresh));
    return running.isPresent();
  }

  private void batch(Tx tx, Import of, List<Fresh> fresh) {
    if (!enrolment.isDecidedBy(tx, of.by(), of.organisation())) {
      store.stop(tx, of, Stop.UNDECIDED);
      return;
    }
    var left = enrolment.seats(tx, of.organisation());
    int most = Math.clamp(left.orElse(BATCH_MAX), 1, BATCH_MAX);
    var lines = store.fresh(tx, of.nid(), most);
    if (lines.isEmpty()) {
      store.done(tx, of);
    } else if (left.orElse(1) == 0) {
      store.stop(tx, of, Stop.FULL);
    } else {
      batch(tx, of, lines, fresh);
    }
  }

  private void batch(Tx tx, Import of, List<Line> lines, List<Fresh> fresh) {
    var server = servers.find(of.server()).orElseThrow();
    var addresses = lines.stream().map(line -> new Address(line.address())).toList();
    var outcomes = judging.outcomes(tx, server, of.organisation(), addresses);
    var people = new ArrayList<Newcomer>();
    var agents = new ArrayList<Enrolment.Enrolled>();
    var made = new ArrayList<Line>();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (outcomes.get(i) == Outcome.NEW) {
        people.add(new Newcomer(fresh.get(i), addresses.get(i), line.name(), line.function()));
        agents.add(new Enrolment.Enrolled(fresh.get(i).nid(), line.function()));
        made.add(line);
      } else {
        store.became(tx, of, line.number(), outcomes.get(i));
      }
    }
    newcomers.make(tx, server, people);
    enrolment.enrol(tx, of.organisation(), of.by(), agents);
    store.made(
        tx,
        of,
        made.stream().mapToInt(Line::number).toArray(),
        agents.stream().mapToLong(Enrolment.Enrolled::user).toArray());
  }
}
