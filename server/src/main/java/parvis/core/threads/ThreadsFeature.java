package parvis.core.threads;

import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;

/// The wiring of threads.
public final class ThreadsFeature {
  private final Routes routes;

  public ThreadsFeature(Db db, Rooms rooms, Log log) {
    this.routes = new SubscriptionRoutes(new Subscriptions(db, rooms, log)).table();
  }

  public Routes routes() {
    return routes;
  }
}
