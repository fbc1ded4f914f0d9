package parvis.platform.log;

import java.util.List;

/// Who learns every row of the log, in order.
public interface Follower {

  /// The next rows, ascending; called by one thread, before the writers learn of their success.
  ///
  /// Keep it short: every sender waits for it. A row may come a second time after the first call
  /// that follows a start, when the follower has loaded it from the database itself.
  void applied(List<LogRow> rows);
}
