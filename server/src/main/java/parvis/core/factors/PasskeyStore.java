package parvis.core.factors;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.SecretHash;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// The passkeys that are known here, and what browsers were asked to sign with them.
final class PasskeyStore {
  /// Passkeys of one account.
  static final int PASSKEYS_MAX = 20;

  private static final String COLUMNS =
      "select nid, \"user\", handle, credential, attested, backup, signatures, name, created_ms,"
          + " used_ms from passkey ";

  private static final String OF = COLUMNS + "where \"user\" = ? order by nid limit ?";

  private static final String BY_CREDENTIAL = COLUMNS + "where credential = ?";

  private static final String ADD =
      """
      insert into passkey ("user", handle, credential, attested, backup, signatures, name,
                           created_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String USED =
      "update passkey set signatures = ?, used_ms = ? where credential = ? and signatures <= ?";

  private static final String ASK =
      """
      insert into passkey_request (secret_hash, "user", request, expires_ms) values (?, ?, ?, ?)
      on conflict (secret_hash) do update
        set "user" = excluded."user", request = excluded.request, expires_ms = excluded.expires_ms\
      """;

  private static final String TAKE =
      """
      delete from passkey_request
       where secret_hash = ? and "user" is not distinct from ? and expires_ms > ?
      returning request\
      """;

  private PasskeyStore() {}

  /// One key of one person.
  record Passkey(
      long nid,
      long user,
      byte[] handle,
      byte[] credential,
      byte[] attested,
      boolean backup,
      long signatures,
      String name,
      long createdMs,
      OptionalLong usedMs) {
    /// The same as somebody's, by nid.
    Passkey of(long owner) {
      return new Passkey(
          nid, owner, handle, credential, attested, backup, signatures, name, createdMs, usedMs);
    }

    private static Passkey read(Row row) {
      return new Passkey(
          row.number("nid"),
          row.number("user"),
          row.bytes("handle"),
          row.bytes("credential"),
          row.bytes("attested"),
          row.bool("backup"),
          row.number("signatures"),
          row.text("name"),
          row.number("created_ms"),
          row.optionalNumber("used_ms"));
    }
  }

  static boolean any(Tx tx, long user) {
    return tx.first(row -> true, "select 1 from passkey where \"user\" = ? limit 1", user)
        .isPresent();
  }

  static List<Passkey> of(Tx tx, long user) {
    return tx.list(Passkey::read, OF, user, PASSKEYS_MAX);
  }

  static Optional<Passkey> find(Tx tx, byte[] credential) {
    return tx.first(Passkey::read, BY_CREDENTIAL, (Object) credential);
  }

  static Optional<Long> byHandle(Tx tx, byte[] handle) {
    return tx.first(
        row -> row.number("user"),
        "select \"user\" from passkey where handle = ? limit 1",
        (Object) handle);
  }

  static void add(Tx tx, Passkey key) {
    tx.run(
        ADD,
        key.user(),
        key.handle(),
        key.credential(),
        key.attested(),
        key.backup(),
        key.signatures(),
        key.name(),
        key.createdMs());
  }

  /// Notes that a key has signed; false when a later signature was noted meanwhile.
  static boolean used(Tx tx, byte[] credential, long signatures, long nowMs) {
    return tx.run(USED, signatures, nowMs, credential, signatures) == 1;
  }

  static boolean rename(Tx tx, long user, long nid, String name) {
    String sql = "update passkey set name = ? where nid = ? and \"user\" = ?";
    return tx.run(sql, name, nid, user) == 1;
  }

  static boolean remove(Tx tx, long user, long nid) {
    return tx.run("delete from passkey where nid = ? and \"user\" = ?", nid, user) == 1;
  }

  static void removeAll(Tx tx, long user) {
    tx.run("delete from passkey where \"user\" = ?", user);
  }

  /// Keeps what a browser is asked to sign; one thing at a time.
  static void ask(Tx tx, String secret, @Nullable Long user, String request, long nowMs, long end) {
    tx.run("delete from passkey_request where expires_ms <= ?", nowMs);
    tx.run(ASK, SecretHash.of(secret).bytes(), user, request, end);
  }

  /// Takes it back, once.
  static Optional<String> take(Tx tx, String secret, @Nullable Long user, long nowMs) {
    return tx.first(row -> row.text("request"), TAKE, SecretHash.of(secret).bytes(), user, nowMs);
  }
}
