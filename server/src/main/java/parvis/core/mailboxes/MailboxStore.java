package parvis.core.mailboxes;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;

/// Shared mailboxes in the database: who administers them, who shows to read them, and with which
/// codes their people choose anew what they come in by.
final class MailboxStore {
  private static final int FORGOTTEN_MAX = 1_000;

  private static final String FORGET =
      """
      delete from mailbox_step where hash in (
        select hash from mailbox_step where created_ms <= ? order by created_ms limit ?)\
      """;

  private static final String BEGIN =
      """
      insert into mailbox_step (hash, server, address, secret_hash, created_ms, expires_ms)
      values (?, ?, ?, ?, ?, ?)\
      """;

  private static final String GOOD =
      " where hash = ? and secret_hash = ? and server = ? and not used and expires_ms > ?"
          + " and tries < ?";

  private static final String FIND = "select address from mailbox_step" + GOOD;

  private static final String TRY =
      "update mailbox_step set tries = tries + 1" + GOOD + " returning address";

  private static final String USE =
      """
      update mailbox_step set used = true
       where hash = ? and secret_hash = ? and server = ? and not used and expires_ms > ?\
      """;

  private static final String MARK =
      """
      insert into mailbox (server, address, organisation, "by", since_ms) values (?, ?, ?, ?, ?)
      on conflict (server, address) do update
        set organisation = excluded.organisation, "by" = excluded."by"\
      """;

  private static final String OF =
      "select address, since_ms from mailbox where organisation = ? order by address limit ?";

  private static final String PUT_RESET =
      """
      insert into mailbox_reset ("user", code_hash, "by", expires_ms) values (?, ?, ?, ?)
      on conflict ("user") do update
        set code_hash = excluded.code_hash, "by" = excluded."by", tries = 0,
            expires_ms = excluded.expires_ms\
      """;

  private static final String TRY_RESET =
      """
      update mailbox_reset set tries = tries + 1
       where "user" = ? and expires_ms > ? and tries < ? returning code_hash\
      """;

  /// A step as a browser shows it.
  ///
  /// @param secret that the browser made up
  record Shown(String step, String secret) {
    private byte[] hash() {
      return SecretHash.of(step).bytes();
    }

    private byte[] browser() {
      return SecretHash.of(secret).bytes();
    }
  }

  /// An address that an organisation has marked.
  record Mailbox(Address address, long sinceMs) {
    private static Mailbox read(Row row) {
      return new Mailbox(new Address(row.text("address")), row.number("since_ms"));
    }
  }

  void forget(Tx tx, long beforeMs) {
    tx.run(FORGET, beforeMs, FORGOTTEN_MAX);
  }

  void begin(Tx tx, Shown shown, Server server, Address address, long nowMs, long expiresMs) {
    tx.run(BEGIN, shown.hash(), server.nid(), address.value(), shown.browser(), nowMs, expiresMs);
  }

  /// Of which mailbox a step is, if it is good in this browser.
  Optional<Address> find(Tx tx, Shown shown, Server server, long nowMs, int triesMax) {
    return tx.first(
        MailboxStore::address, FIND, shown.hash(), shown.browser(), server.nid(), nowMs, triesMax);
  }

  /// The same, and counts a try.
  Optional<Address> attempt(Tx tx, Shown shown, Server server, long nowMs, int triesMax) {
    return tx.first(
        MailboxStore::address, TRY, shown.hash(), shown.browser(), server.nid(), nowMs, triesMax);
  }

  private static Address address(Row row) {
    return new Address(row.text("address"));
  }

  /// Uses a step up; false when somebody else did, or it is over.
  boolean use(Tx tx, Shown shown, Server server, long nowMs) {
    return tx.run(USE, shown.hash(), shown.browser(), server.nid(), nowMs) == 1;
  }

  void mark(Tx tx, Server server, Address address, long organisation, long by, long nowMs) {
    tx.run(MARK, server.nid(), address.value(), organisation, by, nowMs);
  }

  boolean unmark(Tx tx, Server server, Address address, long organisation) {
    return tx.run(
            "delete from mailbox where server = ? and address = ? and organisation = ?",
            server.nid(),
            address.value(),
            organisation)
        == 1;
  }

  /// Those of an organisation.
  List<Mailbox> of(Tx tx, long organisation, int max) {
    return tx.list(Mailbox::read, OF, organisation, max);
  }

  void putReset(Tx tx, long user, byte[] code, long by, long expiresMs) {
    tx.run(PUT_RESET, user, code, by, expiresMs);
  }

  /// Until when a code is good that somebody was given.
  OptionalLong reset(Tx tx, long user, long nowMs, int triesMax) {
    return tx
        .list(
            row -> row.number("expires_ms"),
            """
            select expires_ms from mailbox_reset
             where "user" = ? and expires_ms > ? and tries < ?
            """,
            user,
            nowMs,
            triesMax)
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /// Whether a code is the one that somebody was given; each try is counted.
  boolean isReset(Tx tx, long user, byte[] code, long nowMs, int triesMax) {
    return tx.first(row -> row.bytes("code_hash"), TRY_RESET, user, nowMs, triesMax)
        .filter(right -> MessageDigest.isEqual(right, code))
        .isPresent();
  }

  /// Uses a code up; false when somebody else did.
  boolean useReset(Tx tx, long user, byte[] code) {
    return tx.run("delete from mailbox_reset where \"user\" = ? and code_hash = ?", user, code)
        == 1;
  }

  void forgetReset(Tx tx, long user) {
    tx.run("delete from mailbox_reset where \"user\" = ?", user);
  }
}
