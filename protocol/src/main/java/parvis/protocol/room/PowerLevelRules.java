package parvis.protocol.room;

import static parvis.protocol.room.AuthVerdict.allow;
import static parvis.protocol.room.AuthVerdict.denied;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The rules for one change of the power levels: nobody gives or takes more than they have.
///
/// Numbers in the code are those of version 12. Rules 10.1 and 10.2 came with version 10; before it
/// a level may be written as text, and one that stands for no number ends the comparison.
///
/// spec: rooms/v12#authorisation-rules, rule 10, rooms/v1#authorisation-rules, rule 10
final class PowerLevelRules {
  private final Pdu event;
  private final RoomVersion version;
  private final Creators creators;
  private final Optional<JsonObject> before;
  private final JsonObject after;
  private final long power;

  PowerLevelRules(Pdu event, Creators creators, RoomState state, long power) {
    this.event = event;
    this.version = event.version();
    this.creators = creators;
    this.before = state.get(StateSlot.POWER_LEVELS).map(Pdu::content);
    this.after = event.content();
    this.power = power;
  }

  AuthVerdict check() {
    AuthVerdict form = form();
    // rule 10.5
    if (!form.allowed() || before.isEmpty()) return form;
    return changes(before.get());
  }

  /// Rules 10.1 to 10.4.
  private AuthVerdict form() {
    if (!version.levelsAsText() && !Level.all(version, after, byName()))
      return denied("a level that is no integer");
    if (!Level.all(version, after.get("users")))
      return denied("users has values that are no levels");
    for (String user : map(after, "users").keys()) {
      if (!UserId.valid(user)) return denied("users has a name that is no user id");
      if (version.creatorsAbovePowerLevels() && creators.has(user)) {
        return denied("a creator has no power level");
      }
    }
    return allow();
  }

  private List<String> byName() {
    return version.notificationLevels() ? Level.BY_NAME : Level.BY_NAME.subList(0, 1);
  }

  /// Rules 10.6 to 10.10.
  private AuthVerdict changes(JsonObject old) {
    if (!Level.all(version, after, byName())) return denied("a level that is no number");
    for (String name : Level.SINGLE) {
      if (tooHigh(old, after, name)) return denied(name + " is beyond the sender's power");
    }
    for (String map : byName()) {
      JsonObject was = map(old, map);
      JsonObject will = map(after, map);
      for (String name : names(was, will)) {
        if (tooHigh(was, will, name)) return denied(map + " has changes beyond the sender's power");
      }
    }
    return users(map(old, "users"), map(after, "users"));
  }

  /// Rules 10.6 to 10.8: a level that is added, changed or removed, seen from the sender's power.
  private boolean tooHigh(JsonObject was, JsonObject will, String name) {
    OptionalLong current = Level.read(version, was.get(name));
    OptionalLong wanted = Level.read(version, will.get(name));
    return !current.equals(wanted)
        && (current.orElse(Long.MIN_VALUE) > power || wanted.orElse(Long.MIN_VALUE) > power);
  }

  private AuthVerdict users(JsonObject was, JsonObject will) {
    for (String user : names(was, will)) {
      OptionalLong current = Level.read(version, was.get(user));
      OptionalLong wanted = Level.read(version, will.get(user));
      if (current.equals(wanted)) continue;
      // rule 10.9
      boolean own = user.equals(event.sender().value());
      if (!own && current.isPresent() && current.getAsLong() >= power) {
        return denied("a person of the same or more power");
      }
      // rule 10.10
      if (wanted.orElse(Long.MIN_VALUE) > power) return denied("more power than the sender has");
    }
    return allow();
  }

  private static JsonObject map(JsonObject content, String name) {
    return content.object(name).orElse(JsonObject.EMPTY);
  }

  private static Set<String> names(JsonObject was, JsonObject will) {
    Set<String> names = new LinkedHashSet<>(was.keys());
    names.addAll(will.keys());
    return names;
  }
}
