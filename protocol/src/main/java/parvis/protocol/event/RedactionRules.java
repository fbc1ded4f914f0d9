package parvis.protocol.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import parvis.protocol.json.JsonObject;

/// What redaction leaves of an event, as data.
///
/// @param event the names kept of the event itself
/// @param content by event type, the names kept of its content; other types keep none
record RedactionRules(Set<String> event, Map<String, Kept> content) {
  private static final Kept NOTHING = new Kept(false, Set.of(), Map.of());

  /// What is kept of one object.
  ///
  /// @param all whether everything is kept
  /// @param names the names kept as they are
  /// @param inner names whose value is an object of which only some names are kept
  record Kept(boolean all, Set<String> names, Map<String, Set<String>> inner) {
    static Kept everything() {
      return new Kept(true, Set.of(), Map.of());
    }

    static Kept of(String... names) {
      return new Kept(false, Set.of(names), Map.of());
    }

    Kept inside(String name, String... kept) {
      return new Kept(all, names, Map.of(name, Set.of(kept)));
    }

    JsonObject of(JsonObject object) {
      if (all || object.isEmpty()) return object;
      var rest = JsonObject.builder();
      for (JsonObject.Entry entry : object.entries()) {
        if (names.contains(entry.name())) {
          rest.put(entry.name(), entry.value());
        } else if (entry.value() instanceof JsonObject child && inner.containsKey(entry.name())) {
          rest.put(entry.name(), new Kept(false, inner.get(entry.name()), Map.of()).of(child));
        }
      }
      return rest.build();
    }
  }

  Kept kept(String type) {
    return content.getOrDefault(type, NOTHING);
  }

  /// These rules with other things kept of the content of one type.
  private RedactionRules keeping(String type, Kept kept) {
    var changed = new HashMap<>(content);
    changed.put(type, kept);
    return new RedactionRules(event, Map.copyOf(changed));
  }

  /// spec: rooms/v6#redactions
  static final RedactionRules V6 =
      new RedactionRules(
          Set.of(
              "event_id",
              "type",
              "room_id",
              "sender",
              "state_key",
              "content",
              "hashes",
              "signatures",
              "depth",
              "prev_events",
              "prev_state",
              "auth_events",
              "origin",
              "origin_server_ts",
              "membership"),
          Map.of(
              EventType.MEMBER, Kept.of("membership"),
              EventType.CREATE, Kept.of("creator"),
              EventType.JOIN_RULES, Kept.of("join_rule"),
              EventType.POWER_LEVELS,
                  Kept.of(
                      "ban",
                      "events",
                      "events_default",
                      "kick",
                      "redact",
                      "state_default",
                      "users",
                      "users_default"),
              EventType.HISTORY_VISIBILITY, Kept.of("history_visibility")));

  /// spec: rooms/v1#redactions
  static final RedactionRules V1 = V6.keeping(EventType.ALIASES, Kept.of("aliases"));

  /// spec: rooms/v8#redactions
  static final RedactionRules V8 = V6.keeping(EventType.JOIN_RULES, Kept.of("join_rule", "allow"));

  /// spec: rooms/v9#redactions
  static final RedactionRules V9 =
      V8.keeping(EventType.MEMBER, Kept.of("membership", "join_authorised_via_users_server"));

  /// spec: rooms/v11#redactions
  static final RedactionRules V11 =
      new RedactionRules(
          Set.of(
              "event_id",
              "type",
              "room_id",
              "sender",
              "state_key",
              "content",
              "hashes",
              "signatures",
              "depth",
              "prev_events",
              "auth_events",
              "origin_server_ts"),
          Map.of(
              EventType.MEMBER,
                  Kept.of("membership", "join_authorised_via_users_server")
                      .inside("third_party_invite", "signed"),
              EventType.CREATE, Kept.everything(),
              EventType.JOIN_RULES, Kept.of("join_rule", "allow"),
              EventType.POWER_LEVELS,
                  Kept.of(
                      "ban",
                      "events",
                      "events_default",
                      "invite",
                      "kick",
                      "redact",
                      "state_default",
                      "users",
                      "users_default"),
              EventType.HISTORY_VISIBILITY, Kept.of("history_visibility"),
              EventType.REDACTION, Kept.of("redacts")));
}
