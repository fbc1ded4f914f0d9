package parvis.core.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import parvis.base.Abreast;
import parvis.base.Refused;

/// What was found of several kinds that were asked at once.
///
/// Of a kind that somebody has asked for too often today nothing is said: it stands among the
/// others only where it may. One that could not be searched in time is told, since what is missing
/// looks like what is not there.
///
/// @param found by kind, in the order in which they are told
/// @param leftOut kinds for which there was no turn: to be asked for again
/// @param tooMuch kinds in which it took too long: with more words they can be searched
record Gathered(Map<String, Findings> found, List<String> leftOut, List<String> tooMuch) {
  private sealed interface Came {}

  private record Found(Findings findings) implements Came {}

  private record Spent() implements Came {}

  private record Late() implements Came {}

  private record TooMuch() implements Came {}

  static Gathered nothing(List<Searchable> kinds) {
    var found = new LinkedHashMap<String, Findings>();
    kinds.forEach(kind -> found.put(kind.kind(), Findings.NONE));
    return new Gathered(found, List.of(), List.of());
  }

  /// @throws Refused why nothing was found, where one kind alone is asked for
  static Gathered of(Abreast abreast, List<Searchable> kinds, Question question) {
    if (kinds.size() == 1) {
      var kind = kinds.getFirst();
      return new Gathered(Map.of(kind.kind(), kind.find(question)), List.of(), List.of());
    }
    var found = new LinkedHashMap<String, Findings>();
    var leftOut = new ArrayList<String>();
    var tooMuch = new ArrayList<String>();
    var all = abreast.all(kinds.stream().map(kind -> asking(kind, question)).toList());
    for (int i = 0; i < kinds.size(); i++) {
      var name = kinds.get(i).kind();
      switch (all.get(i)) {
        case Found(var findings) -> found.put(name, findings);
        case Late() -> leftOut.add(name);
        case TooMuch() -> tooMuch.add(name);
        case Spent() -> {}
      }
    }
    return new Gathered(found, leftOut, tooMuch);
  }

  private static Supplier<Came> asking(Searchable kind, Question question) {
    return () -> {
      try {
        return new Found(kind.find(question));
      } catch (Refused refused) {
        return switch (refused.kind()) {
          case LIMIT_EXCEEDED -> new Spent();
          case NO_TURN -> new Late();
          case RESOURCE_LIMIT_EXCEEDED -> new TooMuch();
          default -> throw refused;
        };
      }
    };
  }

  /// Whether nothing at all was found where everything was searched.
  boolean isNothing() {
    return leftOut.isEmpty()
        && tooMuch.isEmpty()
        && found.values().stream().allMatch(one -> one.count() == 0);
  }
}
