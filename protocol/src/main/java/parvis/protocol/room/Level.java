package parvis.protocol.room;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// One power level as it is written.
///
/// spec: client-server-api#mroompower_levels
final class Level {
  static final List<String> SINGLE =
      List.of(
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");

  /// Levels by event type and by kind of notification.
  static final List<String> BY_NAME = List.of("events", "notifications");

  private Level() {}

  /// Whether everything that is stated in a power levels event stands for a number, but for people.
  ///
  /// @param maps the properties that hold levels by name
  static boolean all(RoomVersion version, JsonObject content, List<String> maps) {
    for (String name : SINGLE) {
      if (content.has(name) && read(version, content.get(name)).isEmpty()) return false;
    }
    return maps.stream().allMatch(map -> all(version, content.get(map)));
  }

  /// Whether it is absent or an object of levels.
  static boolean all(RoomVersion version, @Nullable JsonValue map) {
    if (map == null) return true;
    if (!(map instanceof JsonObject levels)) return false;
    for (JsonObject.Entry entry : levels.entries()) {
      if (read(version, entry.value()).isEmpty()) return false;
    }
    return true;
  }

  /// The number it stands for; empty when it is absent or stands for none.
  static OptionalLong read(RoomVersion version, @Nullable JsonValue written) {
    return switch (written) {
      case JsonInteger(long level) -> OptionalLong.of(level);
      case JsonString(String text) when version.levelsAsText() -> text(text);
      case JsonDecimal(String literal) when version.levelsAsText() -> fraction(literal);
      case null, default -> OptionalLong.empty();
    };
  }

  /// Digits with an optional sign, white space around them. Numbers beyond what is counted in are
  /// the last of those that are.
  ///
  /// spec: rooms/v1#mroompower_levels-events-accept-values-as-strings
  private static OptionalLong text(String text) {
    String digits = text.strip();
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) digits = digits.substring(1);
    if (digits.isEmpty()) return OptionalLong.empty();
    long level = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) return OptionalLong.empty();
      level = level > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : level * 10 + digit;
    }
    return OptionalLong.of(negative ? -level : level);
  }

  /// Cut at the decimal point; one that no double holds stands for nothing.
  ///
  /// spec: rooms/v1#mroompower_levels-events-accept-values-as-floats
  private static OptionalLong fraction(String literal) {
    double level = Double.parseDouble(literal);
    return Double.isInfinite(level) ? OptionalLong.empty() : OptionalLong.of((long) level);
  }
}
