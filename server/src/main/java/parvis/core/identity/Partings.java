package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;

/// By what the owner of an account that has ended shows that it was theirs: they read so where they
/// would be asked for a password again, or for a code. Strangers learn nothing of it.
final class Partings {
  /// How long it is kept.
  static final Duration KEPT = Duration.ofDays(30);

  private static final int FORGOTTEN_MAX = 1_000;

  /// Before anything of the account goes.
  private static final String NOTE =
      """
      insert into parting ("user", hash, password, ended_ms)
      select a."user", p.hash, p.password, ?
        from account a
        cross join lateral (
          select t.access_hash as hash, null as password
            from session s join token t on t.session = s.nid where s."user" = a."user"
          union all
          select sha256(convert_to(d.server || ' ' || d.address, 'UTF8')), null
            from address d where d."user" = a."user" and not ?::boolean
          union all
          select null, a.password where a.password is not null and not ?::boolean) p
       where a."user" = ? and a.deactivated_ms is null\
      """;

  private static final String IS = "select 1 from parting where hash = ? and ended_ms > ? limit 1";

  private static final String FORGET =
      """
      delete from parting where ctid = any(array(
        select ctid from parting where ended_ms <= ? order by ended_ms limit ?))\
      """;

  private final Db db;
  private final Clock clock;

  Partings(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /// Notes what its owner has of an account that ends now.
  ///
  /// @param erase whether they want nothing kept: their open sessions alone are told
  static void note(Tx tx, long user, boolean erase, long now) {
    tx.run(NOTE, now, erase, erase, user);
  }

  /// Whether a token was one of an account that has ended.
  static boolean isOf(Tx tx, SecretHash token, long now) {
    return isOf(tx, token.bytes(), now);
  }

  /// Whether an address led to an account that has ended.
  static boolean isOf(Tx tx, Server server, Address address, long now) {
    return isOf(tx, SecretHash.of(server.nid() + " " + address.value()).bytes(), now);
  }

  private static boolean isOf(Tx tx, byte[] hash, long now) {
    return tx.first(row -> true, IS, hash, now - KEPT.toMillis()).isPresent();
  }

  /// Forgets what was kept for long enough; to be called now and then.
  void forget() {
    db.write(tx -> tx.run(FORGET, clock.millis() - KEPT.toMillis(), FORGOTTEN_MAX));
  }
}
