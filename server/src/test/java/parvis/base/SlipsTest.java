package parvis.base;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LowerChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SlipsTest {
  @Property
  void a_letter_too_many_is_a_slip_of_the_word_and_the_word_of_it(
      @ForAll @LowerChars @StringLength(min = 4, max = 19) String word,
      @ForAll @LowerChars char letter,
      @ForAll @IntRange(max = 19) int place) {
    int at = Math.min(place, word.length());
    var other = word.substring(0, at) + letter + word.substring(at);
    assertThat(Slips.of(word)).contains(other).doesNotContain(word);
    assertThat(Slips.of(other)).contains(word);
  }

  @Test
  void each_kind_of_slip_is_there_and_two_slips_are_not() {
    assertThat(Slips.of("ecole")).contains("eocle", "ecle", "ecolle", "ecule", "cecole", "ecoles");
    assertThat(Slips.of("ecole")).doesNotContain("ecole", "eocel", "cle");
  }

  @Test
  void what_is_short_long_or_no_word_has_none() {
    assertThat(Slips.of("eau")).isEmpty();
    assertThat(Slips.of("a".repeat(21))).isEmpty();
    assertThat(Slips.of("2026a")).isEmpty();
    assertThat(Slips.of("")).isEmpty();
  }
}
