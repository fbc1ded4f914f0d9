package parvis.suite.objections;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import parvis.base.Actor;
import parvis.core.identity.Addresses;
import parvis.core.identity.Secrets;
import parvis.core.moderation.ServerNotices;
import parvis.core.organisations.Remits;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.mail.Outbox;
import parvis.protocol.json.JsonObject;

/// The wiring of objections.
public final class ObjectionsFeature {
  /// What objections are built from.
  ///
  /// @param workers runs what an answer does not wait for
  public record Needs(
      Db db,
      Secrets secrets,
      Addresses addresses,
      Remits remits,
      ServerNotices notices,
      Outbox outbox,
      String publicAddress,
      Executor workers,
      Clock clock) {}

  private final Objections objections;
  private final Routes routes;

  public ObjectionsFeature(Needs needs) {
    this.objections = new Objections(needs);
    this.routes = new ObjectionRoutes(objections).table();
  }

  /// How many wait for somebody to answer; empty for who answers none.
  public Optional<Long> waiting(Actor actor) {
    return objections.waiting(actor);
  }

  /// Tells again what was not told; to be called now and then.
  public void look() {
    objections.look();
  }

  /// Forgets what was answered long ago; to be called now and then.
  public void forget() {
    objections.forget();
  }

  /// Forgets what somebody objected to whose account has ended.
  public void gone(Actor actor) {
    objections.gone(actor);
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return objections.ownRecord(actor);
  }

  public Routes routes() {
    return routes;
  }
}
