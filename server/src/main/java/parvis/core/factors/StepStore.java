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
      select coalesce(sum(s.tries) filter (where s.secret_hash = ?), 0) as here,
             coalesce(sum(s.tries) filter (where b.secret_hash is null), 0) as strange,
             coalesce(sum(s.tries) filter (where b.secret_hash is null and s.network = ?), 0) as near,
             exists (select from factor_browser where "user" = ? and secret_hash = ?) as known
        from factor_step s
        left join factor_browser b on b."user" = s."user" and b.secret_hash = s.secret_hash
       where s."user" = ? and s.created_ms > ?\
      """;

  private static final String KNOW =
      """
      insert into factor_browser ("user", secret_hash, used_ms) values (?, ?, ?)
          on conflict ("user", secret_hash) do update set used_ms = excluded.used_ms\
      """;

  private static final String FORGET_BROWSERS =
      """
      delete from factor_browser where "user" = ? and secret_hash not in (
        select secret_hash from factor_browser where "user" = ? order by used_ms desc limit ?)\
      """;

  private static final String USE =
      """
      update factor_step set used = true
       where hash = ? and not used and expires_ms > ? and tries < ?\
      """;

  private StepStore() {}

  /// Ends all that somebody has begun.
  static void end(Tx tx, long user) {
    tx.run("update factor_step set used = true where \"user\" = ? and not used", user);
  }

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

  /// Wrong codes for one account.
  ///
  /// @param here in that browser
  /// @param strange in browsers in which nobody came in
  /// @param near in those of them that are in that network
  /// @param known whether somebody came in in that browser
  record Wrong(long here, long strange, long near, boolean known) {}

  /// Those that were told since then, in however many steps.
  static Wrong wrong(Tx tx, long user, byte[] browser, byte[] network, long sinceMs) {
    return tx.first(
            row ->
                new Wrong(
                    row.number("here"),
                    row.number("strange"),
                    row.number("near"),
                    row.bool("known")),
            WRONG,
            browser,
            network,
            user,
            browser,
            user,
            sinceMs)
        .orElseThrow();
  }

  static int count(Tx tx, Shown shown, byte[] network) {
    return tx.run(
        "update factor_step set tries = tries + 1, network = ? where hash = ?",
        network,
        shown.hash());
  }

  /// Remembers a browser in which somebody gave a second factor.
  static void know(Tx tx, long user, byte[] browser, long nowMs, int most) {
    tx.run(KNOW, user, browser, nowMs);
    tx.run(FORGET_BROWSERS, user, user, most);
  }

  /// Uses a step up; false when somebody else did, or it is over.
  static boolean use(Tx tx, Shown shown, long nowMs, int triesMax) {
    return tx.run(USE, shown.hash(), nowMs, triesMax) == 1;
  }
}
