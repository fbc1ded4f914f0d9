package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.base.Refused;
import parvis.protocol.id.MxcUri;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// The names of profile fields, and what each may hold.
///
/// spec: cs-api#profiles; appendices#common-namespaced-identifier-grammar
final class ProfileField {
  static final String DISPLAY_NAME = "displayname";
  static final String AVATAR_URL = "avatar_url";
  static final String TIME_ZONE = "m.tz";

  /// What somebody does in their organisation.
  static final String FUNCTION = "fr.parvis.function";

  static final int NAME_BYTES_MAX = 255;
  static final int DISPLAY_NAME_CHARS_MAX = 256;
  private static final int AVATAR_CHARS_MAX = 255;
  private static final int TIME_ZONE_CHARS_MAX = 255;
  private static final int FUNCTION_CHARS_MAX = 200;
  private static final Pattern CUSTOM = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

  private ProfileField() {}

  /// Refuses what is not the name of a field.
  static String name(String name) {
    if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw Refused.of(
          Refused.Kind.KEY_TOO_LARGE,
          "The name of a profile field has at most " + NAME_BYTES_MAX + " bytes");
    }
    boolean known =
        name.equals(DISPLAY_NAME) || name.equals(AVATAR_URL) || CUSTOM.matcher(name).matches();
    if (!known) throw Refused.invalidParam("This is not the name of a profile field");
    return name;
  }

  /// What is to be stored under this name; empty when the value takes the field away.
  static Optional<JsonValue> value(String name, JsonValue value) {
    return switch (name) {
      case DISPLAY_NAME -> text(name, value).map(ProfileField::displayName).map(JsonString::new);
      case AVATAR_URL -> text(name, value).map(ProfileField::avatarUrl).map(JsonString::new);
      case FUNCTION ->
          text(name, value)
              .map(ProfileField::function)
              .filter(said -> !said.isEmpty())
              .map(JsonString::new);
      case TIME_ZONE -> text(name, value).map(ProfileField::timeZone).map(JsonString::new);
      default -> Optional.of(value);
    };
  }

  /// An empty text takes the field away, as older clients do.
  private static Optional<String> text(String name, JsonValue value) {
    if (value instanceof JsonString(String text)) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
    throw Refused.badJson("\"" + name + "\" must be a string");
  }

  /// A name on one line: bounded, with no control character in it.
  static String displayName(String text) {
    if (text.codePointCount(0, text.length()) > DISPLAY_NAME_CHARS_MAX) {
      throw Refused.invalidParam(
          "A display name has at most " + DISPLAY_NAME_CHARS_MAX + " characters");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw Refused.invalidParam("A display name holds no control characters");
    }
    return text;
  }

  private static String function(String text) {
    if (text.length() > FUNCTION_CHARS_MAX || text.codePoints().anyMatch(Character::isISOControl)) {
      throw Refused.invalidParam(
          "A function is one line of at most " + FUNCTION_CHARS_MAX + " characters");
    }
    return text.strip();
  }

  /// The address of media, or a word that is no address at all: nobody would fetch anything for it.
  private static String avatarUrl(String text) {
    boolean word = text.length() <= AVATAR_CHARS_MAX && text.indexOf(':') < 0;
    if (word || MxcUri.parse(text).isPresent()) return text;
    throw Refused.invalidParam("\"avatar_url\" must be an mxc:// address");
  }

  private static String timeZone(String text) {
    if (text.length() > TIME_ZONE_CHARS_MAX) {
      throw Refused.invalidParam("This is not the name of a time zone");
    }
    return text;
  }
}
