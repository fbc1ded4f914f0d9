package parvis.core.keys;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.identity.Unheard;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.log.Nids;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonObject;

/// The keys that devices publish: the door of encryption.
public final class Keys {
  private final Db db;
  private final Nids nids;
  private final Devices devices;
  private final KeyStore store;
  private final CrossKeyStore crossKeys;
  private final KeyCounts counts;
  private final DeviceNews news;

  Keys(
      Db db,
      Nids nids,
      Devices devices,
      KeyStore store,
      CrossKeyStore crossKeys,
      KeyCounts counts,
      DeviceNews news) {
    this.db = db;
    this.nids = nids;
    this.devices = devices;
    this.store = store;
    this.crossKeys = crossKeys;
    this.counts = counts;
    this.news = news;
  }

  /// One-time keys that a device keeps; clients keep 50 or 100.
  static final int ONE_TIME_KEYS_MAX = 1_000;

  /// Fallback keys that a device keeps: one for each algorithm.
  static final int FALLBACK_KEYS_MAX = 20;

  /// A key as its client named and signed it.
  record Named(String algorithm, String id, byte[] body) {
    String name() {
      return algorithm + ":" + id;
    }
  }

  /// A key of a device that somebody would begin a conversation with.
  record Wish(long user, String device, String algorithm) {}

  record Upload(Optional<JsonObject> device, List<Named> oneTime, List<Named> fallback) {}

  /// Keeps what a device published; all or nothing.
  /// @throws Refused invalidParam when a one-time key of the same name holds something else,
  ///     resourceLimitExceeded when the device has too many keys
  KeyCounts.Counts upload(Actor actor, Upload upload) {
    var user = actor.userNid();
    var device = actor.deviceId();
    var numbers = upload.oneTime().stream().mapToLong(_ -> nids.next()).toArray();
    var note = db.write(tx -> keep(tx, actor, upload, numbers));
    counts.changed(user, device);
    note.ifPresent(news::say);
    return counts.of(user, device);
  }

  /// Keeps what a device published, in a transaction.
  ///
  /// @param numbers one for each one-time key; taken before, since they may cost a query
  /// @return what there is to say when the device's own keys are others now
  Optional<Unheard.Note> keep(Tx tx, Actor actor, Upload upload, long[] numbers) {
    var user = actor.userNid();
    var device = actor.deviceId();
    if (!devices.hold(tx, user, device)) {
      throw Refused.unknownToken(false);
    }
    if (!upload.oneTime().isEmpty()) {
      add(tx, user, device, upload.oneTime(), numbers);
    }
    for (var key : upload.fallback()) {
      store.setFallback(tx, user, device, key);
    }
    if (!upload.fallback().isEmpty() && store.fallbacks(tx, user, device) > FALLBACK_KEYS_MAX) {
      throw tooMany("A device keeps at most " + FALLBACK_KEYS_MAX + " fallback keys.");
    }
    return upload
        .device()
        .filter(keys -> replace(tx, user, device, keys))
        .map(_ -> news.note(tx, actor));
  }

  private void add(Tx tx, long user, String device, List<Named> keys, long[] numbers) {
    var known = new HashMap<String, byte[]>();
    store.oneTimeKeys(tx, user, device).forEach(key -> known.put(key.name(), key.body()));
    for (var key : keys) {
      var before = known.putIfAbsent(key.name(), key.body());
      if (before != null && !Arrays.equals(before, key.body())) {
        throw Refused.invalidParam(
            "There is another one-time key of the name " + key.id() + " already.");
      }
    }
    if (known.size() > ONE_TIME_KEYS_MAX) {
      throw tooMany("A device keeps at most " + ONE_TIME_KEYS_MAX + " one-time keys.");
    }
    store.addOneTimeKeys(tx, user, device, keys, numbers);
  }

  private static Refused tooMany(String sentence) {
    return Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, sentence);
  }

  /// Whether they are other keys than before. Signatures of what they were are worth nothing then.
  private boolean replace(Tx tx, long user, String device, JsonObject keys) {
    var before = store.deviceKeys(tx, user, device).map(KeyStore::json);
    if (before.filter(b -> CrossKey.unsigned(b).equals(CrossKey.unsigned(keys))).isEmpty()) {
      crossKeys.forgetDevice(tx, user, device);
    }
    return store.setDeviceKeys(tx, user, device, CanonicalJson.write(keys));
  }

  /// A key is handed out once; the fallback key again and again. Wishes are different ones; those
  /// for which there is no key are left out.
  Map<Wish, Named> claim(List<Wish> wishes) {
    var keys = db.write(tx -> store.take(tx, wishes));
    keys.keySet().forEach(wish -> counts.changed(wish.user(), wish.device()));
    return keys;
  }

  /// Lets go of what devices signed and what was signed of them, in the transaction that removes
  /// them and their keys.
  public void remove(Tx tx, long user, List<String> gone) {
    crossKeys.removeDevices(tx, user, gone);
  }

  /// Forgets what memory holds of a device that is no more.
  public void removed(long user, String device) {
    counts.changed(user, device);
  }

  /// Tells who shares a room with that person that their devices are others now.
  public void announce(long user) {
    news.tell(user);
  }

  /// Tells a person's own devices that they see other keys of those whom the person vouches for.
  public void announceSigned(long user) {
    news.tellSelf(user, db.read(tx -> crossKeys.vouchedFor(tx, user)));
  }
}
