package parvis.protocol.room;

import static parvis.protocol.room.AuthVerdict.allow;
import static parvis.protocol.room.AuthVerdict.denied;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parvis.protocol.event.Pdu;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The rules for one change of the power levels: nobody gives or takes more than they have.
///
/// spec: rooms/v12#authorisation-rules, rule 10
final class PowerLevelRules {
  private static final List<String> SINGLE =
      List.of(
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");

  private final Pdu event;
  private final Creators creators;
  private final Optional<JsonObject> before;
  private final JsonObject after;
  private final long power;

  PowerLevelRules(Pdu event, Creators creators, RoomState state, long power) {
    this.event = event;
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
    for (String name : SINGLE) {
      if (after.has(name) && !(after.get(name) instanceof JsonInteger)) {
        return denied(name + " is no integer");
      }
    }
    for (String name : List.of("events", "notifications", "users")) {
      if (!integers(after.get(name))) return denied(name + " has values that are no integers");
    }
    for (String user : map(after, "users").keys()) {
      if (!UserId.valid(user)) return denied("users has a name that is no user id");
      if (event.version().creatorsAbovePowerLevels() && creators.has(user)) {
        return denied("a creator has no power level");
      }
    }
    return allow();
  }

  private static boolean integers(@Nullable JsonValue value) {
    if (value == null) return true;
    if (!(value instanceof JsonObject object)) return false;
    for (JsonObject.Entry entry : object.entries()) {
      if (!(entry.value() instanceof JsonInteger)) return false;
    }
    return true;
  }

  /// Rules 10.6 to 10.10.
  private AuthVerdict changes(JsonObject old) {
    for (String name : SINGLE) {
      if (tooHigh(old, after, name)) return denied(name + " is beyond the sender's power");
    }
    for (String map : List.of("events", "notifications")) {
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
    OptionalLong current = was.integer(name);
    OptionalLong wanted = will.integer(name);
    return !current.equals(wanted)
        && (current.orElse(Long.MIN_VALUE) > power || wanted.orElse(Long.MIN_VALUE) > power);
  }

  private AuthVerdict users(JsonObject was, JsonObject will) {
    for (String user : names(was, will)) {
      OptionalLong current = was.integer(user);
      OptionalLong wanted = will.integer(user);
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
