package parvis.protocol.room;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Who may do what in a room, as numbers. It is a view of the power levels event; nothing is copied
/// out of it.
///
/// spec: client-server-api#mroompower_levels
public final class PowerLevels {
  /// The level of a creator who stands above all levels; no event can state it.
  public static final long CREATOR = Long.MAX_VALUE;

  /// The level of the creator of an older room as long as nobody has stated levels.
  private static final long FOUNDER = 100;

  private static final long MODERATOR = 50;

  private final RoomVersion version;
  private final Creators creators;
  private final boolean stated;
  private final JsonObject content;
  private final JsonObject users;

  private PowerLevels(RoomVersion version, Creators creators, Optional<JsonObject> content) {
    this.version = version;
    this.creators = creators;
    this.stated = content.isPresent();
    this.content = content.orElse(JsonObject.EMPTY);
    this.users = this.content.object("users").orElse(JsonObject.EMPTY);
  }

  public static PowerLevels of(RoomVersion version, RoomState state) {
    return new PowerLevels(
        version, Creators.of(version, state), state.get(StateSlot.POWER_LEVELS).map(Pdu::content));
  }

  /// Whether all levels are integers, as they are in every event that we make: other spellings are
  /// read in old rooms, and written in none.
  ///
  /// spec: rooms/v1#deprecated-event-content-schemas
  public static boolean integers(JsonObject content) {
    return Level.all(RoomVersion.DEFAULT, content, Level.BY_NAME)
        && Level.all(RoomVersion.DEFAULT, content.get("users"));
  }

  /// The level of a user.
  public long user(UserId user) {
    return user(user.value());
  }

  long user(String user) {
    if (version.creatorsAbovePowerLevels() && creators.has(user)) return CREATOR;
    OptionalLong own = Level.read(version, users.get(user));
    if (own.isPresent()) return own.getAsLong();
    if (!stated && creators.has(user)) return FOUNDER;
    return usersDefault();
  }

  /// The level of those who have none of their own.
  public long usersDefault() {
    return level("users_default", 0);
  }

  /// Those who have a level of their own, the most powerful first.
  public List<UserId> named() {
    Stream<UserId> stated = users.keys().stream().flatMap(user -> UserId.parse(user).stream());
    return Stream.concat(creators.users().stream(), stated)
        .distinct()
        .sorted(Comparator.comparingLong((UserId user) -> user(user)).reversed())
        .toList();
  }

  /// The level that sending an event of this type asks for.
  public long event(String type, boolean isState) {
    JsonObject events = content.object("events").orElse(JsonObject.EMPTY);
    OptionalLong own = Level.read(version, events.get(type));
    if (own.isPresent()) return own.getAsLong();
    return isState ? level("state_default", MODERATOR) : level("events_default", 0);
  }

  public long invite() {
    return level("invite", 0);
  }

  public long kick() {
    return level("kick", MODERATOR);
  }

  public long ban() {
    return level("ban", MODERATOR);
  }

  public long redact() {
    return level("redact", MODERATOR);
  }

  /// The level that notifying in this way asks for, such as `room` for a mention of everybody.
  public long notification(String name) {
    JsonObject notifications = content.object("notifications").orElse(JsonObject.EMPTY);
    return Level.read(version, notifications.get(name)).orElse(MODERATOR);
  }

  private long level(String name, long otherwise) {
    return Level.read(version, content.get(name)).orElse(otherwise);
  }
}
