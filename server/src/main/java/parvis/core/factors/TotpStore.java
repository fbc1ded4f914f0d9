package parvis.core.factors;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;

/// The apps whose codes are known here; their secrets are sealed.
final class TotpStore {
  /// How long one that was shown waits for its first code.
  static final Duration BEGUN_LIFE = Duration.ofMinutes(15);

  private static final String PURPOSE = "totp";

  private static final String BEGIN =
      """
      insert into totp ("user", sealed_secret, created_ms) values (?, ?, ?)
      on conflict ("user") do update
        set sealed_secret = excluded.sealed_secret, created_ms = excluded.created_ms, last_step = 0
      where not totp.confirmed\
      """;

  private static final String FIND =
      """
      select sealed_secret, confirmed, last_step, created_ms from totp
       where "user" = ? for update\
      """;

  private static final String TELL =
      """
      update totp set last_step = ?, confirmed = true, used_ms = ?
       where "user" = ? and last_step < ?\
      """;

  private final MasterKey masterKey;

  TotpStore(MasterKey masterKey) {
    this.masterKey = masterKey;
  }

  /// Keeps a secret until a code of it is told; false where there is one already.
  boolean begin(Tx tx, long user, byte[] secret, long nowMs) {
    return tx.run(BEGIN, user, masterKey.seal(PURPOSE, secret), nowMs) == 1;
  }

  /// Takes the first code; whether it was right, and in time.
  boolean confirm(Tx tx, long user, String code, long nowMs) {
    return tell(tx, user, code, nowMs, false);
  }

  /// Takes a code; whether it was right and was never told before.
  boolean use(Tx tx, long user, String code, long nowMs) {
    return tell(tx, user, code, nowMs, true);
  }

  private boolean tell(Tx tx, long user, String code, long nowMs, boolean confirmed) {
    record Kept(byte[] sealed, boolean confirmed, long lastStep, long createdMs) {}
    Optional<Kept> kept =
        tx.first(
                row ->
                    new Kept(
                        row.bytes("sealed_secret"),
                        row.bool("confirmed"),
                        row.number("last_step"),
                        row.number("created_ms")),
                FIND,
                user)
            .filter(one -> one.confirmed() == confirmed)
            .filter(one -> one.confirmed() || one.createdMs() + BEGUN_LIFE.toMillis() > nowMs);
    if (kept.isEmpty()) return false;
    byte[] secret = masterKey.open(PURPOSE, kept.get().sealed());
    OptionalLong step = Totp.told(secret, code, nowMs, kept.get().lastStep());
    if (step.isEmpty()) return false;
    return tx.run(TELL, step.getAsLong(), nowMs, user, step.getAsLong()) == 1;
  }

  /// When the app was set up.
  static OptionalLong since(Tx tx, long user) {
    return tx.first(
            row -> OptionalLong.of(row.number("created_ms")),
            "select created_ms from totp where \"user\" = ? and confirmed",
            user)
        .orElseGet(OptionalLong::empty);
  }

  static boolean remove(Tx tx, long user) {
    return tx.run("delete from totp where \"user\" = ?", user) == 1;
  }
}
