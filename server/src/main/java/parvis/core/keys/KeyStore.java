package parvis.core.keys;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// The keys of devices. They go with their device, by the keys of the schema.
final class KeyStore {

  record OneTimeKey(String id, byte[] body) {}

  private static final String DEVICE_KEYS =
      """
      select body from device_key where "user" = ? and device = ?""";
  private static final String ALL_DEVICE_KEYS =
      """
      select "user", device, body from device_key where "user" = any(?) order by "user", device""";
  private static final String SET_DEVICE_KEYS =
      """
      insert into device_key ("user", device, body) values (?, ?, ?)
      on conflict ("user", device) do update set body = excluded.body
      where device_key.body <> excluded.body""";
  private static final String ONE_TIME_KEY =
      """
      select body from one_time_key
       where "user" = ? and device = ? and algorithm = ? and key_id = ?""";
  private static final String ADD_ONE_TIME_KEY =
      """
      insert into one_time_key ("user", device, algorithm, key_id, nid, body)
      values (?, ?, ?, ?, ?, ?) on conflict do nothing""";
  private static final String COUNTS =
      """
      select algorithm, count(*) as keys from one_time_key
       where "user" = ? and device = ? group by algorithm order by algorithm""";

  /// Whoever takes a key deletes it; whoever comes at the same moment takes the next.
  private static final String TAKE =
      """
      delete from one_time_key
       where ("user", device, algorithm, key_id) =
         (select "user", device, algorithm, key_id from one_time_key
           where "user" = ? and device = ? and algorithm = ?
           order by nid limit 1 for update skip locked)
      returning key_id, body""";
  private static final String TAKE_FALLBACK =
      """
      update fallback_key set used = true
       where "user" = ? and device = ? and algorithm = ? returning key_id, body""";
  private static final String SET_FALLBACK =
      """
      insert into fallback_key ("user", device, algorithm, key_id, body, used)
      values (?, ?, ?, ?, ?, false)
      on conflict ("user", device, algorithm) do update
        set key_id = excluded.key_id, body = excluded.body, used = false
      where fallback_key.body <> excluded.body""";
  private static final String UNUSED_FALLBACKS =
      """
      select algorithm from fallback_key
       where "user" = ? and device = ? and not used order by algorithm""";

  Optional<byte[]> deviceKeys(Tx tx, long user, String device) {
    return tx.first(row -> row.bytes("body"), DEVICE_KEYS, user, device);
  }

  /// The keys of one device, as it published them.
  record OfDevice(long user, String device, JsonObject json) {}

  List<OfDevice> deviceKeys(Tx tx, Collection<Long> users) {
    return tx.list(
        row -> new OfDevice(row.number("user"), row.text("device"), json(row.bytes("body"))),
        ALL_DEVICE_KEYS,
        (Object) users.stream().mapToLong(Long::longValue).toArray());
  }

  static JsonObject json(byte[] stored) {
    return JsonReader.read(stored, JsonLimits.REQUEST) instanceof JsonObject json
        ? json
        : JsonObject.EMPTY;
  }

  /// Whether they are other keys than before.
  boolean setDeviceKeys(Tx tx, long user, String device, byte[] body) {
    return tx.run(SET_DEVICE_KEYS, user, device, body) > 0;
  }

  Optional<byte[]> oneTimeKey(Tx tx, long user, String device, String algorithm, String keyId) {
    return tx.first(row -> row.bytes("body"), ONE_TIME_KEY, user, device, algorithm, keyId);
  }

  void addOneTimeKey(Tx tx, long user, String device, String algorithm, OneTimeKey key, long nid) {
    tx.run(ADD_ONE_TIME_KEY, user, device, algorithm, key.id(), nid, key.body());
  }

  Map<String, Long> oneTimeCounts(Tx tx, long user, String device) {
    var counts = new LinkedHashMap<String, Long>();
    tx.list(row -> counts.put(row.text("algorithm"), row.number("keys")), COUNTS, user, device);
    return counts;
  }

  Optional<OneTimeKey> take(Tx tx, long user, String device, String algorithm) {
    return tx.first(KeyStore::key, TAKE, user, device, algorithm)
        .or(() -> tx.first(KeyStore::key, TAKE_FALLBACK, user, device, algorithm));
  }

  void setFallback(Tx tx, long user, String device, String algorithm, OneTimeKey key) {
    tx.run(SET_FALLBACK, user, device, algorithm, key.id(), key.body());
  }

  List<String> unusedFallbacks(Tx tx, long user, String device) {
    return tx.list(row -> row.text("algorithm"), UNUSED_FALLBACKS, user, device);
  }

  private static OneTimeKey key(Row row) {
    return new OneTimeKey(row.text("key_id"), row.bytes("body"));
  }
}
