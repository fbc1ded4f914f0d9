package parvis.core.organisations;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Language;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.ServerName;

/// Who asks for more time, for themselves or for their guests, and who is told, in the database.
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

  private static final String WISH =
      """
      update post set wish = 'open', wish_ms = ?
       where nid = ? and until_ms is null and wish is distinct from 'open'\
      """;

  /// One that was declined before is told that it is given, too.
  private static final String GIVE =
      "update post set wish = 'given', wish_ms = ? where nid = ? and wish in ('open', 'declined')";

  private static final String DECLINE =
      "update post set wish = 'declined', wish_ms = ? where nid = ? and wish = 'open'";

  /// Whether who answers for somebody may put off the end: what their guest wishes is theirs to
  /// answer. They have not done so before, nor asked others to, and are there.
  private static final String BY_SPONSOR =
      """
       (not p.extended and p.longer_asked_ms is null
        and exists (select from post q join account b on b."user" = q."user"
                     where q."user" = p.sponsor and q.organisation = p.organisation
                       and q.until_ms is null and q.sponsor is null and b.deactivated_ms is null
                       and not (b.locked or b.withdrawn or b.shut or b.suspended or b.expired)))\
      """;

  private static final String OWN =
      "select p.wish, p.wish_ms, " + BY_SPONSOR + " as by_sponsor from post p where p.nid = ?";

  /// What waits for somebody: for who decides, what is asked for and what no sponsor may give; for
  /// who answers for others, what these wish and they may give.
  private static final String WAITS =
      """
       where o.server = ? and p.until_ms is null
         and (p.longer_asked_ms is not null or p.wish = 'open')
         and (? and coalesce(p.organisation = ?, true) and p.sponsor is distinct from ?
                and (p.longer_asked_ms is not null or not\
      """
          + BY_SPONSOR
          + """
              )
              or p.sponsor = ? and p.wish = 'open' and\
          """
          + BY_SPONSOR
          + ")";

  private static final String WAITING =
      PostStore.PEOPLE
          + WAITS
          + " order by coalesce(p.longer_asked_ms, p.wish_ms), u.user_id limit ?";

  private static final String COUNT =
      "select count(*) as n from post p join organisation o on o.nid = p.organisation" + WAITS;

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

  private static final String DECIDES =
      """
       p."user" <> ? and p.until_ms is null and p.sponsor is null
         and p.role <> 'member' and a.deactivated_ms is null
         and not (a.locked or a.withdrawn or a.shut or a.expired)\
      """;

  /// Who is of the organisation no more is told none of its names.
  private static final String OTHERS =
      """
      select coalesce(nullif(f.display_name, ''), u.user_id) as name
        from post p join organisation o on o.nid = p.organisation
        join account a on a."user" = p."user"
        join matrix_user u on u.nid = p."user"
        left join profile f on f."user" = p."user"
       where o.id = ?
         and exists (select from post q where q."user" = ? and q.organisation = o.nid
                        and q.until_ms is null and q.sponsor is null)
         and\
      """
          + DECIDES
          + " order by p.\"user\" limit ?";

  private static final String ARE_OTHERS =
      """
      select 1 from post p join account a on a."user" = p."user"
       where p.organisation = ? and\
      """
          + DECIDES
          + " limit 1";

  private static final String READER = READERS + " and a.\"user\" = ?";

  /// They may not be let in at the moment, and are told all the same.
  private static final String GUEST =
      """
      select s.name as server, a."user", a.language
        from account a join server s on s.nid = a.server
       where a.deactivated_ms is null and a."user" = ?\
      """;

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

  /// What becomes of more time for which somebody asks for themselves.
  enum State {
    OPEN,
    GIVEN,
    DECLINED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Since when something was asked for, or answered.
  record Wish(State state, long atMs) {}

  /// @param bySponsor whether it is answered by who answers for them
  record Own(Optional<Wish> wish, boolean bySponsor) {}

  /// Whose guests somebody looks for.
  ///
  /// @param decides in some organisation
  /// @param of nid of that one; absent: in all of the server
  /// @param except nid of who answers for those on whom others decide; absent: for nobody
  record Remit(boolean decides, Optional<Long> of, Optional<Long> except) {}

  /// Those who wait for an answer by somebody.
  List<PostStore.Member> waiting(Tx tx, long server, Remit remit, long reader) {
    return tx.list(
        PostStore::member,
        WAITING,
        server,
        remit.decides(),
        remit.of().orElse(null),
        remit.except().orElse(null),
        reader,
        PostStore.PAGE_MAX);
  }

  long count(Tx tx, long server, Remit remit, long reader) {
    return tx.first(
            row -> row.number("n"),
            COUNT,
            server,
            remit.decides(),
            remit.of().orElse(null),
            remit.except().orElse(null),
            reader)
        .orElseThrow();
  }

  Own own(Tx tx, Post post) {
    return tx.first(
            row ->
                new Own(
                    row.optionalText("wish")
                        .map(
                            said ->
                                new Wish(
                                    State.valueOf(said.toUpperCase(Locale.ROOT)),
                                    row.number("wish_ms"))),
                    row.bool("by_sponsor")),
            OWN,
            post.nid())
        .orElseThrow();
  }

  /// Whether it was not open before.
  boolean wish(Tx tx, Post post, long now) {
    return tx.run(WISH, now, post.nid()) == 1;
  }

  /// Whether they asked for themselves.
  boolean give(Tx tx, Post post, long now) {
    return tx.run(GIVE, now, post.nid()) == 1;
  }

  /// Whether they asked for themselves, and had no answer.
  boolean decline(Tx tx, Post post, long now) {
    return tx.run(DECLINE, now, post.nid()) == 1;
  }

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
    return tx.list(row -> row.text("name"), OTHERS, organisation, than, than, NAMED_MAX);
  }

  /// Whether there are any.
  boolean areOthers(Tx tx, long organisation, long than) {
    return tx.first(row -> true, ARE_OTHERS, organisation, than).isPresent();
  }

  /// Who answers for somebody.
  List<Reader> sponsor(Tx tx, Post post) {
    return tx.list(MoreTimeStore::reader, READER, post.sponsor().orElseThrow());
  }

  /// Somebody who is let in until a day.
  List<Reader> guest(Tx tx, Post post) {
    return tx.list(MoreTimeStore::reader, GUEST, post.user());
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
