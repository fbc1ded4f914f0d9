package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import parvis.base.Abreast;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.base.Turnstile;
import parvis.platform.http.Shape;
import parvis.protocol.id.UserId;

/// Of several kinds, what could not be searched in time is told, and nothing else.
class GatheredTest {
  private static final Actor READER =
      new Actor(new UserId("@reader:parvis.example"), 1, "", 1, 1, false);
  private static final Turnstile FULL = new Turnstile(0, Duration.ZERO);
  private static final Findings ONE =
      new Findings(List.of(), 1, false, Optional.empty(), Map.of(), Map.of());

  private final Abreast abreast = new Abreast(2);

  private record Kind(String kind, Supplier<Findings> finding) implements Searchable {
    @Override
    public Shape told() {
      return Shape.yesOrNo();
    }

    @Override
    public Findings find(Question question) {
      return finding.get();
    }
  }

  private static Kind finds(String kind, Findings findings) {
    return new Kind(kind, () -> findings);
  }

  private static Kind fails(String kind, Refused refused) {
    return new Kind(
        kind,
        () -> {
          throw refused;
        });
  }

  private Gathered gathered(Searchable... kinds) {
    var question =
        new Question(
            READER,
            "mot",
            List.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Question.Span.ALWAYS,
            new Question.Page(5, Optional.empty(), false));
    return Gathered.of(abreast, List.of(kinds), question);
  }

  @Test
  void a_kind_that_has_no_turn_is_told_and_the_others_are_found() {
    var crowded = new Kind("message", () -> FULL.in(() -> ONE));
    var all = gathered(finds("task", ONE), crowded);
    assertThat(all.found()).containsOnlyKeys("task");
    assertThat(all.leftOut()).containsExactly("message");
    assertThat(all.tooMuch()).isEmpty();
  }

  /// To ask for it again is no use: more words are.
  @Test
  void a_kind_in_which_too_much_has_the_words_is_told_apart() {
    var all = gathered(finds("task", Findings.NONE), fails("post", Deadline.past()));
    assertThat(all.found()).containsOnlyKeys("task");
    assertThat(all.leftOut()).isEmpty();
    assertThat(all.tooMuch()).containsExactly("post");
    assertThat(all.isNothing()).isFalse();
  }

  /// What is one slip away is not to be shown in the place of what was not looked for.
  @Test
  void where_a_kind_is_missing_it_is_not_known_that_there_is_nothing() {
    var crowded = new Kind("message", () -> FULL.in(() -> ONE));
    var none = finds("task", Findings.NONE);
    assertThat(gathered(none, crowded).isNothing()).isFalse();
    assertThat(gathered(none, finds("message", Findings.NONE)).isNothing()).isTrue();
    assertThat(gathered(none, finds("message", ONE)).isNothing()).isFalse();
  }

  @Test
  void a_kind_that_was_asked_for_too_often_today_is_left_out_as_it_may_be() {
    var spent = fails("person", Refused.limitExceeded(Duration.ofDays(1)));
    var all = gathered(spent, finds("task", Findings.NONE));
    assertThat(all.found()).containsOnlyKeys("task");
    assertThat(all.leftOut()).isEmpty();
    assertThat(all.isNothing()).isTrue();
  }

  @Test
  void one_kind_alone_and_any_other_refusal_are_refused() {
    assertThatThrownBy(() -> gathered(new Kind("message", () -> FULL.in(() -> ONE))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.NO_TURN));
    var wrong = fails("task", Refused.invalidParam("no"));
    assertThatThrownBy(() -> gathered(wrong, finds("message", ONE)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.INVALID_PARAM));
  }
}
