package parvis.core.push;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import parvis.core.identity.Accounts;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonWriter;

/// The rows of pushers.
final class PusherStore {
  private static final String COLUMNS =
      """
      nid, "user", session, kind, app_id, pushkey, app_name, device_name, profile_tag, lang, data, set_ms
      """;

  private static final String OF_USERS =
      "select " + COLUMNS + " from pusher where \"user\" = any (?) order by nid";

  /// Whoever sets pushers of one account takes turns.
  private static final String OTHERS =
      """
      select count(*) as n from pusher
       where "user" = ? and not (app_id = ? and pushkey = ?)""";

  private static final String PUT =
      """
      insert into pusher (nid, "user", session, app_id, pushkey, kind, app_name, device_name,
                          profile_tag, lang, data, set_ms)
      select ?, ?, nid, ?, ?, ?, ?, ?, ?, ?, ?, ? from session where nid = ?
      on conflict ("user", app_id, pushkey) do update
        set session = excluded.session, kind = excluded.kind, app_name = excluded.app_name,
            device_name = excluded.device_name, profile_tag = excluded.profile_tag,
            lang = excluded.lang, data = excluded.data, set_ms = excluded.set_ms,
            failing_ms = case when pusher.behind is not null then excluded.set_ms end""";

  private static final String REMOVE =
      "delete from pusher where \"user\" = ? and app_id = ? and pushkey = ?";

  private static final String REMOVE_OTHERS =
      """
      delete from pusher where app_id = ? and pushkey = ? and "user" <> ? returning "user\"""";

  private static final String REMOVE_BY_NID = "delete from pusher where \"user\" = ? and nid = ?";

  private static final String ANY = "select from pusher limit 1";

  private static final String BEHIND =
      """
      select nid, "user", behind from pusher where behind is not null order by nid limit ?""";

  /// Whoever was told of something since is failing anew.
  private static final String FALL_BEHIND =
      """
      update pusher
         set failing_ms = case when behind = ? then failing_ms else ? end, behind = ?
       where nid = ?
      returning failing_ms""";

  private static final String CAUGHT_UP =
      "update pusher set behind = null, failing_ms = null where nid = ?";

  /// Whatever mails have told of is not told again.
  private static final String UNTOLD =
      "select mailed_ms from pusher where nid = ? and mailed_pos < ? for update";

  /// What is unread already goes no later for what comes.
  private static final String NOTE_UNREAD =
      """
      update pusher
         set unread_after = coalesce(unread_after, ?),
             mail_due_ms = least(mail_due_ms, ?)
       where nid = ?""";

  private static final String DUE =
      """
      select nid, "user", unread_after, mail_due_ms from pusher
       where mail_due_ms <= ? order by mail_due_ms limit ?""";

  private static final String MAILED =
      """
      update pusher
         set unread_after = null, mail_due_ms = null, mailed_pos = greatest(mailed_pos, ?),
             mailed_ms = greatest(mailed_ms, ?)
       where nid = ? and unread_after = ? and mail_due_ms = ?""";

  private static final String OWNER = "select \"user\" from pusher where nid = ?";

  private PusherStore() {}

  /// A pusher whose owner is to be told by mail of what they have not read.
  record Due(long nid, long user, long after, long dueMs) {}

  /// @param dueMs when a mail goes, by when the last one went
  static int noteUnread(Tx tx, long nid, long pos, LongUnaryOperator dueMs) {
    return tx.first(row -> row.number("mailed_ms"), UNTOLD, nid, pos)
        .map(mailed -> tx.run(NOTE_UNREAD, pos - 1, dueMs.applyAsLong(mailed), nid))
        .orElse(0);
  }

  static List<Due> due(Tx tx, long nowMs, int count) {
    return tx.list(
        row ->
            new Due(
                row.number("nid"),
                row.number("user"),
                row.number("unread_after"),
                row.number("mail_due_ms")),
        DUE,
        nowMs,
        count);
  }

  /// Notes that a mail tells up to a position, or that there was nothing to tell.
  ///
  /// @return whether nobody else did
  static boolean mailed(Tx tx, Due due, long upTo, long mailedMs) {
    return tx.run(MAILED, upTo, mailedMs, due.nid(), due.after(), due.dueMs()) == 1;
  }

  static OptionalLong owner(Tx tx, long nid) {
    return tx.list(row -> row.number("user"), OWNER, nid).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  static boolean any(Tx tx) {
    return tx.first(_ -> true, ANY).isPresent();
  }

  /// A device that was told of nothing after a position.
  record Behind(long nid, long user, long after) {}

  static List<Behind> behind(Tx tx, int count) {
    return tx.list(
        row -> new Behind(row.number("nid"), row.number("user"), row.number("behind")),
        BEHIND,
        count);
  }

  /// Notes that a device was told of nothing after a position.
  ///
  /// @return since when its gateway fails; empty when the pusher is no more
  static OptionalLong fallBehind(Tx tx, long nid, long after, long nowMs) {
    return tx.list(row -> row.number("failing_ms"), FALL_BEHIND, after, nowMs, after, nid).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  static void caughtUp(Tx tx, long nid) {
    tx.run(CAUGHT_UP, nid);
  }

  static boolean remove(Tx tx, long user, long nid) {
    return tx.run(REMOVE_BY_NID, user, nid) == 1;
  }

  static List<Pusher> of(Tx tx, Collection<Long> users) {
    return tx.list(
        PusherStore::pusher,
        OF_USERS,
        (Object) users.stream().mapToLong(Long::longValue).toArray());
  }

  static void lock(Tx tx, long user) {
    Accounts.hold(tx, user);
  }

  /// How many pushers somebody has beside this one.
  static long others(Tx tx, Pusher pusher) {
    return tx.first(row -> row.number("n"), OTHERS, pusher.user(), pusher.appId(), pusher.pushkey())
        .orElseThrow();
  }

  /// Adds a pusher, or puts it in the place of the one that its owner has under the same key.
  ///
  /// @return whether its session is still there
  static boolean put(Tx tx, Pusher pusher) {
    return tx.run(
            PUT,
            pusher.nid(),
            pusher.user(),
            pusher.appId(),
            pusher.pushkey(),
            pusher.kind(),
            pusher.appName(),
            pusher.deviceName(),
            pusher.profileTag(),
            pusher.lang(),
            new String(JsonWriter.write(pusher.data()), StandardCharsets.UTF_8),
            pusher.setMs(),
            pusher.session())
        == 1;
  }

  static boolean remove(Tx tx, long user, String appId, String pushkey) {
    return tx.run(REMOVE, user, appId, pushkey) == 1;
  }

  /// Takes a device from everybody else.
  ///
  /// @return who had it
  static List<Long> removeOthers(Tx tx, Pusher pusher) {
    return tx.list(
        row -> row.number("user"), REMOVE_OTHERS, pusher.appId(), pusher.pushkey(), pusher.user());
  }

  private static Pusher pusher(Row row) {
    return new Pusher(
        row.number("nid"),
        row.number("user"),
        row.number("session"),
        row.text("kind"),
        row.text("app_id"),
        row.text("pushkey"),
        row.text("app_name"),
        row.text("device_name"),
        row.optionalText("profile_tag").orElse(null),
        row.text("lang"),
        data(row.text("data")),
        row.number("set_ms"));
  }

  private static JsonObject data(String text) {
    var read = JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
    return read instanceof JsonObject object ? object : JsonObject.EMPTY;
  }
}
