package parvis.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.harness.TestClock;
import parvis.harness.TestDatabase;
import parvis.platform.config.Config;
import parvis.platform.db.Db;
import parvis.platform.egress.Authorities;

/// Lines that wait for a collector are held up by none that takes nothing, and wait within bounds.
@Timeout(60)
class CollectorTest {
  private static final String WAITING =
      "insert into collector_line (at_ms, line) select ?, repeat('x', ?) from generate_series(1, ?)";

  private static final int NOBODY_LISTENS = 1;

  private final Db db = TestDatabase.fresh();
  private final TestClock clock = new TestClock();

  private Collector collector(Optional<Integer> port) {
    var to =
        port.map(
            at -> new Config.Collector("127.0.0.1", at, false, Config.Collector.Format.SYSLOG));
    var sender = new JournalLine.Sender("parvis.example", "1");
    var trusted = Authorities.sockets(Optional.empty());
    return new Collector(db, to, trusted, sender, clock, Duration.ofSeconds(2));
  }

  private void wait(long atMs, int chars, int lines) {
    db.write(tx -> tx.run(WAITING, atMs, chars, lines));
  }

  private long waiting() {
    return db.read(
        tx ->
            tx.first(row -> row.number("n"), "select count(*) as n from collector_line")
                .orElseThrow());
  }

  private void awaitNone() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (waiting() > 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void a_collector_that_takes_nothing_is_hung_up_on_and_asked_again() throws Exception {
    wait(clock.millis(), 1_000_000, 8);
    try (var listening = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        var collector = collector(Optional.of(listening.getLocalPort()))) {
      collector.start();
      try (var full = listening.accept();
          var taking = listening.accept()) {
        assertThat(full.isConnected()).isTrue();
        var head = new String(taking.getInputStream().readNBytes(9), StandardCharsets.US_ASCII);
        assertThat(head).isEqualTo("1000000 x");
        assertThat(taking.getInputStream().readNBytes(7_000_000)).hasSize(7_000_000);
        awaitNone();
      }
    }
  }

  @Test
  void what_waited_too_long_or_for_nobody_is_forgotten() {
    wait(clock.millis() - Duration.ofDays(31).toMillis(), 1, 3);
    try (var away = collector(Optional.of(NOBODY_LISTENS))) {
      away.start();
      awaitNone();
    }
    wait(clock.millis(), 1, 3);
    try (var nobody = collector(Optional.empty())) {
      nobody.start();
    }
    assertThat(waiting()).isZero();
  }
}
