package parvis.core.threads;

import java.util.Optional;
import parvis.platform.db.Tx;

/// Subscriptions in the database.
final class SubscriptionStore {
  private static final String FIND =
      """
      select subscribed, automatic, ended from thread_subscription where "user" = ? and root = ?""";

  private static final String COUNT =
      """
      select count(*) as n from thread_subscription where "user" = ?""";

  private static final String PUT =
      """
      insert into thread_subscription ("user", root, subscribed, automatic) values (?, ?, true, ?)
      on conflict ("user", root) do update set subscribed = true, automatic = excluded.automatic""";

  private static final String END =
      """
      update thread_subscription set subscribed = false, ended = ?
       where "user" = ? and root = ? and subscribed""";

  /// @param ended where the log was when it was ended the last time; 0: never
  record Known(boolean subscribed, boolean automatic, long ended) {}

  Optional<Known> find(Tx tx, long user, long root) {
    return tx.first(
        row -> new Known(row.bool("subscribed"), row.bool("automatic"), row.number("ended")),
        FIND,
        user,
        root);
  }

  long count(Tx tx, long user) {
    return tx.first(row -> row.number("n"), COUNT, user).orElseThrow();
  }

  boolean put(Tx tx, long user, long root, boolean automatic) {
    return tx.run(PUT, user, root, automatic) == 1;
  }

  /// Ends one that there is, at a position of the log.
  boolean end(Tx tx, long user, long root, long pos) {
    return tx.run(END, pos, user, root) == 1;
  }
}
