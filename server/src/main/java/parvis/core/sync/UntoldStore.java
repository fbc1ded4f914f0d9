package parvis.core.sync;

import java.util.List;
import parvis.platform.db.Tx;

/// Where it is noted what the log is to be told.
///
/// @param <N> one of what was noted
public interface UntoldStore<N> {
  /// Forgets what was told, by nid.
  void told(Tx tx, List<Long> nids);

  /// What was noted before a moment and is noted still, the oldest first.
  List<N> untold(Tx tx, long beforeMs, int max);
}
