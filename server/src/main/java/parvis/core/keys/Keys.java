package parvis.core.keys;

import java.util.Arrays;
import java.util.List;
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

  /// A key as its client named and signed it.
  record Named(String algorithm, String id, byte[] body) {}

  record Upload(Optional<JsonObject> device, List<Named> oneTime, List<Named> fallback) {}

  /// Keeps what a device published; all or nothing.
  /// @throws Refused invalidParam when a one-time key of the same name holds something else
  KeyCounts.Counts upload(Actor actor, Upload upload) {
    var user = actor.userNid();
    var device = actor.deviceId();
    var numbers = upload.oneTime().stream().mapToLong(_ -> nids.next()).toArray();
    var note = db.write(tx -> keep(tx, actor, upload, numbers));
    counts.changed(user, device);
    note.ifPresent(news::say);
    return counts.of(user, device);
  }

  /// @param numbers one for each one-time key; taken before, since they may cost a query
  /// @return what there is to say when the device's own keys are others now
  private Optional<Unheard.Note> keep(Tx tx, Actor actor, Upload upload, long[] numbers) {
    var user = actor.userNid();
    var device = actor.deviceId();
    if (!devices.hold(tx, user, device)) {
      throw Refused.unknownToken(false);
    }
    for (int i = 0; i < numbers.length; i++) {
      var key = upload.oneTime().get(i);
      var before = store.oneTimeKey(tx, user, device, key.algorithm(), key.id());
      if (before.filter(b -> !Arrays.equals(b, key.body())).isPresent()) {
        throw Refused.invalidParam(
            "There is another one-time key of the name " + key.id() + " already.");
      }
      var fresh = new KeyStore.OneTimeKey(key.id(), key.body());
      store.addOneTimeKey(tx, user, device, key.algorithm(), fresh, numbers[i]);
    }
    for (var key : upload.fallback()) {
      var fresh = new KeyStore.OneTimeKey(key.id(), key.body());
      store.setFallback(tx, user, device, key.algorithm(), fresh);
    }
    return upload
        .device()
        .filter(keys -> replace(tx, user, device, keys))
        .map(_ -> news.note(tx, actor));
  }

  /// Whether they are other keys than before. Signatures of what they were are worth nothing then.
  private boolean replace(Tx tx, long user, String device, JsonObject keys) {
    var before = store.deviceKeys(tx, user, device).map(KeyStore::json);
    if (before.filter(b -> CrossKey.unsigned(b).equals(CrossKey.unsigned(keys))).isEmpty()) {
      crossKeys.forgetDevice(tx, user, device);
    }
    return store.setDeviceKeys(tx, user, device, CanonicalJson.write(keys));
  }

  /// A key is handed out once; the fallback key again and again.
  Optional<KeyStore.OneTimeKey> claim(long user, String device, String algorithm) {
    var key = db.write(tx -> store.take(tx, user, device, algorithm));
    counts.changed(user, device);
    return key;
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
}
