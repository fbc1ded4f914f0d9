package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What is known by heart of a place is never less than what happened there.
class PlacesTest {
  private static final long PLACE = 1;

  private final AtomicLong applied = new AtomicLong(6);
  private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /// Where a place is asked of, something happens between its entry and the reading of the
  /// position.
  private final Places places =
      new Places(
          () -> {
            long before = applied.get();
            meanwhile.getAndSet(() -> {}).run();
            return before;
          });

  private boolean changed(long pos) {
    places.heard(pos);
    var known = places.changed(PLACE, pos);
    applied.set(pos);
    return known;
  }

  @Test
  void a_place_is_quiet_until_something_changes_there() {
    assertThat(changed(6)).isFalse();
    assertThat(places.isQuiet(PLACE, 6)).isTrue();
    assertThat(places.isQuiet(PLACE, 5)).as("what was before is not known").isFalse();
    places.heard(7);
    assertThat(places.isQuiet(PLACE, 6)).isTrue();
    assertThat(changed(8)).isTrue();
    assertThat(places.isQuiet(PLACE, 7)).isFalse();
    assertThat(places.isQuiet(PLACE, 8)).isTrue();
  }

  @Test
  void what_is_heard_while_somebody_asks_for_the_first_time_is_not_lost() {
    meanwhile.set(() -> assertThat(changed(7)).isTrue());
    assertThat(places.isQuiet(PLACE, 6)).isFalse();
    assertThat(places.isQuiet(PLACE, 6)).isFalse();
    assertThat(places.isQuiet(PLACE, 7)).isTrue();
  }

  @Test
  void what_is_heard_just_before_somebody_asks_is_not_lost() {
    places.heard(7);
    assertThat(places.changed(PLACE, 7)).isFalse();
    assertThat(places.isQuiet(PLACE, 6)).as("not everything is applied").isFalse();
    assertThat(places.isQuiet(PLACE, 7)).isTrue();
  }
}
