package parvis.core.push;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.sync.AccountData;
import parvis.core.sync.Rules;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.push.PushRule;
import parvis.protocol.push.PushRules;
import parvis.protocol.push.RuleKind;

/// What somebody noted for a room, noted for the one that took its place: its push rules, its tags,
/// and with whom it is a direct conversation. What they noted for the new one stays as it is.
/// spec: cs-api#room-upgrades
final class Successors {
  private static final String TAGS = "m.tag";
  private static final String DIRECT = "m.direct";

  private final AccountData data;

  Successors(AccountData data) {
    this.data = data;
  }

  /// A room by its number and its id.
  record Place(long nid, String id) {}

  void take(Actor actor, Place from, Place to) {
    takeTags(actor, from, to);
    takeDirect(actor, from.id(), to.id());
    takeRules(actor, from.id(), to.id());
  }

  private void takeTags(Actor actor, Place from, Place to) {
    var tags = data.find(actor, from.nid(), TAGS);
    if (tags.isPresent() && data.find(actor, to.nid(), TAGS).isEmpty()) {
      bounded(() -> data.put(actor, to.nid(), TAGS, tags.get()));
    }
  }

  private void takeDirect(Actor actor, String from, String to) {
    var known = data.find(actor, 0, DIRECT).orElse(JsonObject.EMPTY);
    if (!direct(known, from, to).equals(known)) {
      bounded(() -> data.change(actor, 0, DIRECT, now -> direct(now, from, to)));
    }
  }

  private static JsonObject direct(JsonObject known, String from, String to) {
    var direct = known;
    for (var person : known.keys()) {
      var rooms = known.array(person).orElse(JsonArray.EMPTY);
      if (rooms.strings().contains(from) && !rooms.strings().contains(to)) {
        direct =
            direct.with(
                person,
                JsonArray.of(Stream.concat(rooms.values().stream(), Stream.of(to)).toArray()));
      }
    }
    return direct;
  }

  private void takeRules(Actor actor, String from, String to) {
    var stored = data.find(actor, 0, Rules.TYPE);
    if (stored.isPresent()
        && !following(PushRules.parse(actor.user(), stored.get()), from, to).isEmpty()) {
      bounded(
          () ->
              data.change(
                  actor, 0, Rules.TYPE, now -> with(PushRules.parse(actor.user(), now), from, to)));
    }
  }

  private static JsonObject with(PushRules rules, String from, String to) {
    var all = rules;
    for (var rule : following(rules, from, to)) {
      if (all.rules().size() < PushRuleRoutes.RULES_MAX) {
        all = all.put(rule, Optional.empty(), Optional.empty()).orElse(all);
      }
    }
    return all.json();
  }

  /// The rules that are to be made, the one first that is to come last.
  private static List<PushRule> following(PushRules rules, String from, String to) {
    Set<String> there = new HashSet<>();
    rules.rules().forEach(rule -> there.add(rule.kind() + " " + rule.id()));
    return rules.rules().stream()
        .filter(rule -> !rule.isDefault() && isAbout(rule, from))
        .map(rule -> about(rule, from, to))
        .filter(rule -> !there.contains(rule.kind() + " " + rule.id()))
        .toList()
        .reversed();
  }

  private static boolean isAbout(PushRule rule, String room) {
    return rule.kind() == RuleKind.ROOM
        ? rule.id().equals(room)
        : rule.conditions().stream().anyMatch(condition -> isAbout(condition, room));
  }

  private static boolean isAbout(JsonObject condition, String room) {
    return condition.string("key").filter("room_id"::equals).isPresent()
        && condition
            .string("pattern")
            .or(() -> condition.string("value"))
            .filter(room::equals)
            .isPresent();
  }

  private static PushRule about(PushRule rule, String from, String to) {
    var id = rule.id().contains(from) ? rule.id().replace(from, to) : to;
    var conditions =
        rule.conditions().stream()
            .map(
                condition ->
                    !isAbout(condition, from)
                        ? condition
                        : condition.string("pattern").isPresent()
                            ? condition.with("pattern", to)
                            : condition.with("value", to))
            .toList();
    return new PushRule(
        rule.kind(), id, false, rule.enabled(), conditions, rule.pattern(), rule.actions());
  }

  /// Where what somebody notes is full already, they follow without.
  private static void bounded(Runnable change) {
    try {
      change.run();
    } catch (Refused refused) {
      if (refused.kind() != Refused.Kind.TOO_LARGE
          && refused.kind() != Refused.Kind.RESOURCE_LIMIT_EXCEEDED) {
        throw refused;
      }
    }
  }
}
