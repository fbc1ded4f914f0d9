package parvis.suite.decisions;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.db.Tx;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// What a decision becomes by an edit, or why it does not. What a value must be by itself is
/// decided before, by its [Field]; here it meets the decision as it is, its register and its
/// people.
final class Changing {
  /// How many decisions may have taken each other's place, one after the other.
  static final int EARLIER_MAX = 100;

  private final DecisionStore store;
  private final Veil veil;
  private final Clock clock;

  Changing(DecisionStore store, Veil veil, Clock clock) {
    this.store = store;
    this.veil = veil;
    this.clock = clock;
  }

  /// The decision after the edit; the same one where it is already as it is wished.
  ///
  /// @param before locked, or just made
  /// @param people who may be named, by the field that names them
  /// @throws Refused changed when somebody else has changed one of these values after `edit.base()`
  Decision apply(
      Tx tx, Reach reach, Decision before, Edit edit, Map<Field, Set<String>> people, Fact by) {
    var changed = new EnumMap<Field, JsonValue>(Field.class);
    changed.putAll(edit.set());
    changed.entrySet().removeIf(one -> one.getValue().equals(before.value(one.getKey())));
    if (changed.isEmpty()) {
      return before;
    }
    refuseForbidden(reach, before, changed);
    refuseLate(tx, reach, before, edit, changed.keySet());
    people.forEach((field, known) -> refuseAbsent(before, field, changed, known));
    refuseRound(tx, reach, before, changed);
    if (next(changed).filter(State::holds).isPresent() && before.said(Field.DAY).isEmpty()) {
      changed.putIfAbsent(Field.DAY, new JsonString(today().toString()));
    }
    var after = before.with(changed, by);
    refuseUnready(after);
    return after;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static Optional<State> next(Map<Field, JsonValue> changed) {
    return changed.get(Field.STATE) instanceof JsonString(var word)
        ? State.of(word)
        : Optional.empty();
  }

  private static void refuseForbidden(Reach reach, Decision before, Map<Field, JsonValue> changed) {
    var next = next(changed).orElse(before.state());
    if (next != before.state()) {
      reach.require(right(reach, before, next));
    }
    if (changed.size() > (next == before.state() ? 0 : 1)) {
      reach.requireWriting(before);
    }
  }

  /// What it takes to bring a decision from one state to another.
  private static Action right(Reach reach, Decision before, State to) {
    var from = before.state();
    if (from.holds() && to.holds()) {
      return Action.EXECUTE_DECISIONS;
    }
    if ((from == State.DRAFT && to.holds()) || (from == State.TAKEN && to == State.DRAFT)) {
      return Action.TAKE_DECISIONS;
    }
    if (!from.holds() && !to.holds()) {
      // What others propose is withdrawn by whoever takes decisions.
      var own = before.version() == 0 || before.isOf(reach.user().value());
      return own ? Action.PROPOSE_DECISIONS : Action.TAKE_DECISIONS;
    }
    throw Refused.conflict(
        from.holds()
            ? "What was decided is not withdrawn: another decision takes its place."
            : "What was withdrawn becomes a draft again first.");
  }

  private void refuseLate(Tx tx, Reach reach, Decision before, Edit edit, Set<Field> changed) {
    if (edit.base() > before.version()) {
      throw Said.invalid("base", "is a version that this decision has not had yet");
    }
    var late =
        changed.stream()
            .filter(field -> before.version() > 0 && before.versionOf(field) > edit.base())
            .map(Field::word)
            .toArray();
    if (late.length > 0) {
      throw Refused.changed()
          .with("fields", JsonArray.of(late))
          .with("decision", veil.over(tx, reach, before).json(reach.spaceId()));
    }
  }

  /// Who is named already may have gone meanwhile; who is named anew must be there.
  private static void refuseAbsent(
      Decision before, Field field, Map<Field, JsonValue> changed, Set<String> known) {
    if (changed.get(field) instanceof JsonArray names) {
      var unknown = new HashSet<>(names.strings());
      unknown.removeAll(known);
      before.strings(field).forEach(unknown::remove);
      if (!unknown.isEmpty()) {
        throw Said.invalid(
            field.word(),
            field == Field.ASKED
                ? "names somebody who does not take decisions in this space"
                : "names somebody who does not see decisions in this space");
      }
    }
  }

  /// What is of another space, or not theirs to see, is refused like what is not there.
  private void refuseRound(Tx tx, Reach reach, Decision before, Map<Field, JsonValue> changed) {
    if (changed.containsKey(Field.SUPERSEDES) || changed.containsKey(Field.STATE)) {
      // Two who tie decisions to each other at once would close a circle.
      store.lockRegister(tx, reach.spaceNid());
    }
    var comes = next(changed).filter(State::holds).isPresent();
    var earlier = changed.getOrDefault(Field.SUPERSEDES, before.value(Field.SUPERSEDES));
    if (earlier instanceof JsonString(var id) && (comes || changed.containsKey(Field.SUPERSEDES))) {
      refuseEarlier(tx, reach, before, id);
    }
    if (before.state().holds()
        && next(changed).filter(state -> !state.holds()).isPresent()
        && !store.later(tx, List.of(before.key().id())).isEmpty()) {
      throw Refused.conflict("Another decision supersedes this one.");
    }
  }

  private void refuseEarlier(Tx tx, Reach reach, Decision before, String earlier) {
    var word = Field.SUPERSEDES.word();
    var there =
        store
            .find(tx, earlier)
            .filter(one -> one.key().space() == reach.spaceNid() && reach.sees(one))
            .orElseThrow(() -> Said.invalid(word, "names a decision that is not there"));
    var chain = store.earlier(tx, earlier, EARLIER_MAX);
    if (chain.contains(before.key().id())) {
      throw Said.invalid(word, "would make this decision supersede itself");
    }
    if (!there.state().holds()) {
      throw Said.invalid(word, "names a decision that was not taken");
    }
    if (chain.size() >= EARLIER_MAX) {
      throw Said.invalid(word, "has more than " + EARLIER_MAX + " decisions before it");
    }
  }

  /// A decision that holds says who decided and when, and nobody decides tomorrow. Days begin
  /// earlier elsewhere.
  private void refuseUnready(Decision after) {
    if (!after.state().holds()) {
      return;
    }
    if (after.strings(Field.DECIDERS).isEmpty() && after.text(Field.BODY).isEmpty()) {
      throw Said.invalid(Field.DECIDERS.word(), "says who decided, or \"body\" does");
    }
    var day = after.said(Field.DAY).map(LocalDate::parse);
    if (day.isEmpty()) {
      throw Said.invalid(Field.DAY.word(), "says when it was decided");
    }
    if (day.get().isAfter(today().plusDays(1))) {
      throw Said.invalid(Field.DAY.word(), "lies in the future; a draft may wait for it");
    }
  }
}
