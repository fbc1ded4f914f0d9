package parvis.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Glob patterns: the examples of the specification, and a slow matcher that says the same.
class GlobTest {
  /// More of them and a regular expression takes for ever.
  private static final int STARS_MAX = 3;

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

  private static long steps(String pattern, String text) {
    Work work = new Work(Long.MAX_VALUE);
    Glob.of(pattern).matchesWords(text, work);
    return Long.MAX_VALUE - work.left();
  }

  /// A step each to fold a character, and one for each number of states.
  @ParameterizedTest
  @ValueSource(strings = {"*a?", "a?", "*", "aaa", "?-", "a*-"})
  void no_pattern_takes_more_steps_than_the_text_is_long(String piece) {
    String worst = piece.repeat((Glob.PATTERN_MAX - 1) / piece.length()) + "b";
    for (String text : List.of("a".repeat(60_000), "a-".repeat(30_000), "-".repeat(60_000))) {
      assertThat(Glob.of(worst).matches(text)).isFalse();
      assertThat(steps(worst, text)).isLessThanOrEqualTo(60_000L * (1 + Glob.WORDS_MAX));
      assertThat(steps("keyword", text)).isLessThanOrEqualTo(60_000L * 2);
    }
  }

  @Test
  void the_longest_pattern_matches_and_a_longer_one_never() {
    String longest = "a".repeat(Glob.PATTERN_MAX);
    assertThat(Glob.of(longest).matches(longest)).isTrue();
    assertThat(Glob.of(longest).matchesWords("x " + longest + "!")).isTrue();
    assertThat(Glob.of(longest).matches(longest + "a")).isFalse();
    assertThat(Glob.of(longest + "a").matches(longest + "a")).isFalse();
    assertThat(Glob.of("?".repeat(Glob.PATTERN_MAX)).matches(longest)).isTrue();
    assertThat(Glob.of("*" + "a".repeat(Glob.PATTERN_MAX - 1)).matches(longest)).isTrue();
  }

  /// A pattern whose states fill one number, or begin the next.
  @ParameterizedTest
  @ValueSource(ints = {62, 63, 64, 65, 127, 128, 129, 191, 192, 193})
  void states_go_on_from_one_number_to_the_next(int length) {
    String text = "ab".repeat(length).substring(0, length);
    assertThat(Glob.of(text).matches(text)).isTrue();
    assertThat(Glob.of(text).matches(text.substring(1))).isFalse();
    assertThat(Glob.of("*" + text).matchesWords("zz" + text + " z")).isTrue();
    String starred = text.substring(0, length / 2) + "*" + text.substring(length / 2);
    assertThat(Glob.of(starred).matches(text)).isTrue();
    assertThat(Glob.of(starred).matches(text.replaceFirst("ab$|ba$", "zz"))).isFalse();
  }

  @Property
  void long_patterns_agree_with_regular_expressions(
      @ForAll @Chars({'a', 'b', '*', '?', '-'}) @StringLength(min = 60, max = 140) String pattern,
      @ForAll @Chars({'a', 'b', '-'}) @StringLength(max = 12) String other) {
    String text = pattern.replace("*", other).replace('?', 'b');
    Pattern expression = Pattern.compile(pattern.replaceAll("\\*+", ".*").replace('?', '.'));
    assertThat(Glob.of(pattern).matches(text)).isTrue();
    String changed = text.isEmpty() ? "a" : text.substring(1) + "a";
    if (pattern.chars().filter(c -> c == '*').count() <= STARS_MAX) {
      assertThat(Glob.of(pattern).matches(changed))
          .isEqualTo(expression.matcher(changed).matches());
    }
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
