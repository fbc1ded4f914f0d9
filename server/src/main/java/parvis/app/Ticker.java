package parvis.app;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.log.Originals;

/// What is done now and then, without anybody asking for it.
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /// How long what somebody failed to hear is left alone.
  private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

  /// How often it is looked for what nodes that are gone have left half done.
  private static final Duration RESUME = Duration.ofMinutes(1);

  /// When a node that starts first looks for that.
  private static final Duration AFTER_THE_START = Duration.ofSeconds(1);

  /// How often messages are looked for whose devices went while they came.
  private static final Duration FORGET_LOST = Duration.ofHours(1);

  /// How often codes and applications are looked for whose time is over.
  private static final Duration FORGET_APPLICATIONS = Duration.ofMinutes(10);

  /// How often rooms are looked at that keep something for a time only.
  private static final Duration EXPIRE = Duration.ofHours(1);

  /// How often guests are looked at: who was not seen for long, and who is where none may be.
  private static final Duration LOOK_AT_GUESTS = Duration.ofHours(1);

  /// How often the registrations of application services are looked at.
  private static final Duration LOOK_AT_SERVICES = Duration.ofSeconds(1);

  /// How often it is looked for those whose time is over, or ends.
  private static final Duration LOOK_AT_ENDS = Duration.ofMinutes(1);

  /// How often it is looked for people whose account was made by the code of a space.
  private static final Duration BRING_IN = Duration.ofSeconds(2);

  /// How often feeds are looked at for people who are not in their space any more.
  private static final Duration LOOK_AT_SPACES = Duration.ofHours(1);

  /// How often it is looked for people who are still to be made, here or by a node that is gone.
  private static final Duration GO_ON_MAKING = Duration.ofSeconds(2);

  /// How often it is looked for people whom a bulletin has not reached.
  private static final Duration BRING_BULLETINS = Duration.ofSeconds(2);

  /// How often pilots are looked at whose day comes.
  private static final Duration LOOK_AT_PILOTS = Duration.ofMinutes(1);

  /// How often it is looked for decisions on reports that a stop left undone or untold.
  private static final Duration MODERATE_ON = Duration.ofSeconds(2);

  /// How often it is looked for people of groups who are still to come into a space or to leave it.
  private static final Duration GO_ON_CARRYING = Duration.ofSeconds(5);

  /// How often old imports are looked for.
  private static final Duration FORGET_IMPORTS = Duration.ofHours(1);

  /// How often it is looked for applications of organisations that were decided long ago.
  private static final Duration FORGET_DECIDED = Duration.ofHours(1);

  /// How often it is looked for whom tasks call, and for changes that nobody was told of.
  private static final Duration TELL_OF_TASKS = Duration.ofSeconds(2);

  /// How often it is looked for answers to objections that a stop left untold.
  private static final Duration TELL_ANSWERS = Duration.ofSeconds(10);

  /// How often it is looked for whom decisions call.
  private static final Duration TELL_OF_DECISIONS = Duration.ofSeconds(2);

  /// How often it is forgotten what devices asked for long ago.
  private static final Duration FORGET_WISHES = Duration.ofHours(1);

  /// How often it is looked for copies of people's data whose time is over.
  private static final Duration TIDY_COPIES = Duration.ofMinutes(10);

  /// How often it is forgotten what shows whose ended accounts were.
  private static final Duration FORGET_PARTINGS = Duration.ofHours(1);

  /// How often it is looked for rooms of those who were kept out, and all of them are looked at.
  private static final Duration LOOK_AT_KEPT_OUT = Duration.ofSeconds(2);

  private static final Duration LOOK_AT_ALL_KEPT_OUT = Duration.ofDays(1);

  /// How often the outbox is tidied.
  private static final Duration TIDY_MAIL = Duration.ofMinutes(1);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("ticker").daemon().factory());
  private final Core core;
  private final Leaves leaves;

  Ticker(Core core, Leaves leaves, ExecutorService workers) {
    this.core = core;
    this.leaves = leaves;
    every(Duration.ofSeconds(1), Duration.ofSeconds(1), this::tick);
    workers.execute(() -> core.identity().sayAgain(Duration.ZERO));
    every(SAY_AGAIN, SAY_AGAIN, () -> workers.execute(() -> core.identity().sayAgain(SAY_AGAIN)));
    every(AFTER_THE_START, RESUME, () -> workers.execute(core.rooms()::resume));
    every(RESUME, RESUME, () -> workers.execute(leaves.spaces()::resume));
    every(BRING_IN, BRING_IN, () -> workers.execute(leaves.spaces()::bringIn));
    every(Duration.ZERO, LOOK_AT_SPACES, () -> workers.execute(leaves.spaces()::look));
    every(Duration.ZERO, Originals.EVERY, () -> workers.execute(core.rooms()::wipe));
    every(FORGET_APPLICATIONS, FORGET_APPLICATIONS, () -> workers.execute(core.oauth()::forget));
    every(Duration.ZERO, FORGET_LOST, () -> workers.execute(core.sync()::forgetLost));
    every(Duration.ZERO, FORGET_PARTINGS, () -> workers.execute(core.identity()::forgetPartings));
    every(TIDY_MAIL, TIDY_MAIL, () -> workers.execute(core.mail()::tidy));
    every(Duration.ZERO, TIDY_COPIES, () -> workers.execute(leaves.copies()::tidy));
    every(Duration.ZERO, EXPIRE, () -> workers.execute(core.rooms()::expire));
    every(LOOK_AT_SERVICES, LOOK_AT_SERVICES, () -> workers.execute(core.appservice()::look));
    every(Duration.ZERO, LOOK_AT_ENDS, () -> workers.execute(core.organisations()::lookAtEnds));
    every(GO_ON_MAKING, GO_ON_MAKING, () -> workers.execute(leaves.arrivals()::look));
    every(BRING_BULLETINS, BRING_BULLETINS, () -> workers.execute(leaves.bulletins()::look));
    every(MODERATE_ON, MODERATE_ON, () -> workers.execute(core.moderation()::look));
    every(Duration.ZERO, LOOK_AT_PILOTS, () -> workers.execute(leaves.pilots()::look));
    every(Duration.ZERO, FORGET_DECIDED, () -> workers.execute(leaves.pilots()::forget));
    every(GO_ON_CARRYING, GO_ON_CARRYING, () -> workers.execute(leaves.scim()::look));
    every(Duration.ZERO, FORGET_IMPORTS, () -> workers.execute(leaves.arrivals()::forget));
    every(TELL_OF_TASKS, TELL_OF_TASKS, () -> workers.execute(leaves.tasks()::look));
    every(Duration.ZERO, FORGET_WISHES, () -> workers.execute(leaves.tasks()::forget));
    every(TELL_OF_DECISIONS, TELL_OF_DECISIONS, () -> workers.execute(leaves.decisions()::look));
    every(FORGET_WISHES, FORGET_WISHES, () -> workers.execute(leaves.decisions()::forget));
    every(TELL_ANSWERS, TELL_ANSWERS, () -> workers.execute(leaves.objections()::look));
    every(Duration.ZERO, FORGET_DECIDED, () -> workers.execute(leaves.objections()::forget));
    every(LOOK_AT_KEPT_OUT, LOOK_AT_KEPT_OUT, () -> workers.execute(core.rooms()::lookAtKeptOut));
    every(
        Duration.ZERO, LOOK_AT_ALL_KEPT_OUT, () -> workers.execute(core.rooms()::lookAtAllKeptOut));
    every(Duration.ZERO, LOOK_AT_GUESTS, () -> workers.execute(() -> lookAtGuests(core)));
  }

  private static void lookAtGuests(Core core) {
    core.identity().guests().endUnseen();
    core.rooms().keepGuestsOut();
  }

  private void every(Duration first, Duration then, Runnable work) {
    var _ =
        thread.scheduleWithFixedDelay(
            work, first.toMillis(), then.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A schedule ends with the first exception: one bad second must not be the last.
  private void tick() {
    try {
      core.sync().tick();
    } catch (RuntimeException fault) {
      LOG.error("What happens each second failed", fault);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    core.rooms().originals().stop();
    leaves.bulletins().stop();
  }
}
