package parvis.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;

class WatchTest {
  private static final World world = World.start();

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void aRunningServerIsLiveAndReady() {
    assertThat(world.stranger().get("/health/live").ok().string("status")).isEqualTo("live");
    assertThat(world.stranger().get("/health/ready").ok().string("status")).isEqualTo("ready");
  }

  @Test
  void figuresAreToldInTheFormatOfPrometheus() {
    Answer figures = world.stranger().get("/metrics").ok();
    assertThat(figures.header("Content-Type")).startsWith("text/plain; version=0.0.4");
    assertThat(figures.text()).contains("# TYPE jvm_memory_used_bytes gauge");
  }

  @Test
  void theWorkOfTheHouseIsInFigures() {
    world.register("watched");
    String figures = world.stranger().get("/metrics").ok().text();
    for (String name :
        List.of(
            "parvis_log_rows_total",
            "parvis_log_batches_total",
            "parvis_log_waiting",
            "parvis_log_position",
            "parvis_rooms_loaded",
            "parvis_memory_rooms",
            "parvis_sync_waiting",
            "hikaricp_connections_active"))
      assertThat(figures).containsPattern("(?m)^" + name + "[ {]");
  }

  @Test
  void aCounterGoesOnWhenMemoryWasCollected() {
    try (Watch watch = new Watch()) {
      AtomicLong rows = new AtomicLong();
      watch.counter("rows", "Rows", () -> rows.get());
      System.gc();
      rows.set(7);
      assertThat(watch.scrape()).contains("rows_total 7.0");
    }
  }

  @Test
  void figuresAreNotToldThroughAProxyThatNobodyTrusts() {
    try (World strict = World.start(Map.of("PARVIS_TRUSTED_PROXIES", "192.0.2.1"))) {
      Client passer = strict.stranger();
      var request = passer.request("/metrics").header("X-Forwarded-For", "198.51.100.7").build();
      assertThat(passer.send(request).status()).isEqualTo(404);
    }
  }

  @Test
  void anInventedMethodMakesNoFigureOfItsOwn() {
    world.stranger().send("INVENTED", "/nowhere", "text/plain", new byte[0]);
    assertThat(world.stranger().get("/metrics").ok().text())
        .contains("method=\"other\"")
        .doesNotContain("INVENTED");
  }

  @Test
  void whatIsMissingIsNamed() {
    try (Watch watch = new Watch()) {
      watch.check("here", () -> true);
      watch.check("gone", () -> false);
      watch.check(
          "broken",
          () -> {
            throw new IllegalStateException();
          });
      assertThat(watch.missing()).containsExactly("gone", "broken");
    }
  }
}
