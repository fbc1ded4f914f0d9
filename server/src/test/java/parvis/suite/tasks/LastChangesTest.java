package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import parvis.platform.log.LogRow;

/// What is known of the last changes is never more than was heard, and is bounded.
class LastChangesTest {
  private static final long[] ONE = {1};

  private final LastChanges changes = new LastChanges();

  private static LogRow row(long pos, long space) {
    return new LogRow(pos, LogRow.TASK, space, 0, 0, "key", null);
  }

  @Test
  void a_space_is_quiet_from_where_it_was_heard_on_until_something_changes_there() {
    assertThat(changes.isQuiet(ONE, Long.MAX_VALUE - 1)).as("nothing was heard yet").isFalse();
    assertThat(changes.heard(List.of(row(5, 1), row(6, 2)))).containsExactlyInAnyOrder(1L, 2L);
    assertThat(changes.isQuiet(ONE, 4)).isFalse();
    assertThat(changes.isQuiet(ONE, 5)).isTrue();
    assertThat(changes.isQuiet(new long[] {1, 2}, 5)).isFalse();
    changes.heard(List.of(row(7, 1)));
    assertThat(changes.isQuiet(ONE, 6)).isFalse();
    assertThat(changes.isQuiet(ONE, 7)).isTrue();
    assertThat(changes.heard(List.of(new LogRow(8, LogRow.EVENT, 1, 0, 0, "", null)))).isEmpty();
    assertThat(changes.isQuiet(ONE, 7)).isTrue();
  }

  @Test
  void more_spaces_than_the_bound_are_forgotten_and_nobody_misses_what_was_known_of_them() {
    for (long space = 1; space <= LastChanges.SPACES_MAX; space++) {
      changes.heard(List.of(row(space, space)));
    }
    assertThat(changes.isQuiet(ONE, 1)).isTrue();
    long last = LastChanges.SPACES_MAX + 1;
    changes.heard(List.of(row(last, last)));
    assertThat(changes.isQuiet(ONE, 1)).as("one more than the bound is still known").isTrue();
    changes.heard(List.of(row(last + 1, 2)));
    assertThat(changes.isQuiet(ONE, last)).as("what was known is forgotten").isFalse();
    assertThat(changes.isQuiet(ONE, last + 1)).isTrue();
    assertThat(changes.isQuiet(new long[] {2}, last)).isFalse();
  }
}
