package parvis.suite.scim;

import java.util.List;
import java.util.Optional;
import parvis.core.identity.SecretHash;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Tokens of directories in the database.
final class TokenStore {
  private static final String COLUMNS =
      """
      select t.id, t.organisation, t.name, t."by", u.user_id, t.created_ms, t.expires_ms, t.used_ms
        from scim_token t join matrix_user u on u.nid = t."by"\
      """;

  private static final String FIND = COLUMNS + " where t.hash = ? and t.expires_ms > ?";

  private static final String ALL =
      COLUMNS + " where t.organisation = ? order by t.created_ms desc, t.id limit ?";

  private static final String ADD =
      """
      insert into scim_token (id, organisation, hash, name, "by", created_ms, expires_ms, request)
      values (?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String USED = "update scim_token set used_ms = ? where id = ?";

  private static final String COUNT =
      """
      update scim_token
         set made_day = ?, made = case when made_day = ? then made else 0 end + 1
       where id = ? and not (made_day = ? and made >= ?)\
      """;

  private static final String ASKED =
      COLUMNS + " where t.organisation = ? and t.\"by\" = ? and t.request = ?";

  private static final String REPLACE = "update scim_token set hash = ? where id = ?";

  private static final String REMOVE = "delete from scim_token where organisation = ? and id = ?";

  /// A token without its secret.
  ///
  /// @param by nid of who made it
  record Token(
      String id,
      long organisation,
      String name,
      long by,
      UserId maker,
      long createdMs,
      long expiresMs,
      Optional<Long> usedMs) {}

  /// @param request its maker's name for the wish, if they gave it one
  void add(Tx tx, Token token, SecretHash hash, Optional<String> request) {
    tx.run(
        ADD,
        token.id(),
        token.organisation(),
        hash.bytes(),
        token.name(),
        token.by(),
        token.createdMs(),
        token.expiresMs(),
        request.orElse(null));
  }

  /// The token that somebody made by a request before.
  Optional<Token> asked(Tx tx, long organisation, long by, String request) {
    return tx.first(TokenStore::token, ASKED, organisation, by, request);
  }

  /// Gives a token another secret, and changes nothing else of it: nobody has seen the one before.
  void replace(Tx tx, String id, SecretHash hash) {
    tx.run(REPLACE, hash.bytes(), id);
  }

  Optional<Token> find(Tx tx, SecretHash hash, long now) {
    return tx.first(TokenStore::token, FIND, hash.bytes(), now);
  }

  List<Token> all(Tx tx, long organisation, int max) {
    return tx.list(TokenStore::token, ALL, organisation, max);
  }

  void used(Tx tx, String id, long now) {
    tx.run(USED, now, id);
  }

  /// Counts an account that is made by a token on a day; false when there are as many already.
  boolean count(Tx tx, String id, long day, int max) {
    return tx.run(COUNT, day, day, id, day, max) == 1;
  }

  boolean remove(Tx tx, long organisation, String id) {
    return tx.run(REMOVE, organisation, id) == 1;
  }

  private static Token token(Row row) {
    var used = row.optionalNumber("used_ms");
    return new Token(
        row.text("id"),
        row.number("organisation"),
        row.text("name"),
        row.number("by"),
        new UserId(row.text("user_id")),
        row.number("created_ms"),
        row.number("expires_ms"),
        used.isPresent() ? Optional.of(used.getAsLong()) : Optional.empty());
  }
}
