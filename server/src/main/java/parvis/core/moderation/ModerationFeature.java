package parvis.core.moderation;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.core.identity.Users;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of moderation.
public final class ModerationFeature {

  /// What moderation is built from.
  ///
  /// @param nids gives numbers that were never given before
  public record Needs(Db db, LongSupplier nids, Users users, Rooms rooms, Clock clock) {}

  private final Routes routes;

  public ModerationFeature(Needs needs) {
    var reports =
        new Reports(needs.db(), needs.nids(), needs.rooms(), needs.users(), needs.clock());
    var json = new EventJson(needs.clock());
    this.routes = new ReportRoutes(reports, needs.rooms(), needs.users(), json).table();
  }

  public Routes routes() {
    return routes;
  }
}
