package parvis.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Glob patterns: the examples of the specification, and a slow matcher that says the same.
class GlobTest {
  /// spec: client-server-api#conditions-1, `event_match`
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lunc?* | Lunch plans | true
          lunc?* | LUNCH       | true
          lunc?* | ' lunch'    | false
          lunc?* | lunc        | false
          *      | ''          | true
          ''     | ''          | true
          ''     | a           | false
          ?      | 😀          | true
          ÉTÉ    | été         | true
          a*b*c  | aXbXbc      | true
          a*b*c  | aXbXb       | false
          a*a    | a           | false
          """)
  void a_property_matches_as_a_whole(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ex*ple    | An example event.           | true
          ex*ple    | exple                       | true
          ex*ple    | An exciting triple-whammy   | true
          cake      | a CAKE!                     | true
          cake      | cakes                       | false
          cake      | pancake                     | false
          cake      | pan_cake                    | false
          cake      | cake                        | true
          @room     | hello @room                 | true
          @room     | mail@room                   | true
          @room     | @rooms                      | false
          cake*lie  | the cake is a lie           | true
          cake*lie  | the cake is a lies          | false
          a b       | xa b                        | false
          """)
  void a_body_matches_at_word_boundaries(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matchesWords(text)).isEqualTo(matches);
  }

  @Test
  void a_literal_has_no_stars() {
    assertThat(Glob.literal("M*x").matchesWords("hello m*X!")).isTrue();
    assertThat(Glob.literal("M*x").matchesWords("hello max!")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "m.room.*, m.room.name, true",
    "m.room.*, M.room.name, false",
    "*.name, m.room.name, true",
    "m.*.n?me, m.room.name, false",
    "m.*.n?me, m.room.n?me, true",
    "m.room.name, m.room.name, true"
  })
  void in_a_name_only_the_star_stands_for_others(String pattern, String name, boolean matches) {
    assertThat(Glob.ofNames(pattern).matches(name)).isEqualTo(matches);
  }

  @Test
  void the_worst_pattern_on_the_longest_body_is_soon_done() {
    Glob glob = Glob.of("*a?".repeat(170) + "b");
    assertThat(glob.matchesWords("a".repeat(60_000))).isFalse();
    assertThat(glob.matches("a".repeat(60_000))).isFalse();
    assertThat(Glob.of("a".repeat(513)).matches("a".repeat(513))).isFalse();
  }

  @Property
  void it_agrees_with_the_plain_definition(
      @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 6) String pattern,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String text) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(slow(pattern, text));
  }

  @Property
  void words_agree_with_the_plain_definition(
      @ForAll @Chars({'a', '-', '*', '?'}) @StringLength(max = 5) String pattern,
      @ForAll @Chars({'a', 'b', '-', 'é'}) @StringLength(max = 7) String text) {
    assertThat(Glob.of(pattern).matchesWords(text)).isEqualTo(slowWords(pattern, text));
  }

  private static boolean slow(String pattern, String text) {
    if (pattern.isEmpty()) return text.isEmpty();
    char first = pattern.charAt(0);
    String rest = pattern.substring(1);
    if (first == '*') {
      return slow(rest, text) || (!text.isEmpty() && slow(pattern, text.substring(1)));
    }
    boolean fits = !text.isEmpty() && (first == '?' || first == text.charAt(0));
    return fits && slow(rest, text.substring(1));
  }

  private static boolean slowWords(String pattern, String text) {
    for (int from = 0; from <= text.length(); from++) {
      for (int to = from; to <= text.length(); to++) {
        if (boundary(text, from) && boundary(text, to) && slow(pattern, text.substring(from, to))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean boundary(String text, int at) {
    return at == 0 || at == text.length() || !word(text.charAt(at - 1)) || !word(text.charAt(at));
  }

  private static boolean word(char c) {
    return c == 'a' || c == 'b';
  }

  @FuzzTest(maxDuration = "60s")
  void any_pattern_and_text_end_well(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.UTF_8);
    int half = all.length() / 2;
    Glob glob = Glob.of(all.substring(0, half));
    String text = all.substring(half);
    if (glob.matches(text)) assertThat(glob.matchesWords(text)).isTrue();
  }
}
