package parvis.suite.feed;

import parvis.platform.db.Tx;

/// When people were reminded last, by what they were asked to read.
final class ReminderStore {
  private static final String REMIND =
      """
      insert into feed_reminder (event, "by", at_ms) values (?, ?, ?)
      on conflict (event) do update set "by" = excluded."by", at_ms = excluded.at_ms
       where feed_reminder.at_ms <= ?\
      """;

  /// Notes a reminder; false when there was one since.
  boolean remind(Tx tx, String event, long by, long now, long since) {
    return tx.run(REMIND, event, by, now, since) == 1;
  }
}
