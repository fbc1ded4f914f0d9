package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;

/// How many requests of one directory are answered at once.
class TurnsTest {
  private final Turns turns = new Turns();

  /// As many requests of organisation 1 as are asked for, each begun while the one before goes on;
  /// then something else.
  private String begun(int requests, Supplier<String> last) {
    return requests == 0 ? last.get() : turns.within(1, () -> begun(requests - 1, last));
  }

  @Test
  void one_directory_has_few_turns_and_takes_none_from_others() {
    int most = Turns.AT_ONCE_MAX;
    assertThat(begun(most, () -> turns.within(2, () -> "theirs"))).isEqualTo("theirs");
    assertThatThrownBy(() -> begun(most + 1, () -> "mine")).isInstanceOf(Refused.class);
    assertThat(begun(most, () -> "mine")).isEqualTo("mine");
  }
}
