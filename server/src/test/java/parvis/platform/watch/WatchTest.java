package parvis.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
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
