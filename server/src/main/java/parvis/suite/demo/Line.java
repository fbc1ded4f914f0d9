package parvis.suite.demo;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One message of a written conversation, with what happened to it.
///
/// It is written `08:52 julien (label) >replied /thread: words`, the parts between the name and the
/// colon being optional. Below it may stand `+ 👍 helene fatou` (reactions), `~ words` (an
/// edit) and `- reason` (a deletion).
///
/// @param day working days ago
record Line(
    int day,
    LocalTime at,
    String who,
    String label,
    Optional<String> reply,
    Optional<String> thread,
    String words,
    List<Reaction> reactions,
    Optional<String> edit,
    Optional<String> deleted) {

  record Reaction(String key, List<String> by) {}

  private static final Pattern FORM =
      Pattern.compile("(\\d\\d:\\d\\d) (\\w+)(?: \\((\\w+)\\))?(?: >(\\w+))?(?: /(\\w+))?: (.+)");

  static Line read(int day, String text, String unnamed) {
    var found = FORM.matcher(text);
    if (!found.matches()) throw new IllegalArgumentException("Not a message: " + text);
    return new Line(
        day,
        LocalTime.parse(found.group(1)),
        found.group(2),
        Optional.ofNullable(found.group(3)).orElse(unnamed),
        Optional.ofNullable(found.group(4)),
        Optional.ofNullable(found.group(5)),
        found.group(6),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /// This message with what one of the lines below it says.
  Line with(String below) {
    var rest = below.substring(1).strip();
    return switch (below.charAt(0)) {
      case '+' -> {
        var parts = List.of(rest.split(" ", -1));
        var more = new ArrayList<>(reactions);
        more.add(new Reaction(parts.getFirst(), parts.subList(1, parts.size())));
        yield new Line(day, at, who, label, reply, thread, words, List.copyOf(more), edit, deleted);
      }
      case '~' ->
          new Line(
              day, at, who, label, reply, thread, words, reactions, Optional.of(rest), deleted);
      case '-' ->
          new Line(day, at, who, label, reply, thread, words, reactions, edit, Optional.of(rest));
      default -> throw new IllegalArgumentException("Not something below a message: " + below);
    };
  }
}
