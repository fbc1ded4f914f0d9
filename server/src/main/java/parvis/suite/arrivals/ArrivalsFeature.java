package parvis.suite.arrivals;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.mail.Outbox;

/// The wiring of arrivals.
public final class ArrivalsFeature {
  /// What arrivals are built from.
  ///
  /// @param nids gives numbers that were never given before
  /// @param workers runs what an answer does not wait for
  public record Needs(
      Db db,
      LongSupplier nids,
      Servers servers,
      Secrets secrets,
      Newcomers newcomers,
      Enrolment enrolment,
      Outbox outbox,
      String publicAddress,
      Executor workers,
      Clock clock) {}

  private final Imports imports;
  private final Making making;
  private final Routes routes;

  public ArrivalsFeature(Needs needs) {
    var store = new ImportStore();
    var judging = new Judging(needs.newcomers(), needs.enrolment());
    this.imports = new Imports(needs, store, judging);
    this.making = new Making(needs, store, judging, new Welcome(needs, store));
    this.routes = new ImportRoutes(imports, making, needs.workers()).table();
  }

  /// Goes on with what was started here or elsewhere; to be called every few seconds.
  public void look() {
    making.look();
  }

  /// Forgets old imports; to be called now and then.
  public void forget() {
    imports.forget();
  }

  public Routes routes() {
    return routes;
  }
}
