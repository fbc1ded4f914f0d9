package parvis.core.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Slips;
import parvis.protocol.id.UserId;

/// What somebody looks for in the whole house.
///
/// @param text as it was typed
/// @param words what is found has all of them
/// @param slips whether words that are one slip away are found, too
/// @param space the id of the space in which it is to be
/// @param room the id of the room in which it is to be
/// @param person who said it, made it or is to do it
public record Question(
    Actor actor,
    String text,
    List<Asked> words,
    boolean slips,
    Optional<String> space,
    Optional<String> room,
    Optional<UserId> person,
    Span span,
    Page page) {
  /// Letters of a word that finds what begins with it.
  static final int BEGINS_MIN = 3;

  /// Letters of a stem that finds beginnings of words, too.
  private static final int STEM_MIN = 4;

  /// Words of a text that is looked at here.
  private static final int COMPARED_MAX = 200;

  /// A word that is asked for.
  ///
  /// @param word folded; it finds what begins with it, unless it is very short
  /// @param forms the word and its French stems
  /// @param near what it may be a slip of; empty where slips are not asked for
  public record Asked(String word, Set<String> forms, Set<String> near) {
    static Asked of(Word word, Set<String> forms, boolean slips) {
      return new Asked(word.folded(), forms, slips ? Slips.of(word.folded()) : Set.of());
    }

    boolean finds(String other) {
      return (begins() && other.startsWith(word)) || forms.contains(other) || near.contains(other);
    }

    private boolean begins() {
      return word.length() >= BEGINS_MIN;
    }

    /// As SQL's `tsquery` is written. Letters and digits alone: nothing needs to be escaped.
    private String tsquery() {
      var begun =
          forms.stream()
              .filter(form -> !form.equals(word))
              .map(form -> form.length() < STEM_MIN ? form : form + ":*");
      return Stream.of(Stream.of(begins() ? word + ":*" : word), begun, near.stream())
          .flatMap(forms -> forms)
          .collect(Collectors.joining("|", "(", ")"));
    }
  }

  /// When it was said, or changed last: from one moment on, and before another.
  public record Span(long fromMs, long untilMs) {
    static final Span ALWAYS = new Span(0, Long.MAX_VALUE);

    public boolean isAlways() {
      return fromMs <= 0 && untilMs == Long.MAX_VALUE;
    }
  }

  /// A page of what is found.
  ///
  /// @param next where the page before ended, as [Findings] told it
  /// @param latest whether what is latest comes first, where that is not the best
  public record Page(int limit, Optional<String> next, boolean latest) {}

  /// All words as SQL's `tsquery` is written, for folded words without places and stems.
  public String tsquery() {
    return words.stream().map(Asked::tsquery).collect(Collectors.joining("&"));
  }

  /// Whether a text has all the words.
  public boolean matches(String other) {
    var said = Word.of(other, COMPARED_MAX);
    return words.stream()
        .allMatch(asked -> said.stream().anyMatch(word -> asked.finds(word.folded())));
  }

  /// Whether a word of a text is one of those that are asked for.
  boolean asksFor(String folded) {
    return words.stream().anyMatch(asked -> asked.finds(folded));
  }

  /// Whether it asks for what has neither a place nor a person nor a time.
  public boolean isPlain() {
    return space.isEmpty() && room.isEmpty() && person.isEmpty() && span.isAlways();
  }
}
