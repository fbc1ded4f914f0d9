package parvis.core.federation;

import java.time.Clock;
import parvis.core.identity.OpenIds;
import parvis.core.identity.Servers;
import parvis.platform.http.Routes;

/// The wiring of federation.
public final class FederationFeature {
  private final Routes routes;

  /// @param version of this program
  public FederationFeature(Servers servers, OpenIds openIds, Clock clock, String version) {
    this.routes =
        new ServerKeyRoutes(servers, clock, version)
            .table()
            .and(new OpenIdRoutes(servers, openIds).table());
  }

  public Routes routes() {
    return routes;
  }
}
