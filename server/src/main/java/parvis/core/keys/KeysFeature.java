package parvis.core.keys;

import java.time.Clock;
import parvis.core.identity.Devices;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.Unheard;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.log.Nids;
import parvis.protocol.sign.Verifier;

/// The wiring of keys.
public final class KeysFeature {

  /// What keys are built from.
  ///
  /// @param verifier checks signatures of people's keys
  public record Needs(
      Db db,
      Log log,
      Nids nids,
      Users users,
      Devices devices,
      Unheard unheard,
      OwnerProof proof,
      Verifier verifier,
      Clock clock) {}

  private final Keys keys;
  private final KeyCounts counts;
  private final CrossSigning crossSigning;
  private final Backups backups;
  private final Dehydration dehydration;
  private final Routes routes;

  public KeysFeature(Needs needs) {
    var db = needs.db();
    var users = needs.users();
    var devices = needs.devices();
    var store = new KeyStore();
    var crossKeys = new CrossKeyStore();
    var news = new DeviceNews(needs.log(), needs.unheard());
    this.counts = new KeyCounts(db, store);
    this.keys = new Keys(db, needs.nids(), devices, store, crossKeys, counts, news);
    this.crossSigning = new CrossSigning(db, store, crossKeys, devices, needs.verifier(), news);
    var publishing = new Publishing(db, store, crossKeys, users, devices);
    var vouching = new Vouching(db, store, crossKeys, devices, needs.verifier(), news);
    this.backups = new Backups(db, new BackupStore());
    this.dehydration = new Dehydration(db, needs.nids(), devices, keys, needs.clock());
    this.routes =
        new KeyRoutes(keys, publishing, users)
            .table()
            .and(new ToDeviceRoutes(new ToDevice(needs.log()), users, devices).table())
            .and(new CrossSigningRoutes(crossSigning, vouching, users, needs.proof()).table())
            .and(new BackupRoutes(backups).table())
            .and(new DehydrationRoutes(dehydration, devices, crossSigning::isNamed).table());
  }

  public Keys keys() {
    return keys;
  }

  public KeyCounts counts() {
    return counts;
  }

  public Dehydration dehydration() {
    return dehydration;
  }

  /// Whether one of that person's cross-signing keys is called so: a device must not be.
  public boolean isKeyNamed(long user, String deviceId) {
    return crossSigning.isNamed(user, deviceId);
  }

  /// Forgets what somebody had whose account has ended; their devices are gone already.
  public void removeAll(long user) {
    crossSigning.removeAll(user);
    backups.deleteAll(user);
  }

  public Routes routes() {
    return routes;
  }
}
