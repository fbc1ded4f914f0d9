package parvis.suite.decisions;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Keeps from the reader of some decisions the names of others that they do not see.
final class Veil {
  private final DecisionStore store;

  Veil(DecisionStore store) {
    this.store = store;
  }

  /// Decisions of one space without the earlier one, where it is not seen.
  List<Decision> over(Tx tx, Reach reach, List<Decision> all) {
    var names = all.stream().flatMap(one -> one.said(Field.SUPERSEDES).stream()).toList();
    var hidden = hidden(tx, reach, names);
    return all.stream()
        .map(
            one ->
                one.said(Field.SUPERSEDES).filter(hidden::contains).isPresent()
                    ? one.without(Field.SUPERSEDES)
                    : one)
        .toList();
  }

  Decision over(Tx tx, Reach reach, Decision one) {
    return over(tx, reach, List.of(one)).getFirst();
  }

  /// The history of a decision, in which what is not seen never came before it.
  List<HistoryStore.Change> history(Tx tx, Reach reach, List<HistoryStore.Change> all) {
    var names =
        all.stream()
            .filter(Veil::isOfEarlier)
            .flatMap(one -> Stream.of(one.was(), one.became()))
            .flatMap(value -> name(value).stream())
            .toList();
    var hidden = hidden(tx, reach, names);
    return all.stream()
        .map(one -> isOfEarlier(one) ? veiled(one, hidden) : one)
        .filter(one -> !one.was().equals(one.became()))
        .toList();
  }

  private static boolean isOfEarlier(HistoryStore.Change change) {
    return change.field().equals(Field.SUPERSEDES.word());
  }

  private static Optional<String> name(JsonValue value) {
    return value instanceof JsonString(var name) ? Optional.of(name) : Optional.empty();
  }

  private static HistoryStore.Change veiled(HistoryStore.Change change, Set<String> hidden) {
    return new HistoryStore.Change(
        change.version(),
        change.field(),
        change.fact(),
        veiled(change.was(), hidden),
        veiled(change.became(), hidden));
  }

  private static JsonValue veiled(JsonValue value, Set<String> hidden) {
    return name(value).filter(hidden::contains).isPresent() ? JsonNull.NULL : value;
  }

  private Set<String> hidden(Tx tx, Reach reach, Collection<String> names) {
    if (reach.seesAll() || names.isEmpty()) {
      return Set.of();
    }
    var hidden = new HashSet<>(names);
    store.named(tx, hidden).stream()
        .filter(reach::sees)
        .map(one -> one.key().id())
        .forEach(hidden::remove);
    return hidden;
  }
}
