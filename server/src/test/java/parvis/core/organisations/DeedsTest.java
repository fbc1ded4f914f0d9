package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.harness.World;
import parvis.platform.http.Route;

/// Of each deed that is noted it is known whom it names, and the client has a sentence for it.
@Timeout(60)
class DeedsTest {
  private static final String SOMEBODY = "@lea:ville.example";
  private static final String DECISION = "parvis.core.moderation.Decision";
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path SENTENCES = Path.of("../web/src/features/admin/deeds.ts");

  /// Where it is said what is noted: in a call that leads to the journal, or before it.
  private static final List<Pattern> NOTING =
      List.of(
          Pattern.compile("\\b(?:note|noteOwn|line|deed|arrived|change)\\(([^;]*);"),
          Pattern.compile("\\b(?:deed|DEED) = ([^;]*);"));

  private static final Pattern WORDS = Pattern.compile("\"([a-z]+(?: [a-z]+)+)\"");

  private static final Pattern SENTENCE = Pattern.compile("^  \"([a-z ]+)\":", Pattern.MULTILINE);
  private static final Pattern LOOKED = Pattern.compile("case \"([a-z ]+)\":");

  @Test
  void what_nobody_has_decided_on_is_not_noted() {
    assertThatThrownBy(() -> Deeds.require("paint the town hall"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Both ways: what this does not see noted it would not see missing either.
  @Test
  void what_is_noted_somewhere_is_known_and_nothing_else_is() throws ClassNotFoundException {
    var sources = sources();
    var noted =
        NOTING.stream()
            .flatMap(one -> found(one, sources).stream())
            .flatMap(said -> found(WORDS, said).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    for (var role : Role.values()) {
      noted.add("make " + role.word());
    }
    for (var decision : Class.forName(DECISION).getEnumConstants()) {
      noted.add("report " + decision.toString().toLowerCase(Locale.ROOT));
    }
    noted.add(Deeds.RULES_CHANGED);
    assertThat(Deeds.ALL).containsExactlyInAnyOrderElementsOf(noted);
  }

  @Test
  void the_client_has_a_sentence_for_each_deed_and_for_no_other() {
    assertThat(found(SENTENCE, read(SENTENCES))).containsExactlyInAnyOrderElementsOf(Deeds.ALL);
  }

  @Test
  void looking_at_somebody_names_them_and_looking_at_anything_else_names_nobody() {
    try (var world = World.start()) {
      var looking = world.parvis().routes().stream().filter(of -> !of.noted().isEmpty()).toList();
      assertThat(looking)
          .allSatisfy(
              route ->
                  assertThat(names(route.noted()))
                      .as(route.noted())
                      .isEqualTo(isAboutSomebody(route) ? List.of(SOMEBODY) : List.of()));
      assertThat(found(LOOKED, read(SENTENCES)))
          .containsExactlyInAnyOrderElementsOf(
              looking.stream().map(Route::noted).collect(Collectors.toSet()));
    }
  }

  private static boolean isAboutSomebody(Route route) {
    return route.path().contains("{user");
  }

  private static List<String> names(String deed) {
    return new Journal.Line(
            0, SOMEBODY, Optional.empty(), deed, SOMEBODY, Optional.empty(), Optional.empty())
        .named();
  }

  private static TreeSet<String> found(Pattern pattern, String in) {
    return pattern
        .matcher(in)
        .results()
        .map(one -> one.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sources() {
    try (var files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(DeedsTest::read)
          .filter(text -> text.contains("organisations") && !text.contains("class Deeds {"))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
