package parvis.core.things;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What somebody sees of the things that are tied to messages of a room.
///
/// @param max those that are told, the latest
public record Traces(int max) {
  /// How many times as many are looked at, whoever sees them.
  private static final int LOOKED_AT_TIMES = 10;

  /// A message of a room, and the id of a thing that is tied to it.
  public record Tie(long nid, String event, String thing) {}

  /// A message, and a thing that is seen and tied to it.
  public record Trace<F>(String event, F found) {}

  /// Ties of a room, the latest first.
  @FunctionalInterface
  public interface Pages {
    List<Tie> before(long nid, int max);
  }

  /// The messages of a room, the latest first, with what is seen of what is tied to them.
  ///
  /// @param seen those of some ids that are seen, by their ids
  public <F> List<Trace<F>> of(Pages pages, Function<List<String>, Map<String, F>> seen) {
    var traces = new ArrayList<Trace<F>>();
    long before = Long.MAX_VALUE;
    for (int looked = 0; looked < LOOKED_AT_TIMES && traces.size() < max; looked++) {
      var page = pages.before(before, max);
      var found = seen.apply(page.stream().map(Tie::thing).distinct().toList());
      for (var tie : page) {
        Optional.ofNullable(found.get(tie.thing()))
            .ifPresent(one -> traces.add(new Trace<>(tie.event(), one)));
      }
      if (page.size() < max) {
        break;
      }
      before = page.getLast().nid();
    }
    return traces.subList(0, Math.min(traces.size(), max));
  }
}
