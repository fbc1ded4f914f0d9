package parvis.core.keys;

import java.util.Collection;
import java.util.HashMap;
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
  /// Keys that were handed out and are still known, of each device: more than a client has under
  /// way.
  private static final int CLAIMED_MAX = 1_000;

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

  /// Each device has a bounded number of them.
  private static final String ONE_TIME_KEYS =
      """
      select algorithm, key_id, body from one_time_key
       where "user" = ? and device = ? and not claimed""";

  /// A key that was handed out is not there again because it is uploaded again. Another one may
  /// have its name: that of a device which forgot what it was.
  private static final String ADD_ONE_TIME_KEYS =
      """
      insert into one_time_key ("user", device, algorithm, key_id, nid, body)
      select ?, ?, k.algorithm, k.key_id, k.nid, k.body
        from unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[])
             as k (algorithm, key_id, nid, body)
          on conflict ("user", device, algorithm, key_id) do update
            set nid = excluded.nid, body = excluded.body, claimed = false
          where one_time_key.claimed and one_time_key.body <> excluded.body""";

  /// Those that were uploaded last stay.
  private static final String FORGET_CLAIMED =
      """
      delete from one_time_key where "user" = ? and device = ? and claimed and nid <= (
        select nid from one_time_key where "user" = ? and device = ? and claimed
         order by nid desc offset ? limit 1)""";
  private static final String COUNTS =
      """
      select algorithm, count(*) as keys from one_time_key
       where "user" = ? and device = ? and not claimed group by algorithm order by algorithm""";

  /// Whoever takes a key marks it; whoever comes at the same moment takes the next.
  private static final String TAKE =
      """
      with taken as materialized (
        select k."user", k.device, k.algorithm, k.key_id
          from unnest(?::bigint[], ?::text[], ?::text[]) as wish ("user", device, algorithm)
          cross join lateral (
            select o."user", o.device, o.algorithm, o.key_id from one_time_key o
             where o."user" = wish."user" and o.device = wish.device
               and o.algorithm = wish.algorithm and not o.claimed
             order by o.nid limit 1 for update skip locked) as k)
      update one_time_key o set claimed = true from taken
       where o."user" = taken."user" and o.device = taken.device
         and o.algorithm = taken.algorithm and o.key_id = taken.key_id
      returning o."user", o.device, o.algorithm, o.key_id, o.body""";

  /// In order, so that two who take the same keys never wait for each other in a circle.
  private static final String TAKE_FALLBACK =
      """
      with taken as materialized (
        select f."user", f.device, f.algorithm, f.key_id, f.body, f.used
          from unnest(?::bigint[], ?::text[], ?::text[]) as wish ("user", device, algorithm)
          join fallback_key f on f."user" = wish."user" and f.device = wish.device
           and f.algorithm = wish.algorithm
         order by f."user", f.device, f.algorithm for update of f),
      marked as (
        update fallback_key f set used = true from taken
         where f."user" = taken."user" and f.device = taken.device
           and f.algorithm = taken.algorithm and not taken.used)
      select "user", device, algorithm, key_id, body from taken""";
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
  private static final String FALLBACKS =
      """
      select count(*) as keys from fallback_key where "user" = ? and device = ?""";

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

  List<Keys.Named> oneTimeKeys(Tx tx, long user, String device) {
    return tx.list(KeyStore::named, ONE_TIME_KEYS, user, device);
  }

  private static Keys.Named named(Row row) {
    return new Keys.Named(row.text("algorithm"), row.text("key_id"), row.bytes("body"));
  }

  /// @param nids one for each key, in the order in which they are to be handed out
  void addOneTimeKeys(Tx tx, long user, String device, List<Keys.Named> keys, long[] nids) {
    tx.run(
        ADD_ONE_TIME_KEYS,
        user,
        device,
        keys.stream().map(Keys.Named::algorithm).toArray(String[]::new),
        keys.stream().map(Keys.Named::id).toArray(String[]::new),
        nids,
        keys.stream().map(Keys.Named::body).toArray(byte[][]::new));
    tx.run(FORGET_CLAIMED, user, device, user, device, CLAIMED_MAX);
  }

  Map<String, Long> oneTimeCounts(Tx tx, long user, String device) {
    var counts = new LinkedHashMap<String, Long>();
    tx.list(row -> counts.put(row.text("algorithm"), row.number("keys")), COUNTS, user, device);
    return counts;
  }

  /// Takes a key of each kind that is wished for: a one-time key, or else the fallback key.
  Map<Keys.Wish, Keys.Named> take(Tx tx, List<Keys.Wish> wishes) {
    var taken = new HashMap<Keys.Wish, Keys.Named>();
    take(tx, TAKE, wishes, taken);
    var left = wishes.stream().filter(wish -> !taken.containsKey(wish)).toList();
    if (!left.isEmpty()) {
      take(tx, TAKE_FALLBACK, left, taken);
    }
    return taken;
  }

  private static void take(
      Tx tx, String sql, List<Keys.Wish> wishes, Map<Keys.Wish, Keys.Named> taken) {
    tx.list(
        row -> taken.put(wish(row), named(row)),
        sql,
        wishes.stream().mapToLong(Keys.Wish::user).toArray(),
        wishes.stream().map(Keys.Wish::device).toArray(String[]::new),
        wishes.stream().map(Keys.Wish::algorithm).toArray(String[]::new));
  }

  private static Keys.Wish wish(Row row) {
    return new Keys.Wish(row.number("user"), row.text("device"), row.text("algorithm"));
  }

  void setFallback(Tx tx, long user, String device, Keys.Named key) {
    tx.run(SET_FALLBACK, user, device, key.algorithm(), key.id(), key.body());
  }

  long fallbacks(Tx tx, long user, String device) {
    return tx.first(row -> row.number("keys"), FALLBACKS, user, device).orElseThrow();
  }

  List<String> unusedFallbacks(Tx tx, long user, String device) {
    return tx.list(row -> row.text("algorithm"), UNUSED_FALLBACKS, user, device);
  }
}
