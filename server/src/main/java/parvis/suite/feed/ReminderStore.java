package parvis.suite.feed;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.db.Tx;

/// When people were reminded last, by what they were asked to read.
final class ReminderStore {
  private static final String REMIND =
      """
      insert into feed_reminder (event, "by", at_ms, people, people_at_ms) values (?, ?, ?, ?, ?)
      on conflict (event) do update
        set "by" = excluded."by", at_ms = excluded.at_ms, people = excluded.people,
            people_at_ms = excluded.people_at_ms
       where feed_reminder.at_ms <= ?\
      """;

  /// A node of the version before leaves the number of the reminder before.
  private static final String LAST =
      """
      select "by", at_ms, case when people_at_ms = at_ms then people end as people
        from feed_reminder where event = ?""";

  /// That people were reminded.
  ///
  /// @param people how many; absent where it was not counted
  record Reminder(long by, long atMs, OptionalLong people) {}

  /// Notes a reminder; false when there was one since.
  boolean remind(Tx tx, String event, Reminder reminder, long since) {
    var people = reminder.people().orElseThrow();
    return tx.run(REMIND, event, reminder.by(), reminder.atMs(), people, reminder.atMs(), since)
        == 1;
  }

  Optional<Reminder> last(Tx tx, String event) {
    return tx.first(
        row -> new Reminder(row.number("by"), row.number("at_ms"), row.optionalNumber("people")),
        LAST,
        event);
  }
}
