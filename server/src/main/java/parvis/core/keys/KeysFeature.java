package parvis.core.keys;

import parvis.core.identity.Devices;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.log.Nids;

/// The wiring of keys.
public final class KeysFeature {
  private final Keys keys;
  private final KeyCounts counts;
  private final Routes routes;

  public KeysFeature(Db db, Log log, Nids nids, Users users, Devices devices) {
    var store = new KeyStore();
    this.counts = new KeyCounts(db, store);
    this.keys = new Keys(db, log, nids, store, counts);
    this.routes = new KeyRoutes(keys, new ToDevice(log), users, devices).table();
  }

  public Keys keys() {
    return keys;
  }

  public KeyCounts counts() {
    return counts;
  }

  public Routes routes() {
    return routes;
  }
}
