package parvis.core.factors;

import java.util.Optional;
import parvis.core.factors.Steps.Shown;
import parvis.platform.db.Tx;

/// The steps that stand between a first proof and a session, in the database.
final class StepStore {
  private static final int FORGOTTEN_MAX = 1_000;

  private static final String FORGET =
      """
      delete from factor_step where hash in (
        select hash from factor_step where created_ms <= ? order by created_ms limit ?)\
      """;

  private static final String ADD =
      """
      insert into factor_step (hash, "user", secret_hash, enrols, created_ms, expires_ms)
      values (?, ?, ?, ?, ?, ?)\
      """;

  private static final String FIND =
      """
      select "user" from factor_step
       where hash = ? and secret_hash = ? and enrols = ?
         and expires_ms > ? and tries < ? and not used\
      """;

  private static final String WRONG =
      """
      select coalesce(sum(tries), 0) as n from factor_step where "user" = ? and created_ms > ?\
      """;

  private static final String USE =
      """
      update factor_step set used = true
       where hash = ? and not used and expires_ms > ? and tries < ?\
      """;

  private StepStore() {}

  static int forget(Tx tx, long beforeMs) {
    return tx.run(FORGET, beforeMs, FORGOTTEN_MAX);
  }

  static int add(Tx tx, Shown shown, long user, boolean enrols, long nowMs, long expiresMs) {
    return tx.run(ADD, shown.hash(), user, shown.browser(), enrols, nowMs, expiresMs);
  }

  /// Whose step it is, if it is good in this browser.
  static Optional<Long> find(Tx tx, Shown shown, boolean enrols, long nowMs, int triesMax) {
    return tx.first(
        row -> row.number("user"), FIND, shown.hash(), shown.browser(), enrols, nowMs, triesMax);
  }

  /// Wrong codes for one account since then, in however many steps.
  static long wrong(Tx tx, long user, long sinceMs) {
    return tx.first(row -> row.number("n"), WRONG, user, sinceMs).orElseThrow();
  }

  static int count(Tx tx, Shown shown) {
    return tx.run("update factor_step set tries = tries + 1 where hash = ?", shown.hash());
  }

  /// Uses a step up; false when somebody else did, or it is over.
  static boolean use(Tx tx, Shown shown, long nowMs, int triesMax) {
    return tx.run(USE, shown.hash(), nowMs, triesMax) == 1;
  }
}
