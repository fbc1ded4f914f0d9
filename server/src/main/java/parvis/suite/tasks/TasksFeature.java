package parvis.suite.tasks;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import parvis.core.identity.Secrets;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of tasks.
public final class TasksFeature {
  /// How long it is known what a device asked for.
  private static final Duration REQUESTS_KEPT = Duration.ofDays(7);

  /// What tasks are built from. `nids` gives numbers that were never given before.
  public record Needs(
      Db db, Rooms rooms, Rights rights, Secrets secrets, LongSupplier nids, Clock clock) {}

  private final Needs needs;
  private final TaskStore store = new TaskStore();
  private final Routes routes;

  public TasksFeature(Needs needs) {
    this.needs = needs;
    this.routes = new TaskRoutes(new Tasks(needs, store), new Boards(needs.db(), store)).table();
  }

  /// Forgets what devices asked for long ago; to be called now and then.
  public void forget() {
    var before = needs.clock().millis() - REQUESTS_KEPT.toMillis();
    needs
        .db()
        .write(
            tx -> {
              store.forgetRequests(tx, before);
              return true;
            });
  }

  public Routes routes() {
    return routes;
  }
}
