package parvis.suite.decisions;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Secrets;
import parvis.core.moderation.ServerNotices;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.core.search.Searchable;
import parvis.core.sync.Tidings;
import parvis.core.things.Things;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// The wiring of decisions.
public final class DecisionsFeature {
  /// How long it is known what a device asked for.
  private static final Duration REQUESTS_KEPT = Duration.ofDays(7);

  /// What decisions are built from. `nids` gives numbers that were never given before.
  ///
  /// @param tidings of decisions
  public record Needs(
      Db db,
      Rooms rooms,
      Rights rights,
      Secrets secrets,
      ServerNotices notices,
      Things things,
      Tidings tidings,
      LongSupplier nids,
      Clock clock) {}

  private final Needs needs;
  private final DecisionStore store = new DecisionStore();
  private final Decisions decisions;
  private final Calls calls;
  private final Routes routes;

  public DecisionsFeature(Needs needs) {
    this.needs = needs;
    this.decisions = new Decisions(needs, store);
    this.calls = new Calls(needs, decisions);
    this.routes =
        new DecisionRoutes(decisions, new Links(needs, decisions, store), needs.tidings()).table();
    needs.things().put(Decisions.KIND, decisions::thing);
  }

  /// Tells what a stop left untold and whom decisions call; to be called now and then.
  public void look() {
    needs.tidings().look();
    calls.look();
  }

  /// Forgets what devices asked for long ago; to be called now and then.
  public void forget() {
    var before = needs.clock().millis() - REQUESTS_KEPT.toMillis();
    needs
        .db()
        .write(
            tx -> {
              store.forgetRequests(tx, before);
              calls.forgetUnknown(tx);
              return true;
            });
  }

  /// How decisions are found among everything else.
  public Searchable searchable() {
    return new DecisionSearch(needs, decisions, store);
  }

  /// What is kept of somebody here.
  public JsonObject ownRecord(Actor actor) {
    return decisions.ownRecord(actor);
  }

  /// Forgets what somebody was to hear, whose account is no more.
  public void gone(Actor actor) {
    calls.forget(actor.user());
  }

  public Routes routes() {
    return routes;
  }
}
