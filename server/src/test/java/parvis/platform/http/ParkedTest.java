package parvis.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import parvis.harness.Race;

final class ParkedTest {
  private static final String POLL = "GET /poll HTTP/1.1\r\nHost: x\r\n\r\n";

  private static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  @Test
  void isAnsweredByAnyThreadAndOnce() throws IOException {
    try (Served served = new Served();
        Wire wire = served.wire()) {
      wire.send(POLL);
      eventually(() -> served.waiting.size() == 1);
      Parked parked = served.waiting.iterator().next();
      parked.reply(Reply.fields("n", 1));
      parked.reply(Reply.fields("n", 2));
      assertThat(wire.answer().body()).isEqualTo("{\"n\":1}");
      assertThat(wire.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n").answer().body())
          .contains("world");
      assertThat(served.left.get()).isZero();
    }
  }

  @Test
  void learnsThatItsClientLeft() throws IOException {
    try (Served served = new Served()) {
      try (Wire wire = served.wire()) {
        wire.send(POLL);
        eventually(() -> served.waiting.size() == 1);
      }
      eventually(() -> served.left.get() == 1);
      Parked parked = served.waiting.iterator().next();
      assertThat(parked.closed()).isTrue();
      parked.reply(Reply.empty());
    }
  }

  @Test
  void wakesByItsTimer() throws IOException {
    try (Served served = new Served()) {
      assertThat(served.ask("GET /nap HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(200);
    }
  }

  @Test
  void isToldToComeBackWhenTheServerStops() throws IOException {
    try (Served served = new Served();
        Wire wire = served.wire()) {
      wire.send(POLL);
      eventually(() -> served.waiting.size() == 1);
      Thread stopping = Thread.startVirtualThread(() -> served.server.stop(Duration.ofSeconds(5)));
      assertThat(wire.answer().status()).isEqualTo(503);
      eventually(() -> !stopping.isAlive());
      assertThat(wire.closes()).isTrue();
    }
  }

  @Test
  void manyAreWokenAtOnce() throws IOException {
    int count = 1000;
    List<Wire> wires = new ArrayList<>();
    try (Served served = new Served()) {
      for (int i = 0; i < count; i++) {
        wires.add(served.wire().send(POLL));
      }
      eventually(() -> served.waiting.size() == count);
      served.waiting.forEach(parked -> parked.reply(Reply.empty()));
      for (Wire wire : wires) {
        assertThat(wire.answer().status()).isEqualTo(200);
      }
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }
}
