package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;

/// Filters that clients have left with us, numbered per person.
/// spec: cs-api#filtering
final class Filters {
  /// Filters of one person at most.
  static final int OF_USER_MAX = 1_000;

  private static final int CACHED_MAX = 50_000;

  private static final String FIND =
      """
      select body from sync_filter where "user" = ? and id = ?""";
  private static final String SAME =
      """
      select id from sync_filter where "user" = ? and digest = sha256(?)""";
  private static final String LAST =
      """
      select coalesce(max(id), 0) as id from sync_filter where "user" = ?""";
  private static final String ADD =
      """
      insert into sync_filter ("user", id, body) values (?, ?, ?) on conflict do nothing""";

  private record Key(long user, long id) {}

  private final Db db;
  private final Cache<Key, SyncFilter> known =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

  Filters(Db db) {
    this.db = db;
  }

  /// The same filter twice gets the same number.
  long add(Actor actor, JsonObject json) {
    SyncFilter.read(json);
    var body = CanonicalJson.write(json);
    var user = actor.userNid();
    return db.write(
        tx -> {
          var same = tx.first(row -> row.number("id"), SAME, user, body);
          if (same.isPresent()) {
            return same.get();
          }
          var id = tx.first(row -> row.number("id"), LAST, user).orElse(0L) + 1;
          if (id > OF_USER_MAX) {
            throw Refused.invalidParam("You have too many filters.");
          }
          if (tx.run(ADD, user, id, body) == 0) {
            throw Refused.conflict("Another filter was added at the same moment; try again.");
          }
          return id;
        });
  }

  Optional<JsonObject> find(long user, long id) {
    return db.read(tx -> tx.first(row -> row.bytes("body"), FIND, user, id)).map(Filters::json);
  }

  /// The filter of a `filter` parameter: a number, or JSON.
  SyncFilter of(Actor actor, Optional<String> parameter) {
    if (parameter.isEmpty()) {
      return SyncFilter.ALL;
    }
    var text = parameter.get();
    if (text.startsWith("{")) {
      return SyncFilter.read(json(text.getBytes(StandardCharsets.UTF_8)));
    }
    var id = number(text);
    var key = new Key(actor.userNid(), id);
    var cached = known.getIfPresent(key);
    if (cached != null) {
      return cached;
    }
    var filter =
        SyncFilter.read(
            find(actor.userNid(), id)
                .orElseThrow(() -> Refused.invalidParam("There is no such filter.")));
    known.put(key, filter);
    return filter;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refused.invalidParam("filter is a number or a JSON object.");
    }
  }

  private static JsonObject json(byte[] bytes) {
    try {
      if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonRefused e) {
      throw Refused.notJson();
    }
    throw Refused.badJson("A filter is a JSON object.");
  }
}
