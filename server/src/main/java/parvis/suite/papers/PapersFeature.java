package parvis.suite.papers;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Servers;
import parvis.core.identity.Sessions;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// The wiring of papers.
public final class PapersFeature {
  private final Papers papers;
  private final Routes routes;

  /// @param nids gives numbers that were never given before
  /// @param sessions in which whoever has not accepted the terms of use puts nothing before others
  public PapersFeature(
      Db db,
      LongSupplier nids,
      Servers servers,
      Remits remits,
      Affiliations affiliations,
      Sessions sessions,
      String publicAddress,
      Clock clock) {
    this.papers = new Papers(db, nids, remits, clock);
    Consents consents = new Consents(papers, publicAddress, clock);
    this.routes = new PaperRoutes(papers, consents, affiliations, servers).table();
    sessions.askConsent(consents::require);
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return papers.ownRecord(actor);
  }

  public Routes routes() {
    return routes;
  }
}
