package parvis.core.organisations;

import java.util.List;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Entry codes in the database.
final class EntryCodeStore {
  /// Codes of one organisation that are valid at the same time.
  static final int VALID_MAX = 500;

  /// Whoever attests people still decides there, and is kept out by nothing.
  private static final String ATTESTED =
      """
       and exists (
         select from account a
          where a."user" = c."by" and a.deactivated_ms is null
            and not (a.locked or a.withdrawn or a.shut or a.suspended or a.expired)
            and (a.admin or exists (
              select from post p
               where p."user" = c."by" and p.organisation = c.organisation
                 and p.role = 'administrator' and p.until_ms is null)))\
      """;

  private static final String ADD =
      """
      insert into entry_code
        (id, organisation, hash, purpose, "by", created_ms, expires_ms, uses_left, uses, request)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String VALID =
      """
      select c.id, c.organisation, c.purpose, c."by", u.user_id, c.expires_ms, c.uses_left
        from entry_code c join matrix_user u on u.nid = c."by"
       where c.organisation = ? and c.expires_ms > ? and c.uses_left > 0
       order by c.created_ms desc, c.id limit ?\
      """;

  /// What was asked for by name is known until its day, though it is used up.
  private static final String FORGET =
      """
      delete from entry_code
       where organisation = ? and (expires_ms <= ? or (uses_left = 0 and request is null))\
      """;

  private static final String ASKED =
      """
      select c.id, c.organisation, c.purpose, c."by", u.user_id, c.expires_ms, c.uses_left,
             c.uses, c.expires_ms - c.created_ms as life
        from entry_code c join matrix_user u on u.nid = c."by"
       where c.organisation = ? and c."by" = ? and c.request = ?\
      """;

  private static final String REPLACE = "update entry_code set hash = ? where id = ?";

  private static final String USE =
      """
      update entry_code c set uses_left = uses_left - 1 from matrix_user u
       where c.hash = ? and c.expires_ms > ? and c.uses_left > 0 and u.nid = c."by"\
      """
          + ATTESTED
          + """

      returning c.id, c.organisation, c.purpose, c."by", u.user_id, c.expires_ms, c.uses_left\
      """;

  private static final String FIND =
      """
      select c.id, c.organisation, c.purpose, c."by", u.user_id, c.expires_ms, c.uses_left
        from entry_code c join matrix_user u on u.nid = c."by"
        join organisation o on o.nid = c.organisation
       where c.hash = ? and o.server = ? and c.expires_ms > ? and c.uses_left > 0\
      """
          + ATTESTED;

  private static final String REMOVE = "delete from entry_code where organisation = ? and id = ?";

  /// A code without its word.
  ///
  /// @param by nid of who attests whoever has it
  record Code(
      String id,
      long organisation,
      String purpose,
      long by,
      String attestedBy,
      long expiresMs,
      long usesLeft) {}

  /// @param request its maker's name for the wish, if they gave it one
  void add(Tx tx, Code code, byte[] hash, long now, Optional<String> request) {
    tx.run(
        ADD,
        code.id(),
        code.organisation(),
        hash,
        code.purpose(),
        code.by(),
        now,
        code.expiresMs(),
        code.usesLeft(),
        code.usesLeft(),
        request.orElse(null));
  }

  List<Code> valid(Tx tx, long organisation, long now) {
    return tx.list(EntryCodeStore::code, VALID, organisation, now, VALID_MAX);
  }

  /// A code that was asked for by name.
  ///
  /// @param uses for how many it was made
  /// @param lifeMs for how long
  record Asked(Code code, long uses, long lifeMs) {
    private static Asked of(Row row) {
      return new Asked(EntryCodeStore.code(row), row.number("uses"), row.number("life"));
    }
  }

  /// The code that somebody made by a request before.
  Optional<Asked> asked(Tx tx, long organisation, long by, String request) {
    return tx.first(Asked::of, ASKED, organisation, by, request);
  }

  /// Gives a code another word, and changes nothing else of it: nobody has seen the one before.
  void replace(Tx tx, String id, byte[] hash) {
    tx.run(REPLACE, hash, id);
  }

  void forgetOver(Tx tx, long organisation, long now) {
    tx.run(FORGET, organisation, now);
  }

  /// Counts one person in; absent when the code lets nobody in.
  Optional<Code> use(Tx tx, byte[] hash, long now) {
    return tx.first(EntryCodeStore::code, USE, hash, now);
  }

  /// A code that still lets somebody into an organisation of a server.
  Optional<Code> find(Tx tx, long server, byte[] hash, long now) {
    return tx.first(EntryCodeStore::code, FIND, hash, server, now);
  }

  boolean remove(Tx tx, long organisation, String id) {
    return tx.run(REMOVE, organisation, id) == 1;
  }

  private static Code code(Row row) {
    return new Code(
        row.text("id"),
        row.number("organisation"),
        row.text("purpose"),
        row.number("by"),
        row.text("user_id"),
        row.number("expires_ms"),
        row.number("uses_left"));
  }
}
