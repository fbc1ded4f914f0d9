package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.harness.TestDatabase;

class UpkeepTest {
  private static final String PIECES =
      "select count(*) as n from pg_inherits where inhparent = 'log'::regclass";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
  private LogWorld world;

  @BeforeEach
  void open() {
    InstantSource source = now::get;
    world = new LogWorld(TestDatabase.fresh(), source.withZone(ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theLogGrowsAheadAndIsTrimmedBehindItsFloor() {
    assertThat(world.number(PIECES)).isEqualTo(3);
    var room = world.room();
    world.outcome(world.message(room, 0, "early", null));
    jump(2_500_000);
    world.outcome(world.message(room, 1, "late", null));
    pass(Duration.ofHours(2));
    world.log.keepUp();
    assertThat(world.number(PIECES)).isEqualTo(5);
    world.db.write(tx -> tx.run("insert into log_consumer (name, pos) values ('search', 0)"));
    pass(Upkeep.ROWS_KEPT.plusDays(1));
    world.log.keepUp();
    assertThat(world.number("select count(*) as n from log")).isEqualTo(2);
    world.db.write(tx -> tx.run("update log_consumer set pos = ?", world.log.applied()));
    world.log.keepUp();
    assertThat(world.number("select count(*) as n from log")).isEqualTo(1);
    assertThat(world.number(PIECES)).isEqualTo(3);
    assertThat(world.outcome(world.message(room, 2, "goes on", null)))
        .isInstanceOf(Outcome.Written.class);
  }

  @Test
  void aPositionBeyondEveryPieceMakesItsOwn() {
    jump(90_000_000);
    assertThat(world.outcome(world.message(world.room(), 0, "far", null)))
        .isInstanceOf(Outcome.Written.class);
    assertThat(world.log.applied()).isGreaterThan(90_000_000);
  }

  @Test
  void aKeyIsForgottenAfterItsTime() {
    var room = world.room();
    for (int i = 0; i < 3; i++) {
      world.outcome(world.message(room, i, "m", new SendKey(1, "path", "t" + i)));
    }
    pass(Upkeep.KEYS_KEPT.minusHours(1));
    world.outcome(world.message(room, 3, "m", new SendKey(1, "path", "young")));
    world.log.keepUp();
    assertThat(world.number("select count(*) as n from send_key")).isEqualTo(4);
    pass(Duration.ofHours(2));
    world.log.keepUp();
    assertThat(world.number("select count(*) as n from send_key")).isEqualTo(1);
  }

  @Test
  void positionsOfTheCounterRowContinueThoseOfTheSequence() {
    var room = world.room();
    world.outcome(world.message(room, 0, "by sequence", null));
    var counting = new Log(world.db, Clock.systemUTC(), new Random(), Ordering.counterRow());
    counting.start();
    try (counting) {
      var second = counting.append(world.message(room, 1, "by counter", null)).join();
      assertThat(second).isEqualTo(new Outcome.Written(2, 2));
      var things = new Syncable(LogRow.RECEIPT, 1, room, "k", new byte[0], false, null);
      assertThat(counting.append(new SyncableWrite(List.of(things))).join())
          .isEqualTo(new Outcome.Written(3, 3));
    }
  }

  private void jump(long pos) {
    world.number("select setval('log_pos', ?) as n", pos);
  }

  private void pass(Duration time) {
    now.updateAndGet(n -> n.plus(time));
  }
}
