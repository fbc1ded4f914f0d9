package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.memory.Memory;
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

  private static final int PERCENT = 1;

  /// What a filter takes beside its text, and how much larger than that it is.
  private static final int FIXED_BYTES = 700;

  private static final int READ_FACTOR = 4;

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
  private final Cache<Key, Read> known;

  private record Read(SyncFilter filter, int bodyBytes) {}

  Filters(Db db, Memory memory) {
    this.db = db;
    this.known =
        memory.cache("filters", PERCENT, (_, read) -> FIXED_BYTES + read.bodyBytes() * READ_FACTOR);
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
    return body(user, id).map(Filters::json);
  }

  private Optional<byte[]> body(long user, long id) {
    return db.read(tx -> tx.first(row -> row.bytes("body"), FIND, user, id));
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
      return cached.filter();
    }
    var body =
        body(actor.userNid(), id)
            .orElseThrow(() -> Refused.invalidParam("There is no such filter."));
    var filter = SyncFilter.read(json(body));
    known.put(key, new Read(filter, body.length));
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
