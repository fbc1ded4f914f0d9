package parvis.protocol.push;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// A question that a push rule asks about an event.
///
/// spec: client-server-api#conditions-1
sealed interface Condition {
  /// Does not hold where finding out would cost more than is left.
  boolean holds(PushEvent event, Work work);

  /// The condition an object states. One that is unknown or incomplete never holds.
  static Condition parse(JsonObject json) {
    Condition never = new Never();
    Optional<PropertyPath> path = json.string("key").map(PropertyPath::parse);
    return switch (json.string("kind").orElse("")) {
      case "event_match" ->
          json.string("pattern")
              .flatMap(pattern -> path.map(key -> (Condition) Matches.of(key, pattern)))
              .orElse(never);
      case "event_property_is" -> {
        JsonValue value = scalar(json.get("value"));
        yield value == null || path.isEmpty() ? never : new Is(path.get(), value);
      }
      case "event_property_contains" -> {
        JsonValue value = scalar(json.get("value"));
        yield value == null || path.isEmpty() ? never : new Contains(path.get(), value);
      }
      case "contains_display_name" -> new NamesReader();
      case "room_member_count" -> json.string("is").flatMap(Condition::memberCount).orElse(never);
      case "sender_notification_permission" ->
          json.string("key").map(key -> (Condition) new MayNotify(key)).orElse(never);
      case FOLLOWS -> json.bool("subscribed").map(is -> (Condition) new Follows(is)).orElse(never);
      default -> never;
    };
  }

  /// The kind of [Follows], by the name that clients know before the specification has it.
  /// spec: MSC4306
  String FOLLOWS = "io.element.msc4306.thread_subscription";

  /// Never holds: what this server does not understand must not match.
  record Never() implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      return false;
    }
  }

  /// A string property matches a pattern: as a whole, or for the body of a message at word
  /// boundaries.
  record Matches(PropertyPath path, String exact, boolean words, Glob glob) implements Condition {
    private static final PropertyPath BODY = PropertyPath.parse("content.body");

    static Matches of(PropertyPath path, String pattern) {
      boolean plain = pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
      boolean words = path.equals(BODY);
      return new Matches(path, plain && !words ? pattern : "*", words, Glob.of(pattern));
    }

    @Override
    public boolean holds(PushEvent event, Work work) {
      if (!(path.in(event.event()) instanceof JsonString(String text))) return false;
      if (words) return glob.matchesWords(text, work);
      if (exact.equals("*")) return glob.matches(text, work);
      return exact.equalsIgnoreCase(text);
    }
  }

  /// A property is exactly this string, integer, boolean or null.
  record Is(PropertyPath path, JsonValue value) implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      return value.equals(path.in(event.event()));
    }
  }

  /// There is no such property.
  record Absent(PropertyPath path) implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      return path.in(event.event()) == null;
    }
  }

  /// An array property has exactly this element.
  record Contains(PropertyPath path, JsonValue value) implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      return path.in(event.event()) instanceof JsonArray array
          && work.spend(array.values().size())
          && array.values().contains(value);
    }
  }

  /// The body holds the reader's display name.
  record NamesReader() implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      Optional<String> body =
          event.event().object("content").flatMap(content -> content.string("body"));
      Optional<String> name = event.displayName().filter(text -> !text.isBlank());
      return body.isPresent()
          && name.isPresent()
          && Glob.literal(name.get()).matchesWords(body.get(), work);
    }
  }

  /// The number of joined people lies within these bounds, both included.
  record MemberCount(long least, long most) implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      return event.memberCount() >= least && event.memberCount() <= most;
    }
  }

  /// The sender may notify in this way.
  record MayNotify(String key) implements Condition {
    /// spec: client-server-api#mroompower_levels, `notifications`
    private static final long LEVEL = 50;

    @Override
    public boolean holds(PushEvent event, Work work) {
      return event.senderPower() >= event.notificationLevels().integer(key).orElse(LEVEL);
    }
  }

  /// The event is in a thread that the reader follows, or in one that they do not.
  record Follows(boolean wanted) implements Condition {
    @Override
    public boolean holds(PushEvent event, Work work) {
      return event.follows().filter(follows -> follows == wanted).isPresent();
    }
  }

  private static @Nullable JsonValue scalar(@Nullable JsonValue value) {
    return switch (value) {
      case null -> null;
      case JsonString _, JsonInteger _, JsonBoolean _, JsonNull _ -> value;
      default -> null;
    };
  }

  private static Optional<Condition> memberCount(String is) {
    int digits = 0;
    while (digits < is.length() && "<>=".indexOf(is.charAt(digits)) >= 0) digits++;
    OptionalLong number = decimal(is.substring(digits));
    if (number.isEmpty()) return Optional.empty();
    long count = number.getAsLong();
    return switch (is.substring(0, digits)) {
      case "", "==" -> Optional.of(new MemberCount(count, count));
      case "<" -> Optional.of(new MemberCount(0, count - 1));
      case "<=" -> Optional.of(new MemberCount(0, count));
      case ">" -> Optional.of(new MemberCount(count + 1, Long.MAX_VALUE));
      case ">=" -> Optional.of(new MemberCount(count, Long.MAX_VALUE));
      default -> Optional.empty();
    };
  }

  private static OptionalLong decimal(String text) {
    if (text.isEmpty() || text.length() > 15) return OptionalLong.empty();
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return OptionalLong.empty();
      value = value * 10 + (c - '0');
    }
    return OptionalLong.of(value);
  }
}
