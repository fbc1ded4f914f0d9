package parvis.core.appservice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.identity.Service;
import parvis.core.sync.Overhearing;
import parvis.platform.log.Log;

/// What one application service is told, in the order of the log, on a thread of its own.
///
/// spec: as-api#pushing-events
final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private static final int ROWS_A_READ = 1_000;

  /// Rows gather for so long after each look.
  private static final long PAUSE_MS = 20;

  /// How often it looks without being woken, and writes down how far it has come.
  private static final long EACH_MS = 1_000;

  /// Looks after which it is written down that nothing was the service's business.
  private static final int PASS_EACH = 60;

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(2);

  /// How often it is looked whether the node is gone that tells the service.
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  /// How long the first try again is put off; each further one twice as long.
  private static final Duration AGAIN_FIRST = Duration.ofMillis(500);

  private static final Duration AGAIN_MAX = Duration.ofMinutes(5);
  private static final int DOUBLED_MAX = 20;

  /// Rooms, people and devices that wait to be told of; of more, the next change tells.
  private static final int MOMENT_MAX = 10_000;

  /// Of each of them, those that one transaction tells of.
  private static final int TOLD_MAX = 200;

  /// How long a transaction under way may still take when the feed ends. One that is broken off is
  /// sent once more, by whoever tells the service next.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final Service service;
  private final Log log;
  private final Transactions transactions;
  private final Asking asking;
  private final Gathering gathering;
  private final Overhearing overhearing;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private final Semaphore again = new Semaphore(0);
  private final Set<Long> typing = ConcurrentHashMap.newKeySet();
  private final Set<Long> came = ConcurrentHashMap.newKeySet();
  private final Set<Gathering.Device> counted = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;
  private volatile boolean failing;

  private boolean held;
  private long at;
  private Optional<Transactions.Begun> begun = Optional.empty();
  private int failures;
  private long saved;
  private int looks;

  Feed(Service service, Log log, Transactions transactions, Asking asking, Gathering.House house) {
    this.service = service;
    this.log = log;
    this.transactions = transactions;
    this.asking = asking;
    this.gathering = new Gathering(service, house);
    this.overhearing = house.overhearing();
    this.thread =
        Thread.ofPlatform().daemon().name("appservice-" + service.id()).unstarted(this::run);
  }

  Service service() {
    return service;
  }

  void start() {
    thread.start();
  }

  /// Something was written to the log.
  void wake() {
    if (woken.availablePermits() == 0) {
      woken.release();
    }
  }

  /// The service was heard of: it is tried again at once.
  void heard() {
    if (failing) {
      again.release();
    }
  }

  /// Others type in a room than before.
  void types(long room) {
    add(typing, room);
  }

  /// Somebody came or went.
  void came(long user) {
    add(came, user);
  }

  /// A device has other keys left than before.
  void counted(Gathering.Device device) {
    add(counted, device);
  }

  private <T> void add(Set<T> to, T one) {
    if (to.size() < MOMENT_MAX) {
      to.add(one);
      wake();
    }
  }

  /// Whether it could not be told what it was told last.
  boolean isFailing() {
    return failing;
  }

  private void run() {
    try {
      while (!stopping) {
        try {
          if (!step()) {
            var _ = woken.tryAcquire(EACH_MS, TimeUnit.MILLISECONDS);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
          }
        } catch (RuntimeException fault) {
          if (stopping) {
            return;
          }
          LOG.warn("{} cannot be told at the moment; trying again", service.id(), fault);
          held = false;
          pause(AFTER_A_FAULT);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// One transaction, or one look; whether there is more to do at once.
  private boolean step() throws InterruptedException {
    if (!held && !hold()) {
      pause(ELSEWHERE);
      return true;
    }
    if (begun.isPresent()) {
      tell(begun.get());
      return true;
    }
    return look();
  }

  private boolean hold() {
    var place = transactions.hold(service.id());
    place.ifPresent(
        mine -> {
          at = mine.at();
          begun = mine.begun();
        });
    held = place.isPresent();
    return held;
  }

  private boolean look() {
    var moment = new Gathering.Moment(taken(typing), taken(came), taken(counted));
    try {
      return look(moment) || moment.hasAny(TOLD_MAX);
    } catch (RuntimeException fault) {
      moment.typing().forEach(this::types);
      moment.came().forEach(this::came);
      moment.counted().forEach(this::counted);
      throw fault;
    }
  }

  private boolean look(Gathering.Moment moment) {
    var rows = log.rows(at, ROWS_A_READ);
    var gathered = gathering.gather(rows, at, moment);
    if (!gathered.parcel().isEmpty()) {
      var bytes = gathered.parcel().bytes(service.ephemeral());
      begun = transactions.begin(service.id(), bytes, gathered.upTo());
      held = begun.isPresent();
      return true;
    }
    at = gathered.upTo();
    if (at > saved && (++looks >= PASS_EACH || rows.size() == ROWS_A_READ)) {
      looks = 0;
      saved = at;
      held = transactions.pass(service.id(), at);
    }
    return rows.size() == ROWS_A_READ;
  }

  private static <T> Set<T> taken(Set<T> from) {
    var taken = from.stream().limit(TOLD_MAX).collect(Collectors.toSet());
    from.removeAll(taken);
    return taken;
  }

  private void tell(Transactions.Begun now) throws InterruptedException {
    if (!asking.tell(service, now.txn(), now.body())) {
      fail();
      return;
    }
    if (failing) {
      LOG.info("{} is told again", service.id());
    }
    failures = 0;
    failing = false;
    var rows = log.rows(at, ROWS_A_READ);
    var messages = gathering.messages(rows, now.upTo());
    held = transactions.done(service.id(), now, tx -> overhearing.received(tx, messages));
    overhearing.forget(held ? messages : List.of());
    at = now.upTo();
    begun = Optional.empty();
  }

  private void fail() throws InterruptedException {
    if (stopping) {
      return;
    }
    if (!failing) {
      again.drainPermits();
      failing = true;
      LOG.warn("The application service {} does not take what it is told", service.id());
    }
    var wait = AGAIN_FIRST.multipliedBy(1L << Math.min(failures++, DOUBLED_MAX));
    pause(wait.compareTo(AGAIN_MAX) < 0 ? wait : AGAIN_MAX);
  }

  private void pause(Duration time) throws InterruptedException {
    if (again.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
      again.drainPermits();
    }
  }

  @Override
  public void close() {
    stopping = true;
    woken.release();
    again.release();
    try {
      if (thread.join(GRACE)) {
        return;
      }
      thread.interrupt();
      thread.join(STOP_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
