package parvis.suite.pilots;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Addresses;
import parvis.core.identity.Bars;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.Founding;
import parvis.core.organisations.Remits;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.mail.Outbox;
import parvis.protocol.json.JsonObject;

/// The wiring of pilots.
public final class PilotsFeature {
  /// What pilots are built from.
  ///
  /// @param nids gives numbers that were never given before
  /// @param workers runs what an answer does not wait for
  public record Needs(
      Db db,
      LongSupplier nids,
      Servers servers,
      Secrets secrets,
      Newcomers newcomers,
      Addresses addresses,
      Bars bars,
      Founding founding,
      Remits remits,
      Outbox outbox,
      String publicAddress,
      Executor workers,
      Clock clock) {}

  private final Applications applications;
  private final Pilots pilots;
  private final Survey survey;
  private final Routes routes;

  public PilotsFeature(Needs needs) {
    var store = new PilotStore();
    var answers = new AnswerStore();
    this.applications = new Applications(needs, new ApplicationStore(), store);
    this.pilots = new Pilots(needs, store, answers);
    this.survey = new Survey(needs, store, answers);
    this.routes =
        new ApplicationRoutes(needs, applications)
            .table()
            .and(new PilotRoutes(pilots, survey, needs.clock()).table());
  }

  /// Closes what is over and tells what ends; to be called every minute.
  public void look() {
    pilots.look();
  }

  /// How many applications wait for somebody to look at them; empty for who decides on none.
  public Optional<Long> waiting(Actor actor) {
    return applications.waiting(actor);
  }

  /// Forgets applications that were decided long ago; to be called now and then.
  public void forget() {
    applications.forget();
  }

  /// Forgets what somebody answered whose account has ended.
  public void gone(Actor actor) {
    survey.gone(actor);
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return survey.own(actor);
  }

  public Routes routes() {
    return routes;
  }
}
