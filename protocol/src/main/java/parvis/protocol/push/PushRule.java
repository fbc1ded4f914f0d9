package parvis.protocol.push;

import java.util.List;
import java.util.Optional;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;

/// One push rule: if all its conditions hold, its actions are what happens.
///
/// @param isDefault whether the server made it; its id then begins with a dot
/// @param conditions as objects, of override and underride rules only
/// @param pattern of content rules only
///
/// spec: client-server-api#push-rules
public record PushRule(
    RuleKind kind,
    String id,
    boolean isDefault,
    boolean enabled,
    List<JsonObject> conditions,
    Optional<String> pattern,
    JsonArray actions) {

  public PushRule {
    conditions = List.copyOf(conditions);
  }

  /// The rule as the client API and account data show it.
  public JsonObject json() {
    var json = JsonObject.builder().put("actions", actions);
    if (kind.conditional()) json.put("conditions", conditions);
    return json.put("default", isDefault)
        .put("enabled", enabled)
        .putIf("pattern", pattern)
        .put("rule_id", id)
        .build();
  }

  /// A rule that somebody made, as `json` writes it; empty when it has no id.
  static Optional<PushRule> parse(RuleKind kind, JsonObject json) {
    return json.string("rule_id")
        .map(
            id ->
                new PushRule(
                    kind,
                    id,
                    false,
                    json.bool("enabled").orElse(true),
                    json.array("conditions").orElse(JsonArray.EMPTY).objects(),
                    json.string("pattern"),
                    json.array("actions").orElse(JsonArray.EMPTY)));
  }

  public PushRule withEnabled(boolean value) {
    return new PushRule(kind, id, isDefault, value, conditions, pattern, actions);
  }

  public PushRule withActions(JsonArray value) {
    return new PushRule(kind, id, isDefault, enabled, conditions, pattern, value);
  }

  /// The question this rule asks, its kind's own one included.
  List<Condition> questions() {
    return switch (kind) {
      case OVERRIDE, POSTCONTENT, UNDERRIDE -> conditions.stream().map(Condition::parse).toList();
      case CONTENT -> {
        var words = match("content.body", pattern.orElse(""));
        yield id.equals(DefaultRules.NAMED)
            ? List.of(new Condition.Absent(PropertyPath.parse("content.m\\.mentions")), words)
            : List.of(words);
      }
      case ROOM -> List.of(new Condition.Is(PropertyPath.parse("room_id"), new JsonString(id)));
      case SENDER -> List.of(new Condition.Is(PropertyPath.parse("sender"), new JsonString(id)));
    };
  }

  private static Condition match(String key, String pattern) {
    return pattern.isEmpty()
        ? new Condition.Never()
        : Condition.Matches.of(PropertyPath.parse(key), pattern);
  }

  /// What the actions amount to. `dont_notify` and `coalesce` of old mean nothing.
  ///
  /// spec: client-server-api#actions
  PushVerdict verdict() {
    boolean notifies = actions.strings().contains("notify");
    boolean highlights = false;
    Optional<String> sound = Optional.empty();
    for (JsonObject tweak : actions.objects()) {
      switch (tweak.string("set_tweak").orElse("")) {
        case "highlight" -> highlights = tweak.bool("value").orElse(true);
        case "sound" -> sound = tweak.string("value");
        default -> {}
      }
    }
    return notifies ? new PushVerdict(true, highlights, sound) : PushVerdict.SILENT;
  }
}
