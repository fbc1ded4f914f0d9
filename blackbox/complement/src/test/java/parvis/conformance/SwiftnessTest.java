package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwiftnessTest {
  @Test
  void aRunTellsHowSoonItsContainersWereThereAndGone() {
    Swiftness swiftness = new Swiftness();
    assertThat(swiftness.told()).isEmpty();
    for (int millis : new int[] {900, 2_100, 1_000}) swiftness.ready(Duration.ofMillis(millis));
    swiftness.stopped(Duration.ofMillis(250));
    assertThat(swiftness.told())
        .contains(
            "Containers: 3 ready after 1.00 s at the median, 2.10 s at most; "
                + "1 stopped after 0.25 s at the median, 0.25 s at most");
  }
}
