package parvis.core.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.protocol.id.UserId;

/// Accounts as administrators read them.
final class AccountStore {
  private static final String SOURCES =
      """
       from account a
       join matrix_user u on u.nid = a."user"
       left join profile p on p."user" = a."user"
      """;

  private static final String WANTED =
      """
       where a.server = ? and (? or not a.guest) and (? or a.deactivated_ms is null)
         and (not ? or a.admin)
         and (strpos(lower(a.localpart), ?) > 0 or strpos(lower(coalesce(p.display_name, '')), ?) > 0)
         and strpos(u.user_id, ?) > 0
      """;

  private static final String COLUMNS =
      """
      select u.user_id, a.admin, a.guest, a.locked or a.withdrawn or a.shut as locked, a.suspended, a.created_ms, a.deactivated_ms,
             p.display_name, p.avatar_url, a.terms_version, a.terms_accepted_ms,
             (select max(d.seen_ms) from device d where d."user" = a."user") as seen_ms\
      """;

  private static final String PAGE =
      COLUMNS + SOURCES + WANTED + " order by %s, u.user_id limit ? offset ?";
  private static final String COUNT = "select count(*) as n" + SOURCES + WANTED;
  private static final String ONE = COLUMNS + SOURCES + " where u.user_id = ?";

  /// What a list may be ordered by, and the column of it.
  private static final Map<String, String> ORDERS =
      Map.of(
          "name", "u.user_id",
          "is_guest", "a.guest",
          "admin", "a.admin",
          "deactivated", "a.deactivated_ms is not null",
          "displayname", "p.display_name",
          "avatar_url", "p.avatar_url",
          "creation_ts", "a.created_ms",
          "last_seen_ts", "seen_ms");

  private final Db db;

  AccountStore(Db db) {
    this.db = db;
  }

  /// An account with what is known of it.
  ///
  /// @param termsVersion of the terms that they accepted at `termsAcceptedMs`, if any
  /// @param seenMs when one of their devices was last seen; empty: they have none
  record Told(
      UserId user,
      boolean admin,
      boolean guest,
      boolean locked,
      boolean suspended,
      long createdMs,
      boolean deactivated,
      Optional<String> displayName,
      Optional<String> avatarUrl,
      Optional<String> termsVersion,
      OptionalLong termsAcceptedMs,
      OptionalLong seenMs) {}

  /// Which accounts are wanted.
  ///
  /// @param name is somewhere in the localpart or the display name
  /// @param id is somewhere in the id
  /// @param order one of `ORDERS`
  record Wanted(
      long server,
      boolean guests,
      boolean deactivated,
      boolean adminsOnly,
      String name,
      String id,
      String order,
      boolean descending,
      long skip,
      int limit) {}

  static boolean isOrder(String word) {
    return ORDERS.containsKey(word);
  }

  /// A part of those that are wanted.
  ///
  /// @param total how many there are in all
  record Page(List<Told> accounts, long total) {}

  Page page(Wanted wanted) {
    String name = wanted.name().toLowerCase(Locale.ROOT);
    String order =
        ORDERS.get(wanted.order()) + (wanted.descending() ? " desc" : " asc") + " nulls last";
    Object[] which = {
      wanted.server(),
      wanted.guests(),
      wanted.deactivated(),
      wanted.adminsOnly(),
      name,
      name,
      wanted.id()
    };
    Object[] part = new Object[which.length + 2];
    System.arraycopy(which, 0, part, 0, which.length);
    part[which.length] = wanted.limit();
    part[which.length + 1] = wanted.skip();
    return db.read(
        tx ->
            new Page(
                tx.list(AccountStore::told, PAGE.formatted(order), part),
                tx.first(row -> row.number("n"), COUNT, which).orElse(0L)));
  }

  Optional<Told> find(UserId user) {
    return db.read(tx -> tx.first(AccountStore::told, ONE, user.value()));
  }

  private static Told told(Row row) {
    return new Told(
        new UserId(row.text("user_id")),
        row.bool("admin"),
        row.bool("guest"),
        row.bool("locked"),
        row.bool("suspended"),
        row.number("created_ms"),
        row.optionalNumber("deactivated_ms").isPresent(),
        row.optionalText("display_name"),
        row.optionalText("avatar_url"),
        row.optionalText("terms_version"),
        row.optionalNumber("terms_accepted_ms"),
        row.optionalNumber("seen_ms"));
  }
}
