package parvis.suite.decisions;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.core.things.Hidden;
import parvis.platform.db.Tx;
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
                one.said(Field.SUPERSEDES).filter(hidden::has).isPresent()
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

  private static HistoryStore.Change veiled(HistoryStore.Change change, Hidden hidden) {
    return new HistoryStore.Change(
        change.version(),
        change.field(),
        change.fact(),
        hidden.one(change.was()),
        hidden.one(change.became()));
  }

  private Hidden hidden(Tx tx, Reach reach, Collection<String> names) {
    if (reach.seesAll() || names.isEmpty()) {
      return Hidden.NONE;
    }
    var seen = store.named(tx, names).stream().filter(reach::sees).map(one -> one.key().id());
    return Hidden.among(names, seen.toList());
  }
}
