package parvis.suite.feed;

import java.time.Clock;
import java.util.concurrent.Executor;
import parvis.core.identity.Users;
import parvis.core.moderation.ServerNotices;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of feeds.
public final class FeedFeature {
  /// What feeds are built from.
  public record Needs(
      Db db,
      Rooms rooms,
      Users users,
      Rights rights,
      ServerNotices notices,
      Executor executor,
      Clock clock) {}

  private final Routes routes;

  public FeedFeature(Needs needs) {
    this.routes = new FeedRoutes(new Confirmations(needs)).table();
  }

  public Routes routes() {
    return routes;
  }
}
