package parvis.core.push;

import parvis.core.sync.AccountData;
import parvis.platform.http.Routes;

/// The wiring of push.
public final class PushFeature {
  private final Routes routes;

  public PushFeature(AccountData data) {
    this.routes = new PushRuleRoutes(data).table();
  }

  public Routes routes() {
    return routes;
  }
}
