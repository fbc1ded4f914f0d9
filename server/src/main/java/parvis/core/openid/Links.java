package parvis.core.openid;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import parvis.base.Refused;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// Whose account it is that a provider tells of, and on which devices people came in by one.
final class Links {
  /// Of one account.
  static final int LINKS_MAX = 20;

  private static final String TOKEN = "token of a provider";

  private static final String FIND =
      """
      select u.user_id from provider_link l join matrix_user u on u.nid = l."user"
       where l.server = ? and l.issuer = ? and l.subject = ?\
      """;

  private static final String ADD =
      """
      insert into provider_link (server, issuer, subject, "user", address, organisation, linked_ms)
      select ?, ?, ?, ?, ?, ?, ?
       where (select count(*) from provider_link where "user" = ?) < ?
      on conflict do nothing\
      """;

  private static final String OF =
      """
      select nid, issuer, address, organisation, linked_ms from provider_link
       where "user" = ? order by nid limit ?\
      """;

  private static final String REMOVE = "delete from provider_link where \"user\" = ? and nid = ?";

  private static final String KEEP =
      """
      insert into provider_session ("user", device_id, provider, sealed_token, subject, sid)
      values (?, ?, ?, ?, ?, ?)
      on conflict ("user", device_id) do update
      set provider = excluded.provider, sealed_token = excluded.sealed_token,
          subject = excluded.subject, sid = excluded.sid\
      """;

  private static final String HEAR =
      """
      insert into provider_logout (issuer, hash, heard_ms) values (?, ?, ?) on conflict do nothing\
      """;

  private static final String FORGET_HEARD =
      """
      delete from provider_logout where (issuer, hash) in (
        select issuer, hash from provider_logout where heard_ms <= ? order by heard_ms limit ?)\
      """;

  private static final String MEANT =
      """
      delete from provider_session s using account a, matrix_user u
       where a."user" = s."user" and a.server = ? and u.nid = s."user" and s.provider = ?
         and (?::text is null or s.subject = ?) and (?::text is null or s.sid = ?)
      returning u.user_id, s."user", s.device_id\
      """;

  /// How long it is known that something was heard; what a provider signs is good for minutes.
  private static final Duration HEARD_KEPT = Duration.ofDays(7);

  private static final String SESSION =
      """
      select provider, sealed_token from provider_session where "user" = ? and device_id = ?\
      """;

  private final Db db;
  private final MasterKey masterKey;
  private final Clock clock;

  /// @param address as the provider told it when it began
  /// @param organisation likewise
  record Link(
      long nid,
      String issuer,
      Optional<String> address,
      Optional<String> organisation,
      long linkedMs) {}

  /// By which provider somebody came in on a device.
  record Session(String provider, String token) {}

  Links(Db db, MasterKey masterKey, Clock clock) {
    this.db = db;
    this.masterKey = masterKey;
    this.clock = clock;
  }

  Optional<UserId> find(Server server, Told told) {
    return db.read(
        tx ->
            tx.first(
                row -> new UserId(row.text("user_id")),
                FIND,
                server.nid(),
                told.issuer(),
                told.subject()));
  }

  List<Link> of(long user) {
    return db.read(tx -> tx.list(Links::link, OF, user, LINKS_MAX));
  }

  private static Link link(Row row) {
    return new Link(
        row.number("nid"),
        row.text("issuer"),
        row.optionalText("address"),
        row.optionalText("organisation"),
        row.number("linked_ms"));
  }

  /// Has somebody come in by what the provider calls them.
  ///
  /// @throws Refused conflict when that is somebody else
  void add(Tx tx, Server server, Told told, long user) {
    int added =
        tx.run(
            ADD,
            server.nid(),
            told.issuer(),
            told.subject(),
            user,
            told.address().map(Address::value).orElse(null),
            told.organisation().orElse(null),
            clock.millis(),
            user,
            LINKS_MAX);
    if (added == 0) {
      throw Refused.of(Refused.Kind.CONFLICT, "Another account is known by this provider so");
    }
  }

  void add(Server server, Told told, long user) {
    db.write(
        tx -> {
          add(tx, server, told, user);
          return true;
        });
  }

  boolean remove(long user, long nid) {
    return db.write(tx -> tx.run(REMOVE, user, nid)) > 0;
  }

  /// Somebody has left whose provider speaks of them under an address that is theirs no more.
  static void leave(Tx tx, long user, Predicate<Address> theirs) {
    for (var link : tx.list(Links::link, OF, user, LINKS_MAX)) {
      if (link.address().map(Address::new).filter(theirs).isPresent()) {
        tx.run(REMOVE, user, link.nid());
      }
    }
  }

  /// Forgets who is no more.
  void forget(long user) {
    db.write(
        tx -> {
          forgetAll(tx, user);
          return true;
        });
  }

  static void forgetAll(Tx tx, long user) {
    tx.run("delete from provider_link where \"user\" = ?", user);
  }

  void keep(long user, String deviceId, Told told) {
    byte[] sealed = masterKey.seal(TOKEN, told.token().getBytes(StandardCharsets.UTF_8));
    db.write(
        tx ->
            tx.run(
                KEEP,
                user,
                deviceId,
                told.provider(),
                sealed,
                told.subject(),
                told.session().orElse(null)));
  }

  /// A device whose person a provider has signed out.
  record SignedOut(UserId user, long userNid, String deviceId) {}

  /// Ends the sessions that are meant, in the transaction that notes what was heard: a stop between
  /// would leave them open for good. None is meant when it was heard before.
  ///
  /// @param end ends one, and answers what to do when that is durable
  /// @return what to do
  List<Runnable> signedOut(
      Server server,
      Provider provider,
      Exchange.SignedOut said,
      BiFunction<Tx, SignedOut, Runnable> end) {
    String issuer = provider.text("issuer");
    return db.write(
        tx -> {
          long now = clock.millis();
          tx.run(FORGET_HEARD, now - HEARD_KEPT.toMillis(), Attempts.FORGOTTEN_MAX);
          boolean heard = tx.run(HEAR, issuer, SecretHash.of(said.name()).bytes(), now) == 0;
          String subject = said.subject().orElse(null);
          String session = said.session().orElse(null);
          if (heard) return List.of();
          return tx
              .list(
                  Links::signedOut,
                  MEANT,
                  server.nid(),
                  provider.id(),
                  subject,
                  subject,
                  session,
                  session)
              .stream()
              .map(one -> end.apply(tx, one))
              .toList();
        });
  }

  private static SignedOut signedOut(Row row) {
    return new SignedOut(
        new UserId(row.text("user_id")), row.number("user"), row.text("device_id"));
  }

  Optional<Session> session(long user, String deviceId) {
    return db.read(tx -> tx.first(this::session, SESSION, user, deviceId));
  }

  private Session session(Row row) {
    byte[] token = masterKey.open(TOKEN, row.bytes("sealed_token"));
    return new Session(row.text("provider"), new String(token, StandardCharsets.UTF_8));
  }

  static void removeSessions(Tx tx, long user, List<String> deviceIds) {
    tx.run(
        "delete from provider_session where \"user\" = ? and device_id = any(?)",
        user,
        deviceIds.toArray(String[]::new));
  }
}
