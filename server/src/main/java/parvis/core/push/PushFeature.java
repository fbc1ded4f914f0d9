package parvis.core.push;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.core.sync.AccountData;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.memory.Memory;

/// The wiring of push.
public final class PushFeature {
  /// What push is built from. `nids` gives numbers that were never given before.
  public record Needs(
      Db db, LongSupplier nids, AccountData accountData, Clock clock, Memory memory) {}

  private final Pushers pushers;
  private final Routes routes;

  public PushFeature(Needs needs) {
    this.pushers = new Pushers(needs.db(), needs.nids(), needs.clock(), needs.memory());
    this.routes =
        new PushRuleRoutes(needs.accountData()).table().and(new PusherRoutes(pushers).table());
  }

  /// Tells a device whose session is over nothing more.
  public void sessionEnded(long user) {
    pushers.forget(user);
  }

  public Routes routes() {
    return routes;
  }
}
