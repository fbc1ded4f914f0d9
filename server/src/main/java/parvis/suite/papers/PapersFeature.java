package parvis.suite.papers;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.core.identity.Servers;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of papers.
public final class PapersFeature {
  private final Routes routes;

  /// @param nids gives numbers that were never given before
  public PapersFeature(
      Db db,
      LongSupplier nids,
      Servers servers,
      Remits remits,
      Affiliations affiliations,
      Clock clock) {
    this.routes =
        new PaperRoutes(new Papers(db, nids, remits, clock), affiliations, servers).table();
  }

  public Routes routes() {
    return routes;
  }
}
