package parvis.core.organisations;

import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.ServerName;

/// Who asks for more time for somebody from outside, and who is told, in the database.
final class MoreTimeStore {
  /// People who are told at once.
  private static final int READERS_MAX = 100;

  /// Those who decide that are named.
  private static final int NAMED_MAX = 5;

  private static final String ASK =
      """
      update post set longer_asked_ms = ?
       where nid = ? and until_ms is null and longer_asked_ms is null\
      """;

  private static final String ANSWER =
      "update post set longer_asked_ms = null where nid = ? and longer_asked_ms is not null";

  private static final String READERS =
      """
      select s.name as server, a."user", a.language
        from account a join server s on s.nid = a.server
       where a.deactivated_ms is null and not (a.locked or a.withdrawn or a.shut or a.expired)\
      """;

  private static final String DECIDING =
      READERS
          + """

           and exists (select from post p
                        where p."user" = a."user" and p.organisation = ? and p.until_ms is null
                          and p.sponsor is null and p.role <> 'member')
           order by a."user" limit ?\
          """;

  private static final String OTHERS =
      """
      select coalesce(nullif(f.display_name, ''), u.user_id) as name
        from post p join organisation o on o.nid = p.organisation
        join account a on a."user" = p."user"
        join matrix_user u on u.nid = p."user"
        left join profile f on f."user" = p."user"
       where o.id = ? and p."user" <> ? and p.until_ms is null and p.sponsor is null
         and p.role <> 'member' and a.deactivated_ms is null
         and not (a.locked or a.withdrawn or a.shut or a.expired)
       order by p."user" limit ?\
      """;

  private static final String SPONSOR = READERS + " and a.\"user\" = ?";

  private static final String NAME =
      """
      select coalesce(nullif(f.display_name, ''), u.user_id) as name
        from matrix_user u left join profile f on f."user" = u.nid where u.nid = ?\
      """;

  /// Somebody who is told by mail, where one reaches them.
  ///
  /// @param user nid
  /// @param in the language in which they read, if that is known
  record Reader(ServerName server, long user, Optional<Language> in) {}

  /// Whether it was not asked before.
  boolean ask(Tx tx, Post post, long now) {
    return tx.run(ASK, now, post.nid()) == 1;
  }

  /// Whether it was asked.
  boolean answer(Tx tx, Post post) {
    return tx.run(ANSWER, post.nid()) == 1;
  }

  /// Who decides in an organisation what people ask for.
  List<Reader> deciding(Tx tx, long organisation) {
    return tx.list(MoreTimeStore::reader, DECIDING, organisation, READERS_MAX);
  }

  /// What the others are called who decide in an organisation what people ask for.
  List<String> others(Tx tx, String organisation, long than) {
    return tx.list(row -> row.text("name"), OTHERS, organisation, than, NAMED_MAX);
  }

  /// Who answers for somebody.
  List<Reader> sponsor(Tx tx, Post post) {
    return tx.list(MoreTimeStore::reader, SPONSOR, post.sponsor().orElseThrow());
  }

  String name(Tx tx, long user) {
    return tx.first(row -> row.text("name"), NAME, user).orElseThrow();
  }

  private static Reader reader(Row row) {
    return new Reader(
        new ServerName(row.text("server")),
        row.number("user"),
        row.optionalText("language").flatMap(Language::named));
  }
}
