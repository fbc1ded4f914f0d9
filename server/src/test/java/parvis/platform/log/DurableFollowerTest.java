package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.harness.Race;
import parvis.harness.TestDatabase;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

class DurableFollowerTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static final Duration GATHER = Duration.ofMillis(1);
  private static final int MANY = 1_200;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicInteger rounds = new AtomicInteger();
  private Db db;
  private LogWorld world;

  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void open() {
    db = TestDatabase.fresh();
    db.write(tx -> tx.run("create table taken (pos bigint primary key, worker text)"));
    world = started(new LogWorld(db));
  }

  @AfterEach
  void close() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T started(T one) {
    open.add(one);
    return one;
  }

  /// Notes each event that it is told; a row that comes twice violates the key.
  private class Noting implements DurableFollower.Work {
    private final String worker;

    Noting(String worker) {
      this.worker = worker;
    }

    @Override
    public Optional<LogRow> wanted(LogRow row) {
      return Optional.of(row).filter(one -> one.kind() == LogRow.EVENT);
    }

    @Override
    public void take(Tx tx, List<LogRow> rows) {
      rounds.incrementAndGet();
      var positions = rows.stream().mapToLong(LogRow::pos).toArray();
      tx.run("insert into taken (pos, worker) select unnest(?::bigint[]), ?", positions, worker);
    }
  }

  private DurableFollower follower(Log log, DurableFollower.Work work) {
    var follower = new DurableFollower(db, log, "noting", GATHER, work, nanos::get);
    log.follow(follower);
    follower.start();
    return started(follower);
  }

  private void write(int count) {
    var room = world.room();
    for (int i = 0; i < count; i++) {
      world.append(world.message(room, i, "m" + i, null));
    }
    world.outcome(world.message(room, count, "last", null));
  }

  private long taken() {
    return world.number("select count(*) as n from taken");
  }

  @Test
  void every_row_after_the_first_start_is_worked_off_once_whoever_works() {
    write(3);
    var one = follower(world.log, new Noting("one"));
    var other = started(new LogWorld(db));
    var second = follower(other.log, new Noting("other"));
    write(MANY);
    assertThat(one.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(other.log.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(second.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(taken()).isEqualTo(MANY + 1);
    assertThat(one.behind()).isZero();
    assertThat(one.still()).isZero();
    assertThat(world.number("select count(*) as n from log_consumer where name = 'noting'"))
        .isEqualTo(1);
  }

  @Test
  void a_worker_that_is_killed_in_the_middle_leaves_its_batch_to_the_next_one() {
    var killed =
        follower(
            world.log,
            new Noting("killed") {
              @Override
              public void take(Tx tx, List<LogRow> rows) {
                super.take(tx, rows);
                if (rounds.get() > 1) {
                  throw new OutOfMemoryError("killed");
                }
              }
            });
    write(0);
    assertThat(killed.await(world.log.applied(), WAIT_MAX)).isTrue();
    write(MANY);
    assertThat(killed.await(world.log.applied(), Duration.ofSeconds(1))).isFalse();
    assertThat(taken()).isEqualTo(1);
    killed.close();
    var next = follower(world.log, new Noting("next"));
    assertThat(next.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(taken()).isEqualTo(MANY + 2);
    assertThat(world.number("select count(*) as n from taken where worker = 'next'"))
        .isEqualTo(MANY + 1);
  }

  @Test
  void a_batch_that_fails_is_tried_again() {
    var follower =
        follower(
            world.log,
            new Noting("failing") {
              @Override
              public void take(Tx tx, List<LogRow> rows) {
                super.take(tx, rows);
                if (rounds.get() == 1) {
                  throw new IllegalStateException("once");
                }
              }
            });
    write(10);
    assertThat(follower.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(taken()).isEqualTo(11);
  }

  @Test
  void what_is_left_from_before_is_done_when_no_rows_wait() {
    var left = new AtomicInteger(5);
    var follower =
        follower(
            world.log,
            new Noting("resting") {
              @Override
              public boolean rest(Tx tx) {
                return left.get() > 0 && left.decrementAndGet() > 0;
              }
            });
    write(2);
    assertThat(follower.await(world.log.applied(), WAIT_MAX)).isTrue();
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (left.get() > 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Race.breathe();
    }
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void rows_are_worked_off_as_they_were_told_unless_too_many_of_them_wait() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var fromMemory = new AtomicInteger();
    var follower =
        follower(
            world.log,
            new Noting("slow") {
              @Override
              public void take(Tx tx, List<LogRow> rows) {
                begun.countDown();
                try {
                  assertThat(goOn.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                fromMemory.addAndGet((int) rows.stream().filter(r -> r.payload() != null).count());
                super.take(tx, rows);
              }
            });
    write(0);
    assertThat(begun.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    nanos.set(Duration.ofHours(1).toNanos());
    assertThat(follower.still()).isEqualTo(Duration.ofHours(1));
    write(DurableFollower.TOLD_MAX);
    goOn.countDown();
    assertThat(follower.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(follower.still()).isZero();
    assertThat(taken()).isEqualTo(DurableFollower.TOLD_MAX + 2);
    assertThat(fromMemory.get()).isLessThan(DurableFollower.ROWS_MAX);
    var before = fromMemory.get();
    write(1);
    assertThat(follower.await(world.log.applied(), WAIT_MAX)).isTrue();
    assertThat(fromMemory.get()).isEqualTo(before + 2);
  }
}
