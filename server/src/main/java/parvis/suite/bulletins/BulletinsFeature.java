package parvis.suite.bulletins;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.core.identity.Secrets;
import parvis.core.moderation.ServerNotices;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of bulletins.
public final class BulletinsFeature {
  /// What bulletins are built from. `nids` gives numbers that were never given before.
  public record Needs(
      Db db,
      LongSupplier nids,
      Secrets secrets,
      Remits remits,
      Affiliations affiliations,
      ServerNotices notices,
      Clock clock) {}

  private final Bulletins bulletins;
  private final Routes routes;

  public BulletinsFeature(Needs needs) {
    this.bulletins = new Bulletins(needs);
    this.routes = new BulletinRoutes(bulletins, needs.affiliations()).table();
  }

  /// Goes on bringing bulletins to people; to be called now and then.
  public void look() {
    bulletins.look();
  }

  /// Ends that, as the process does.
  public void stop() {
    bulletins.stop();
  }

  public Routes routes() {
    return routes;
  }
}
