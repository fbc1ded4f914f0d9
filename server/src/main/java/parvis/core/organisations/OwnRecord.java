package parvis.core.organisations;

import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What organisations keep of one person, as it is told to themselves.
final class OwnRecord {
  /// Posts and claims of one person that are told, the last ones.
  private static final int TOLD_MAX = 1_000;

  private static final String POSTS =
      """
      select o.name, o.label, p.role, p.ground, p.since_ms, p.until_ms, p.ends_ms,
             p.wish, p.wish_ms, s.user_id as sponsor
        from post p join organisation o on o.nid = p.organisation
        left join matrix_user s on s.nid = p.sponsor
       where p."user" = ? order by p.since_ms desc, p.nid desc limit ?\
      """;

  private static final String CLAIMS =
      """
      select c.wish, c.created_ms, c.decided_ms, c.reason, o.name from claim c
        left join organisation o on o.nid = c.organisation
       where c."user" = ? order by c.created_ms desc, c.id limit ?\
      """;

  private final Db db;

  OwnRecord(Db db) {
    this.db = db;
  }

  JsonObject of(long user) {
    var posts = db.read(tx -> tx.list(OwnRecord::post, POSTS, user, TOLD_MAX));
    var claims = db.read(tx -> tx.list(OwnRecord::claim, CLAIMS, user, TOLD_MAX));
    return JsonObject.of(
        "posts", JsonArray.of(posts.toArray()), "claims", JsonArray.of(claims.toArray()));
  }

  private static JsonObject post(Row row) {
    var told =
        JsonObject.builder()
            .put("organisation", row.text("name"))
            .put("label", row.text("label"))
            .put("role", row.text("role"))
            .put("ground", row.text("ground"))
            .putIf("sponsor", row.optionalText("sponsor"))
            .put("since_ts", row.number("since_ms"));
    row.optionalNumber("until_ms").ifPresent(at -> told.put("until_ts", at));
    row.optionalNumber("ends_ms").ifPresent(at -> told.put("ends_ts", at));
    told.putIf("more_time", row.optionalText("wish"));
    row.optionalNumber("wish_ms").ifPresent(at -> told.put("more_time_ts", at));
    return told.build();
  }

  private static JsonObject claim(Row row) {
    var told =
        JsonObject.builder()
            .put("wish", row.text("wish"))
            .put("created_ts", row.number("created_ms"));
    row.optionalNumber("decided_ms").ifPresent(at -> told.put("decided_ts", at));
    return told.putIf("organisation", row.optionalText("name"))
        .put("reason", row.text("reason"))
        .build();
  }
}
