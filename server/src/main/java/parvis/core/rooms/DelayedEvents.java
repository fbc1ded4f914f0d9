package parvis.core.rooms;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.platform.log.Log;
import parvis.protocol.json.JsonObject;

/// Events that people want to be sent later, unless they say otherwise before: what a call says
/// when its phone does not speak any more, and a message for tomorrow. They survive a restart.
///
/// One thread sends what is due. It claims an event, so that nobody cancels it any more, sends it
/// and forgets it: a crash in between sends nothing twice and loses nothing, since a message has
/// its own transaction id, and a state that is set already is not set again.
/// spec: MSC4140
final class DelayedEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedEvents.class);

  /// The longest that an event waits.
  static final Duration DELAY_MAX = Duration.ofDays(30);

  /// Events of one account that wait.
  static final int OF_ACCOUNT_MAX = 100;

  /// Events of one account that wait or are kept, which is what a day may bring.
  static final int KNOWN_MAX = 5_000;

  /// How many are sent before looking anew.
  private static final int AT_ONCE = 100;

  /// How long the thread sleeps at most, so that it sees what other nodes were asked for.
  private static final Duration LOOK = Duration.ofMinutes(1);

  /// How long it sleeps while it knows that something is due soon, whatever the clock does.
  private static final Duration NAP = Duration.ofSeconds(1);

  /// How long what failed waits before it is tried again, and others are sent meanwhile.
  private static final Duration PUT_OFF = Duration.ofSeconds(10);

  /// How long the id of a transaction is kept after its event was done with, and how many are
  /// forgotten at a time.
  private static final Duration KEPT = Duration.ofDays(1);

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private static final String CODE = "org.matrix.msc4140.errcode";
  private static final int ID_BYTES = 18;

  private final Db db;
  private final Log log;
  private final Rooms rooms;
  private final Users users;
  private final Bars bars;
  private final Sending sending;
  private final Joining joining;
  private final RandomGenerator random;
  private final Clock clock;
  private final DelayedStore store = new DelayedStore();
  private final Thread sender;
  private volatile boolean closed;

  /// When the next one is due, as far as this node knows; 0: to be looked up.
  private volatile long next;

  private int wakes;

  DelayedEvents(
      Db db,
      Log log,
      Rooms rooms,
      Users users,
      Bars bars,
      Sending sending,
      Joining joining,
      RandomGenerator random,
      Clock clock) {
    this.db = db;
    this.log = log;
    this.rooms = rooms;
    this.users = users;
    this.bars = bars;
    this.sending = sending;
    this.joining = joining;
    this.random = random;
    this.clock = clock;
    this.sender = Thread.ofPlatform().name("delayed-events").daemon().unstarted(this::run);
  }

  /// Begins to send; to be called when the log has started.
  void start() {
    sender.start();
  }

  /// What is wanted.
  ///
  /// @param stateKey absent: a message
  /// @param txn of a message: what its sender calls the request
  record Wish(String roomId, String type, Optional<String> stateKey, Optional<String> txn) {}

  /// Keeps an event for later.
  ///
  /// @param content asked for only when the transaction id was not used before
  /// @return the id of the delayed event
  String schedule(Actor actor, Wish wish, long delayMs, Supplier<JsonObject> content) {
    if (delayMs < 1) {
      throw Refused.invalidParam("A delay is longer than nothing.");
    }
    if (delayMs > DELAY_MAX.toMillis()) {
      throw Refused.unknown("The delay is too long.")
          .with(CODE, "M_MAX_DELAY_EXCEEDED")
          .with("org.matrix.msc4140.max_delay", DELAY_MAX.toMillis());
    }
    var room = rooms.joined(actor, wish.roomId());
    Sending.check(wish.type(), wish.stateKey().orElse(""));
    var before =
        wish.txn()
            .flatMap(
                txn -> db.read(tx -> store.used(tx, actor.scope(), room.nid(), wish.type(), txn)));
    if (before.isPresent()) {
      return before.get();
    }
    var event =
        new DelayedEvent(
            id(),
            actor.userNid(),
            actor.scope(),
            room.nid(),
            wish.type(),
            wish.stateKey(),
            Preparer.fitting(content.get()),
            delayMs,
            clock.millis() + delayMs,
            log.applied(),
            wish.txn());
    return add(event);
  }

  /// Of two requests with one transaction id, the second gets what the first has made.
  private String add(DelayedEvent event) {
    var user = event.user();
    var id =
        db.write(
            tx -> {
              Accounts.hold(tx, user);
              var before =
                  event
                      .txn()
                      .flatMap(
                          txn -> store.used(tx, event.scope(), event.room(), event.type(), txn));
              if (before.isPresent()) {
                return before.get();
              }
              if (store.waiting(tx, user) >= OF_ACCOUNT_MAX || store.known(tx, user) >= KNOWN_MAX) {
                throw Refused.unknown("Too many of your events wait already.")
                    .with(CODE, "M_MAX_DELAYED_EVENTS_EXCEEDED");
              }
              store.add(tx, event);
              return event.id();
            });
    wake();
    return id;
  }

  private String id() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// What waits of somebody's, the next first.
  List<DelayedEvent> of(Actor actor) {
    return db.read(tx -> store.of(tx, actor.userNid(), OF_ACCOUNT_MAX));
  }

  /// @throws Refused notFound, also when it is being sent
  void cancel(String id) {
    if (!db.write(tx -> store.cancel(tx, id, clock.millis()))) {
      throw Refused.notFound();
    }
  }

  /// Lets the whole delay begin anew.
  /// @throws Refused notFound, also when it is being sent
  void restart(String id) {
    if (!db.write(tx -> store.restart(tx, id, clock.millis()))) {
      throw Refused.notFound();
    }
    wake();
  }

  /// @throws Refused notFound, or whatever the room says to the event
  void send(String id) {
    send(db.read(tx -> store.find(tx, id)).orElseThrow(Refused::notFound), Long.MAX_VALUE);
  }

  /// Whatever the room says to the event, it waits no longer.
  ///
  /// @param dueUntil sends it only when it is due by then
  /// @throws Refused notFound when it is not, or was done with meanwhile
  private void send(DelayedEvent event, long dueUntil) {
    var now = clock.millis();
    if (!db.write(tx -> store.claim(tx, event.id(), now, dueUntil))) {
      throw Refused.notFound();
    }
    try {
      write(event);
    } catch (Refused refused) {
      if (refused.kind() != Refused.Kind.UNAVAILABLE) {
        finish(event);
      }
      throw refused;
    }
    finish(event);
  }

  private void finish(DelayedEvent event) {
    db.write(
        tx -> {
          store.finish(tx, event.id(), clock.millis());
          return event;
        });
  }

  /// In the name of its sender, whose device may be gone by now, but not their right to write.
  private void write(DelayedEvent event) {
    bars.refuse(event.user());
    var sender = new Actor(users.id(event.user()), event.user(), "", 0, 0, false);
    var room = rooms.find(event.room()).orElseThrow(Refused::notFound);
    var roomId = room.id().value();
    if (event.stateKey().isEmpty()) {
      sending.message(sender, roomId, event.type(), event.content(), "delayed " + event.id());
    } else if (!overtaken(room, event)) {
      joining.checkMember(sender, event.type(), event.stateKey().get(), event.content());
      sending.state(sender, roomId, event.type(), event.stateKey().get(), event.content());
    }
  }

  /// Whether somebody else has set the state meanwhile: theirs stands.
  private static boolean overtaken(Room room, DelayedEvent event) {
    return room.published()
        .state()
        .event(event.type(), event.stateKey().orElse(""))
        .filter(now -> now.pos() > event.pos() && now.senderNid() != event.user())
        .isPresent();
  }

  private synchronized void wake() {
    wakes++;
    next = 0;
    LockSupport.unpark(sender);
  }

  private synchronized int wakes() {
    return wakes;
  }

  /// Unless something else was asked for since.
  private synchronized void sleepUntil(long millis, int since) {
    if (wakes == since) {
      next = millis;
    }
  }

  private void run() {
    while (!closed) {
      try {
        round();
      } catch (RuntimeException fault) {
        LOG.warn("Delayed events cannot be read, and are tried again", fault);
        sleepUntil(clock.millis() + NAP.toMillis(), wakes());
      }
      var rest = Math.clamp(next - clock.millis(), 1, NAP.toMillis());
      LockSupport.parkNanos(this, Duration.ofMillis(rest).toNanos());
    }
  }

  /// Sends what is due.
  private void round() {
    var now = clock.millis();
    if (next > now) {
      return;
    }
    var since = wakes();
    var due = db.read(tx -> store.due(tx, now, AT_ONCE));
    due.stream().filter(event -> !isOver(event, now)).forEach(event -> putOff(event, now));
    if (due.size() == AT_ONCE) {
      return;
    }
    db.write(
        tx -> {
          store.forget(tx, now - KEPT.toMillis(), FORGOTTEN_AT_ONCE);
          return now;
        });
    var look = now + LOOK.toMillis();
    sleepUntil(Math.min(look, db.read(store::next).orElse(look)), since);
  }

  private void putOff(DelayedEvent event, long now) {
    db.write(
        tx -> {
          store.putOff(tx, event.id(), now + PUT_OFF.toMillis());
          return event;
        });
  }

  /// Sends one; whether there is nothing more to do about it.
  private boolean isOver(DelayedEvent event, long now) {
    try {
      send(event, now);
      return true;
    } catch (Refused refused) {
      LOG.debug("A delayed event was refused: {}", refused.kind());
      return refused.kind() != Refused.Kind.UNAVAILABLE;
    } catch (RuntimeException fault) {
      LOG.warn("A delayed event failed, and is tried again", fault);
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sender);
    try {
      sender.join(NAP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
