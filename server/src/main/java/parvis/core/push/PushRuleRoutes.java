package parvis.core.push;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.sync.AccountData;
import parvis.core.sync.Rules;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.push.PushRule;
import parvis.protocol.push.PushRules;
import parvis.protocol.push.RuleKind;

/// One's own push rules, rule by rule. They are kept as account data, so that every device learns
/// of a change by syncing.
/// spec: cs-api#push-rules-api
final class PushRuleRoutes {
  /// Rules that one person makes at most.
  static final int RULES_MAX = 500;

  /// Of them those that look for a word in what is written.
  static final int WORDS_MAX = 100;

  private static final int PATTERN_CHARS_MAX = 127;

  /// Characters of what a condition names: as long as ids may be.
  private static final int CONDITION_CHARS_MAX = 255;

  private static final int CONDITIONS_MAX = 20;
  private static final String ROOT = "/_matrix/client/v3/pushrules/";
  private static final String GLOBAL = ROOT + "global/";
  private static final String RULE = GLOBAL + "{kind}/{ruleId}";

  private final AccountData data;

  PushRuleRoutes(AccountData data) {
    this.data = data;
  }

  Routes table() {
    return Routes.of(
        get(ROOT, "All push rules", call -> Reply.json(rules(call.actor()).json())),
        get(GLOBAL, "All push rules of every device", this::global),
        get(RULE, "One push rule", this::one),
        put(RULE, "Make or change a push rule", this::set),
        delete(RULE, "Remove a push rule", this::remove),
        get(RULE + "/enabled", "Whether a push rule is on", this::enabled),
        put(RULE + "/enabled", "Switch a push rule on or off", this::setEnabled),
        get(RULE + "/actions", "What a push rule does", this::actions),
        put(RULE + "/actions", "Say what a push rule does", this::setActions));
  }

  private PushRules rules(Actor actor) {
    return data.find(actor, 0, Rules.TYPE)
        .map(stored -> PushRules.parse(actor.user(), stored))
        .orElseGet(() -> PushRules.defaults(actor.user()));
  }

  private Reply global(Call call) {
    return Reply.json(rules(call.actor()).json().object("global").orElse(JsonObject.EMPTY));
  }

  private Reply one(Call call) {
    if (RuleKind.of(call.path("kind")).isEmpty()) {
      throw Refused.notFound("There is no such push rule.");
    }
    return Reply.json(rule(call, rules(call.actor())).json());
  }

  private static PushRule rule(Call call, PushRules rules) {
    return rules
        .rule(kind(call), call.path("ruleId"))
        .orElseThrow(() -> Refused.notFound("There is no such push rule."));
  }

  private static RuleKind kind(Call call) {
    return RuleKind.of(call.path("kind"))
        .orElseThrow(() -> Refused.invalidParam("This is not a kind of push rule."));
  }

  private Reply set(Call call) {
    var kind = kind(call);
    var id = call.path("ruleId");
    if (id.startsWith(".")) {
      throw Refused.invalidParam("Only the server's own rules have ids that begin with a dot.");
    }
    if (id.contains("/") || id.contains("\\")) {
      throw Refused.invalidParam("The id of a rule has no slash.");
    }
    if (!kind.open()) {
      throw Refused.invalidParam("Only the server makes rules of this kind.");
    }
    var rule = read(call, kind, id);
    return change(
        call,
        rules -> {
          if (rules.rules().size() >= RULES_MAX) {
            throw tooMany();
          }
          if (kind == RuleKind.CONTENT && words(rules, id) >= WORDS_MAX) {
            throw tooMany();
          }
          return rules
              .put(rule, call.query("before"), call.query("after"))
              .orElseThrow(() -> Refused.notFound("There is no rule to put it next to."));
        });
  }

  private static Refused tooMany() {
    return Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "You have too many push rules.");
  }

  /// How many rules look for a word, save the one of that id.
  private static long words(PushRules rules, String id) {
    return rules.rules().stream()
        .filter(rule -> rule.kind() == RuleKind.CONTENT && !rule.isDefault())
        .filter(rule -> !rule.id().equals(id))
        .count();
  }

  private static PushRule read(Call call, RuleKind kind, String id) {
    var body = call.body();
    List<JsonObject> conditions = List.of();
    Optional<String> pattern = Optional.empty();
    if (kind.conditional()) {
      var stated = body.optionalArray("conditions").orElse(JsonArray.EMPTY);
      conditions = stated.objects();
      if (conditions.size() < stated.values().size()) {
        throw Refused.badJson("A condition is an object.");
      }
      for (var condition : conditions) {
        checkLength(condition, "key");
        checkLength(condition, "pattern");
      }
      if (conditions.size() > CONDITIONS_MAX) {
        throw Refused.invalidParam("A rule has at most " + CONDITIONS_MAX + " conditions.");
      }
    } else if (kind == RuleKind.CONTENT) {
      pattern = Optional.of(body.string("pattern", PATTERN_CHARS_MAX));
    }
    return new PushRule(kind, id, false, true, conditions, pattern, checked(body.array("actions")));
  }

  private static void checkLength(JsonObject condition, String name) {
    if (condition.string(name).filter(text -> text.length() > CONDITION_CHARS_MAX).isPresent()) {
      throw Refused.invalidParam("\"" + name + "\" is too long.");
    }
  }

  private static JsonArray checked(JsonArray actions) {
    for (var action : actions.values()) {
      switch (action) {
        case JsonString _ -> {}
        case JsonObject tweak when tweak.string("set_tweak").isPresent() -> {}
        default -> throw Refused.badJson("An action is a word or sets a tweak.");
      }
    }
    return actions;
  }

  private Reply remove(Call call) {
    return change(
        call,
        rules -> {
          var rule = rule(call, rules);
          if (rule.isDefault()) {
            throw Refused.invalidParam("The server's own rules are switched off, not removed.");
          }
          return rules.without(rule.kind(), rule.id());
        });
  }

  private Reply enabled(Call call) {
    return Reply.json(JsonObject.of("enabled", rule(call, rules(call.actor())).enabled()));
  }

  private Reply setEnabled(Call call) {
    var enabled = call.body().bool("enabled");
    return change(call, rules -> rules.replace(rule(call, rules).withEnabled(enabled)));
  }

  private Reply actions(Call call) {
    return Reply.json(JsonObject.of("actions", rule(call, rules(call.actor())).actions()));
  }

  private Reply setActions(Call call) {
    var actions = checked(call.body().array("actions"));
    return change(call, rules -> rules.replace(rule(call, rules).withActions(actions)));
  }

  private Reply change(Call call, Function<PushRules, PushRules> change) {
    var actor = call.actor();
    data.change(
        actor,
        0,
        Rules.TYPE,
        stored -> {
          var now =
              stored.isEmpty()
                  ? PushRules.defaults(actor.user())
                  : PushRules.parse(actor.user(), stored);
          return change.apply(now).json();
        });
    return Reply.empty();
  }
}
