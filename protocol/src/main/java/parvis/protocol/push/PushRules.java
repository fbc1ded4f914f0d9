package parvis.protocol.push;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// All push rules of one account, in the order in which they are asked.
///
/// Rules that people made come before the server's within their kind, save the master switch, which
/// comes before everything. What the server's rules ask is never stored, so a new version of the
/// program brings its own; whether they are on, and what they do, is.
///
/// spec: client-server-api#push-rules
public final class PushRules {

  private final List<PushRule> rules;
  private final boolean untouched;
  private final List<Armed> armed;

  /// An enabled rule, its questions parsed and its verdict worked out.
  private record Armed(List<Condition> questions, PushVerdict verdict, JsonArray actions) {}

  private PushRules(List<PushRule> rules, boolean untouched) {
    this.rules = List.copyOf(rules);
    this.untouched = untouched;
    this.armed =
        rules.stream()
            .filter(PushRule::enabled)
            .map(rule -> new Armed(rule.questions(), rule.verdict(), rule.actions()))
            .toList();
  }

  /// The rules of a new account.
  public static PushRules defaults(UserId user) {
    return new PushRules(DefaultRules.of(user), true);
  }

  /// The rules as `json` wrote them, laid over the defaults of this account.
  public static PushRules parse(UserId user, JsonObject stored) {
    JsonObject global = stored.object("global").orElse(JsonObject.EMPTY);
    Map<String, JsonObject> ours = new HashMap<>();
    var own = new ArrayList<PushRule>();
    for (RuleKind kind : RuleKind.values()) {
      for (JsonObject json : global.array(kind.word()).orElse(JsonArray.EMPTY).objects()) {
        String id = json.string("rule_id").orElse("");
        if (id.startsWith(".")) ours.put(id, json);
        else PushRule.parse(kind, json).ifPresent(own::add);
      }
    }
    List<PushRule> defaults = DefaultRules.of(user);
    List<PushRule> adjusted = defaults.stream().map(rule -> adjust(rule, ours)).toList();
    return of(own, adjusted, own.isEmpty() && adjusted.equals(defaults));
  }

  private static PushRule adjust(PushRule rule, Map<String, JsonObject> stored) {
    JsonObject json = stored.getOrDefault(rule.id(), JsonObject.EMPTY);
    return rule.withEnabled(json.bool("enabled").orElse(rule.enabled()))
        .withActions(json.array("actions").orElse(rule.actions()));
  }

  private static PushRules of(List<PushRule> own, List<PushRule> defaults, boolean untouched) {
    var all = new ArrayList<PushRule>(own.size() + defaults.size());
    for (RuleKind kind : RuleKind.values()) {
      for (PushRule rule : defaults) {
        if (rule.kind() == kind && rule.id().equals(DefaultRules.MASTER)) all.add(rule);
      }
      for (PushRule rule : own) {
        if (rule.kind() == kind) all.add(rule);
      }
      for (PushRule rule : defaults) {
        if (rule.kind() == kind && !rule.id().equals(DefaultRules.MASTER)) all.add(rule);
      }
    }
    return new PushRules(all, untouched);
  }

  /// What the event does to the owner of these rules: what the first rule that matches says. The
  /// caller leaves out the owner's own events.
  ///
  /// However many the rules are and however long the event, the work is bounded: what it does not
  /// suffice for does not match, and rules that cost little are asked to the end.
  public PushVerdict evaluate(PushEvent event) {
    return evaluate(event, new Work());
  }

  PushVerdict evaluate(PushEvent event, Work work) {
    return deciding(event, work).map(Armed::verdict).orElse(PushVerdict.SILENT);
  }

  /// What that rule says to do, word for word; empty when it does not notify.
  public JsonArray actions(PushEvent event) {
    return deciding(event, new Work())
        .filter(rule -> rule.verdict().notifies())
        .map(Armed::actions)
        .orElse(JsonArray.EMPTY);
  }

  private Optional<Armed> deciding(PushEvent event, Work work) {
    for (Armed rule : armed) {
      if (holds(rule.questions(), event, work)) return Optional.of(rule);
    }
    return Optional.empty();
  }

  private static boolean holds(List<Condition> questions, PushEvent event, Work work) {
    for (Condition question : questions) {
      if (!question.holds(event, work)) return false;
    }
    return true;
  }

  /// Whether these are the defaults, in all they do.
  public boolean untouched() {
    return untouched;
  }

  public List<PushRule> rules() {
    return rules;
  }

  public Optional<PushRule> rule(RuleKind kind, String id) {
    return rules.stream().filter(rule -> rule.kind() == kind && rule.id().equals(id)).findFirst();
  }

  /// The rules with one rule replaced where it stands; a rule that is not there is not added.
  public PushRules replace(PushRule rule) {
    var changed = new ArrayList<PushRule>(rules);
    changed.replaceAll(one -> same(one, rule) ? rule : one);
    return new PushRules(changed, false);
  }

  /// The rules with one that somebody made: at the top of its kind, or next to another of theirs.
  /// Empty when that other one is not there.
  ///
  /// @param before the id of the rule it shall come right before
  /// @param after the id of the rule it shall come right after, where `before` is empty
  public Optional<PushRules> put(PushRule rule, Optional<String> before, Optional<String> after) {
    var own = new ArrayList<PushRule>();
    var defaults = new ArrayList<PushRule>();
    for (PushRule one : rules) {
      if (one.isDefault()) defaults.add(one);
      else if (!same(one, rule)) own.add(one);
    }
    Optional<String> anchor = before.or(() -> after);
    int at = 0;
    if (anchor.isPresent()) {
      while (at < own.size() && !is(own.get(at), rule.kind(), anchor.get())) at++;
      if (at == own.size()) return Optional.empty();
      if (before.isEmpty()) at++;
    }
    own.add(at, rule);
    return Optional.of(of(own, defaults, false));
  }

  /// The rules without one; the server's own cannot be taken out.
  public PushRules without(RuleKind kind, String id) {
    return new PushRules(
        rules.stream().filter(rule -> rule.isDefault() || !is(rule, kind, id)).toList(), false);
  }

  private static boolean same(PushRule one, PushRule other) {
    return is(one, other.kind(), other.id());
  }

  private static boolean is(PushRule rule, RuleKind kind, String id) {
    return rule.kind() == kind && rule.id().equals(id);
  }

  /// The content of `m.push_rules`, and what `GET /pushrules/` answers.
  public JsonObject json() {
    var global = JsonObject.builder();
    for (RuleKind kind : RuleKind.values()) {
      global.put(
          kind.word(),
          rules.stream().filter(rule -> rule.kind() == kind).map(PushRule::json).toList());
    }
    return JsonObject.of("global", global.build());
  }
}
