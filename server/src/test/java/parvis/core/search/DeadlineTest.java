package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;
import parvis.harness.World;
import parvis.platform.db.Tx;

/// All that the database is asked for one page ends by one deadline.
class DeadlineTest {
  private static final Duration MOST = Duration.ofSeconds(5);

  /// What the database has been told, in milliseconds.
  private static final String TOLD =
      "select extract(epoch from current_setting('statement_timeout')::interval) * 1000 as ms";

  @AutoClose private static final World world = World.start();

  private final AtomicLong nanos = new AtomicLong(7);
  private final Deadline deadline = new Deadline(MOST, nanos::get);

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static long told(Deadline.Within within) {
    var millis = within.first(row -> row.text("ms"), TOLD).orElseThrow();
    return Math.round(Double.parseDouble(millis));
  }

  private static void assertNear(long millis, Duration left) {
    assertThat(millis).isBetween(left.toMillis(), left.plus(Deadline.STEP).toMillis());
  }

  private boolean asksSlowly(Tx tx) {
    var within = deadline.of(tx);
    assertNear(told(within), MOST);
    passes(Duration.ofMillis(50));
    assertNear(told(within), MOST.minusMillis(50));
    passes(Duration.ofSeconds(2));
    assertNear(told(within), Duration.ofMillis(2_950));
    return true;
  }

  @Test
  void each_statement_and_each_transaction_has_what_those_before_it_left() {
    world.db().snapshot(this::asksSlowly);
    passes(Duration.ofMillis(2_900));
    world
        .db()
        .snapshot(
            tx -> {
              var within = deadline.of(tx);
              assertNear(told(within), Duration.ofMillis(50));
              passes(Duration.ofMillis(51));
              assertThatThrownBy(() -> told(within))
                  .isInstanceOfSatisfying(
                      Refused.class,
                      past ->
                          assertThat(past.kind()).isEqualTo(Refused.Kind.RESOURCE_LIMIT_EXCEEDED));
              return true;
            });
    assertThatThrownBy(() -> world.db().snapshot(tx -> told(deadline.of(tx))))
        .isInstanceOf(Refused.class);
  }
}
