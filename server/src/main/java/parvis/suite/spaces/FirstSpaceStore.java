package parvis.suite.spaces;

import java.util.List;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Whom an organisation lets in from outside, and the space into which they are still to be
/// invited.
final class FirstSpaceStore {
  /// Invitations that one look makes.
  private static final int DUE_MAX = 200;

  private static final String NOTE =
      """
      insert into first_space (space, "user", "by", at_ms) values (?, ?, ?, ?)
      on conflict do nothing\
      """;

  private static final String DUE =
      """
      select f.space, f."user", u.user_id, b.user_id as maker, f.at_ms
        from first_space f
        join matrix_user u on u.nid = f."user"
        join matrix_user b on b.nid = f."by"
       order by f.at_ms, f."user" limit ?\
      """;

  private static final String DONE = "delete from first_space where space = ? and \"user\" = ?";

  /// Somebody who is to be invited.
  ///
  /// @param account nid
  /// @param maker who lets them in
  record Due(String space, long account, UserId user, UserId maker, long atMs) {}

  void note(Tx tx, Due due, long by) {
    tx.run(NOTE, due.space(), due.account(), by, due.atMs());
  }

  List<Due> due(Tx tx) {
    return tx.list(
        row ->
            new Due(
                row.text("space"),
                row.number("user"),
                new UserId(row.text("user_id")),
                new UserId(row.text("maker")),
                row.number("at_ms")),
        DUE,
        DUE_MAX);
  }

  void done(Tx tx, Due due) {
    tx.run(DONE, due.space(), due.account());
  }
}
