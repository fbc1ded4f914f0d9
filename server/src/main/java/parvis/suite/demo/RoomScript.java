package parvis.suite.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A room of the demonstration as its file describes it: who is in it, and what was written.
///
/// The file begins with `field: value` lines. `== 2` begins the conversation of two working days
/// ago; the form of a message is that of [Line].
record RoomScript(
    String key,
    Kind kind,
    String name,
    String topic,
    Optional<String> alias,
    String model,
    String visibility,
    String by,
    List<String> members,
    List<String> moderators,
    List<String> invited,
    List<String> favouriteOf,
    Map<String, Integer> unread,
    int chatter,
    List<String> themes,
    List<Line> lines) {

  enum Kind {
    /// Only who is invited comes in.
    PRIVATE,
    /// Listed, and open to everybody of the house.
    FORUM,
    /// Between two people.
    DIRECT,
    /// The feed of a space.
    SPACE
  }

  static RoomScript read(String key, List<String> text) {
    var fields = new HashMap<String, String>();
    var lines = new ArrayList<Line>();
    var day = -1;
    for (var line : text) {
      if (line.isBlank()) continue;
      if (line.startsWith("== ")) {
        day = Integer.parseInt(line.substring(3).strip());
      } else if (day < 0) {
        var colon = line.indexOf(':');
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      } else if (line.startsWith("  ")) {
        lines.addLast(lines.removeLast().with(line.strip()));
      } else {
        lines.add(Line.read(day, line, "line" + lines.size()));
      }
    }
    return new RoomScript(
        key,
        Kind.valueOf(fields.getOrDefault("kind", "private").toUpperCase(Locale.ROOT)),
        fields.getOrDefault("name", ""),
        fields.getOrDefault("topic", ""),
        Optional.ofNullable(fields.get("alias")),
        fields.getOrDefault("model", ""),
        fields.getOrDefault("visibility", "public"),
        fields.getOrDefault("by", ""),
        words(fields.get("members")),
        words(fields.get("moderators")),
        words(fields.get("invited")),
        words(fields.get("favourite of")),
        counts(words(fields.get("unread"))),
        Integer.parseInt(fields.getOrDefault("chatter", "0")),
        words(fields.get("themes")),
        List.copyOf(lines));
  }

  /// Everybody in the room, its maker first.
  List<String> everybody() {
    var all = new ArrayList<String>();
    all.add(by);
    members.stream().filter(who -> !who.equals(by)).forEach(all::add);
    return all;
  }

  private static List<String> words(@Nullable String text) {
    return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+", -1));
  }

  /// Reads `helene=2`: two messages that Hélène has not read.
  private static Map<String, Integer> counts(List<String> words) {
    var counts = new HashMap<String, Integer>();
    for (var word : words) {
      var equals = word.indexOf('=');
      counts.put(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1)));
    }
    return Map.copyOf(counts);
  }
}
