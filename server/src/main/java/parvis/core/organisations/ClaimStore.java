package parvis.core.organisations;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Claims in the database.
final class ClaimStore {
  /// Claims of one page.
  static final int PAGE_MAX = 200;

  private static final String COLUMNS =
      """
      select c.id, c."user", u.user_id, f.display_name, c.wish, c.created_ms, c.reason,
             c.decided_ms is not null as decided, c.organisation is not null as granted
        from claim c join matrix_user u on u.nid = c."user"
        left join profile f on f."user" = c."user"\
      """;

  private static final String PUT =
      """
      insert into claim (id, server, "user", wish, created_ms) values (?, ?, ?, ?, ?)
      on conflict ("user") where decided_ms is null do update set wish = excluded.wish\
      """;

  private static final String WAITS =
      """

           where c.server = ? and c.decided_ms is null
             and not exists (select 1 from post p where p."user" = c."user" and p.until_ms is null
                                                    and p.sponsor is null)\
      """;

  private static final String OPEN = COLUMNS + WAITS + " order by c.created_ms, c.id limit ?";
  private static final String COUNT = "select count(*) as n from claim c" + WAITS;

  private static final String LAST =
      COLUMNS + " where c.\"user\" = ? order by c.created_ms desc, c.id limit 1";

  private static final String FIND =
      COLUMNS + " where c.server = ? and c.id = ? and c.decided_ms is null for update of c";

  private static final String DECIDE =
      """
      update claim set decided_ms = ?, decided_by = ?, organisation = ?, reason = ? where id = ?\
      """;

  /// @param user nid of who wishes
  /// @param reason why not
  record Claim(
      String id,
      long user,
      String userId,
      Optional<String> name,
      String wish,
      long createdMs,
      boolean decided,
      boolean granted,
      String reason) {}

  /// Notes what somebody wishes, in the place of what they wished before.
  void put(Tx tx, String id, long server, long user, String wish, long now) {
    tx.run(PUT, id, server, user, wish, now);
  }

  /// Those that nobody has answered, the oldest first; who came to be of an organisation by another
  /// way waits no more.
  List<Claim> open(Tx tx, long server) {
    return tx.list(ClaimStore::claim, OPEN, server, PAGE_MAX);
  }

  /// How many those are.
  long count(Tx tx, long server) {
    return tx.first(row -> row.number("n"), COUNT, server).orElseThrow();
  }

  Optional<Claim> last(Tx tx, long user) {
    return tx.first(ClaimStore::claim, LAST, user);
  }

  /// One that nobody has answered, and nobody else does before the transaction ends.
  Optional<Claim> find(Tx tx, long server, String id) {
    return tx.first(ClaimStore::claim, FIND, server, id);
  }

  void decide(Tx tx, String id, long by, Optional<Long> organisation, String reason, long now) {
    tx.run(DECIDE, now, by, organisation.orElse(null), reason, id);
  }

  private static Claim claim(Row row) {
    return new Claim(
        row.text("id"),
        row.number("user"),
        row.text("user_id"),
        row.optionalText("display_name"),
        row.text("wish"),
        row.number("created_ms"),
        row.bool("decided"),
        row.bool("granted"),
        row.text("reason"));
  }
}
