package parvis.suite.tasks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parvis.platform.log.LogRow;

/// Where the last change of each space was, of those that were heard here: who asks of spaces in
/// which nothing changed costs the database nothing.
final class LastChanges {
  /// Spaces that are known; when there are more, all of them are forgotten.
  static final int SPACES_MAX = 10_000;

  private final Map<Long, Long> last = new ConcurrentHashMap<>();

  /// From here on none was missed.
  private volatile long from = Long.MAX_VALUE;

  /// The spaces in which something changed.
  Set<Long> heard(List<LogRow> rows) {
    if (from == Long.MAX_VALUE || last.size() > SPACES_MAX) {
      from = rows.getFirst().pos();
      last.clear();
    }
    var changed = new HashSet<Long>();
    for (var row : rows) {
      if (row.kind() == LogRow.TASK) {
        last.merge(row.room(), row.pos(), Math::max);
        changed.add(row.room());
      }
    }
    return changed;
  }

  /// Whether it is certain that nothing changed in some spaces after a position. From where on none
  /// was missed is looked at last: it is another before what was known is forgotten.
  boolean isQuiet(long[] spaces, long since) {
    return Arrays.stream(spaces).noneMatch(space -> last.getOrDefault(space, 0L) > since)
        && since >= from;
  }
}
