package parvis.core.search;

import java.util.Optional;
import parvis.base.Refused;

/// Where a page of results ended, as its `next_batch` says it.
///
/// @param count how many results the whole search had when it began
/// @param upTo the last position that the search looks at: what was sent since is left out, so that
///     no page repeats or skips a result
/// @param rank of the last result that was told
/// @param pos of the last result that was told
/// @param group the only group that goes on; absent: all do
record Place(
    Criteria.Order order, int count, long upTo, float rank, long pos, Optional<Within> group) {
  private static final int PARTS = 6;

  /// One group.
  ///
  /// @param id of the room or the person
  record Within(Criteria.Group by, String id) {}

  String text() {
    var plain = "%s_%d_%d_%d_%d_".formatted(order, count, upTo, Float.floatToIntBits(rank), pos);
    return plain + group.map(within -> within.by() + within.id()).orElse("");
  }

  /// @throws Refused invalidParam when it is not what [#text] writes
  static Place read(String text) {
    var parts = text.split("_", PARTS);
    try {
      if (parts.length == PARTS) {
        return new Place(
            Criteria.Order.valueOf(parts[0]),
            Math.max(0, Integer.parseInt(parts[1])),
            Long.parseLong(parts[2]),
            Float.intBitsToFloat(Integer.parseInt(parts[3])),
            Long.parseLong(parts[4]),
            within(parts[5]));
      }
    } catch (IllegalArgumentException e) {
      throw Refused.invalidParam("This is not a next_batch of a search.");
    }
    throw Refused.invalidParam("This is not a next_batch of a search.");
  }

  private static Optional<Within> within(String text) {
    for (var by : Criteria.Group.values()) {
      if (text.startsWith(by.name())) {
        return Optional.of(new Within(by, text.substring(by.name().length())));
      }
    }
    if (!text.isEmpty()) {
      throw new IllegalArgumentException("no such group");
    }
    return Optional.empty();
  }

  /// The same place, from which one group alone goes on.
  Place in(Criteria.Group by, String id) {
    return new Place(order, count, upTo, rank, pos, Optional.of(new Within(by, id)));
  }

  /// Whether a result comes after this place.
  boolean precedes(float otherRank, long otherPos) {
    return switch (order) {
      case RECENT -> otherPos < pos;
      case RANK -> otherRank < rank || (otherRank == rank && otherPos > pos);
    };
  }
}
