package parvis.core.identity;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The statements on devices, sessions and tokens.
final class SessionStore {
  /// How long it is known of a refresh token that it was dropped unused.
  private static final Duration DROPPED_KEPT = Duration.ofDays(1);

  /// Such tokens of one session.
  private static final int DROPPED_MAX = 100;

  private SessionStore() {}

  /// A token as it was found by its hash.
  record FoundToken(
      Actor actor,
      Bar bar,
      long token,
      OptionalLong expiresMs,
      OptionalLong replaces,
      long seenMs,
      boolean byService,
      boolean strong) {}

  /// A refresh token as it was found by its hash, its row locked.
  record FoundRefresh(long token, long session, OptionalLong expiresMs, OptionalLong replaces) {}

  /// A token pair to be stored; a refresh hash of null means that there is none.
  record NewToken(
      long nid,
      long session,
      SecretHash access,
      @Nullable SecretHash refresh,
      @Nullable Long expiresMs,
      @Nullable Long refreshExpiresMs,
      @Nullable Long replaces) {}

  static Optional<FoundToken> token(Tx tx, SecretHash access) {
    return tx.first(
        SessionStore::foundToken,
        """
        select token.nid as token, token.expires_ms, token.replaces, session.nid as session,
          coalesce(session.scope, session.nid) as scope, session.device_id, account."user",
          session.by_service, session.strong,
          account.admin and not (session.granted or session.by_service) as admin,
          account.locked or account.withdrawn or account.shut as locked, account.expired, account.suspended, account.guest, device.seen_ms, matrix_user.user_id
        from token
        join session on session.nid = token.session
        join device on device."user" = session."user" and device.device_id = session.device_id
        join account on account."user" = session."user"
        join matrix_user on matrix_user.nid = session."user"
        where token.access_hash = ? and account.deactivated_ms is null
        """,
        access.bytes());
  }

  private static FoundToken foundToken(Row row) {
    Actor actor =
        new Actor(
            new UserId(row.text("user_id")),
            row.number("user"),
            row.text("device_id"),
            row.number("session"),
            row.number("scope"),
            row.bool("admin"),
            row.bool("suspended"),
            row.bool("guest"));
    return new FoundToken(
        actor,
        bar(row),
        row.number("token"),
        row.optionalNumber("expires_ms"),
        row.optionalNumber("replaces"),
        row.number("seen_ms"),
        row.bool("by_service"),
        row.bool("strong"));
  }

  /// Whether a provider said that a second factor was shown where a session began.
  static boolean isStrong(Tx tx, long session) {
    return tx.first(row -> true, "select from session where nid = ? and strong", session)
        .isPresent();
  }

  /// Somebody as whom a service acts, with the session of a device if they have that device; empty
  /// when there is no such account.
  static Optional<Masquerading.Mask> mask(Tx tx, UserId user, String deviceId) {
    return tx.first(
        row ->
            new Masquerading.Mask(
                row.number("user"),
                row.bool("guest"),
                bar(row),
                row.optionalNumber("session").stream()
                    .mapToObj(nid -> new Masquerading.Mask.Session(nid, row.number("scope")))
                    .findFirst()),
        """
        select account."user", account.guest,
          account.locked or account.withdrawn or account.shut as locked, account.expired,
          account.suspended, session.nid as session, coalesce(session.scope, session.nid) as scope
        from matrix_user
        join account on account."user" = matrix_user.nid
        left join session on session."user" = account."user" and session.device_id = ?
        where matrix_user.user_id = ? and account.deactivated_ms is null
        """,
        deviceId,
        user.value());
  }

  /// Whether whose account it is runs the server, in whatever session.
  static boolean administers(Tx tx, long user) {
    return tx.first(row -> row.bool("admin"), "select admin from account where \"user\" = ?", user)
        .orElse(false);
  }

  /// Whether that account may act, and what it is kept from.
  static Optional<Bar> barOf(Tx tx, long user) {
    return tx.first(
        SessionStore::bar,
        """
        select locked or withdrawn or shut as locked, expired, suspended from account
        where "user" = ? and deactivated_ms is null
        """,
        user);
  }

  /// What the account of a session is kept from; empty when one of both is no more.
  static Optional<Bar> bar(Tx tx, long session) {
    return tx.first(
        SessionStore::bar,
        """
        select account.locked or account.withdrawn or account.shut as locked, account.expired, account.suspended
        from session join account on account."user" = session."user"
        where session.nid = ? and account.deactivated_ms is null
        """,
        session);
  }

  private static Bar bar(Row row) {
    return Bar.of(row.bool("locked"), row.bool("expired"), row.bool("suspended"));
  }

  static Optional<FoundRefresh> refresh(Tx tx, SecretHash refresh) {
    return tx.first(
        row ->
            new FoundRefresh(
                row.number("nid"),
                row.number("session"),
                row.optionalNumber("refresh_expires_ms"),
                row.optionalNumber("replaces")),
        """
        select nid, session, refresh_expires_ms, replaces
        from token where refresh_hash = ? for update
        """,
        refresh.bytes());
  }

  /// Whether a refresh token is still there, expired or not.
  static boolean refreshKnown(Tx tx, SecretHash refresh) {
    return tx.first(
            row -> true, "select 1 from token where refresh_hash = ?", (Object) refresh.bytes())
        .isPresent();
  }

  static void addToken(Tx tx, NewToken token) {
    tx.run(
        """
        insert into token
          (nid, session, access_hash, refresh_hash, expires_ms, refresh_expires_ms, replaces)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        token.nid(),
        token.session(),
        token.access().bytes(),
        token.refresh() == null ? null : token.refresh().bytes(),
        token.expiresMs(),
        token.refreshExpiresMs(),
        token.replaces());
  }

  /// Ends what a token replaced, which its first use shows to be no longer needed. What else was
  /// given for that and never used is kept in mind for a while.
  static List<SecretHash> settle(Tx tx, long token, long replaced, long nowMs) {
    tx.run("update token set replaces = null where nid = ?", token);
    tx.run(
        "update token set replaces = ? where replaces = ? and refresh_expires_ms > ?",
        token,
        replaced,
        nowMs - DROPPED_KEPT.toMillis());
    return tx.list(
        row -> SecretHash.of(row.bytes("access_hash")),
        "delete from token where nid = ? or replaces = ? returning access_hash",
        replaced,
        replaced);
  }

  /// Ends what was given for a refresh token before, and never used. It stays in mind: who shows it
  /// has renewed at the same moment as another, and stolen nothing.
  static List<SecretHash> dropUnused(Tx tx, long replaced, long nowMs) {
    tx.run(
        """
        delete from token where nid in (
          select nid from token where replaces = ? order by refresh_expires_ms desc offset ?)
        """,
        replaced,
        DROPPED_MAX);
    return tx.list(
        row -> SecretHash.of(row.bytes("access_hash")),
        """
        update token set expires_ms = ?, refresh_expires_ms = ?
        where replaces = ? and refresh_expires_ms > ?
        returning access_hash
        """,
        nowMs,
        nowMs,
        replaced,
        nowMs);
  }

  /// The session whose refresh tokens are of this family, if it is no application's.
  static Optional<Long> sessionOf(Tx tx, SecretHash family) {
    return tx.first(
        row -> row.number("nid"),
        "select nid from session where family = ? and not granted",
        (Object) family.bytes());
  }

  /// Lets all tokens of a session expire that have not; the rows say that the device stays.
  static int expireTokens(Tx tx, long session) {
    return tx.run(
        """
        update token set expires_ms = 0, refresh_expires_ms = 0
         where session = ? and (expires_ms is distinct from 0 or refresh_expires_ms is distinct from 0)
        """,
        session);
  }

  /// The same of all sessions of somebody.
  static int expireAll(Tx tx, long user) {
    return tx.run(
        """
        update token set expires_ms = 0, refresh_expires_ms = 0
          from session where session.nid = token.session and session."user" = ?
        """,
        user);
  }

  /// Lets the devices of an account come and go one after the other; false when the account is not
  /// active.
  static boolean lockAccount(Tx tx, long user) {
    return tx.first(
            row -> row.optionalNumber("deactivated_ms").isEmpty(),
            """
            select deactivated_ms from account where "user" = ? for no key update
            """,
            user)
        .orElse(false);
  }

  static long devices(Tx tx, long user) {
    return tx.first(
            row -> row.number("n"), "select count(*) as n from device where \"user\" = ?", user)
        .orElseThrow();
  }

  /// Makes sure that a device exists and locks it; whether it is new.
  static boolean device(Tx tx, long user, Device device) {
    boolean fresh =
        tx.run(
                """
                insert into device ("user", device_id, name, created_ms, seen_ms, seen_address)
                values (?, ?, ?, ?, ?, ?) on conflict ("user", device_id) do nothing
                """,
                user,
                device.id(),
                device.name().orElse(null),
                device.sinceMs(),
                device.seenMs(),
                device.seenAddress())
            == 1;
    if (!fresh) seen(tx, user, device.id(), device.seenMs(), device.seenAddress());
    return fresh;
  }

  static void seen(Tx tx, long user, String deviceId, long nowMs, String address) {
    tx.run(
        """
        update device set seen_ms = ?, seen_address = ? where "user" = ? and device_id = ?
        """,
        nowMs,
        address,
        user,
        deviceId);
  }

  /// A session that is over, and what its device's transaction ids are valid in.
  record Over(long session, long scope) {}

  static Optional<Over> endSessionOf(Tx tx, long user, String deviceId) {
    return tx.first(
        row -> new Over(row.number("nid"), row.number("scope")),
        """
        delete from session where "user" = ? and device_id = ?
        returning nid, coalesce(scope, nid) as scope
        """,
        user,
        deviceId);
  }

  /// A session to be stored; a family of null means that its tokens are not renewed.
  record NewSession(
      long nid,
      long scope,
      long user,
      String deviceId,
      long nowMs,
      @Nullable SecretHash family,
      boolean granted,
      boolean byService,
      boolean strong) {}

  static void addSession(Tx tx, NewSession session) {
    tx.run(
        """
        insert into session
          (nid, scope, "user", device_id, created_ms, family, granted, by_service, strong)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        session.nid(),
        session.scope(),
        session.user(),
        session.deviceId(),
        session.nowMs(),
        session.family() == null ? null : session.family().bytes(),
        session.granted(),
        session.byService(),
        session.strong());
  }

  /// Whose session it is that has this token or, as far as that is given, this family.
  static Optional<Sessions.Holder> holder(Tx tx, SecretHash token, @Nullable SecretHash family) {
    return tx.first(
        SessionStore::holder,
        """
        select matrix_user.user_id, session."user", session.device_id
        from session join matrix_user on matrix_user.nid = session."user"
        where session.nid in (
          select nid from session where family = ?
          union all select session from token where access_hash = ?
          union all select session from token where refresh_hash = ?)
        limit 1
        """,
        family == null ? null : family.bytes(),
        token.bytes(),
        token.bytes());
  }

  static Optional<Sessions.Holder> holder(Tx tx, long session) {
    return tx.first(
        SessionStore::holder,
        """
        select matrix_user.user_id, session."user", session.device_id
        from session join matrix_user on matrix_user.nid = session."user"
        where session.nid = ?
        """,
        session);
  }

  private static Sessions.Holder holder(Row row) {
    return new Sessions.Holder(
        new UserId(row.text("user_id")), row.number("user"), row.text("device_id"));
  }

  static Optional<Long> sessionOn(Tx tx, long user, String deviceId) {
    return tx.first(
        row -> row.number("nid"),
        "select nid from session where \"user\" = ? and device_id = ?",
        user,
        deviceId);
  }

  static boolean isGranted(Tx tx, long session) {
    return tx.first(row -> true, "select 1 from session where nid = ? and granted", session)
        .isPresent();
  }
}
