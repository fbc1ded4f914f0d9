package parvis.core.appservice;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.core.identity.IdentityFeature;
import parvis.core.identity.Services;
import parvis.core.keys.KeyCounts;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Rooms;
import parvis.core.sync.Overhearing;
import parvis.platform.db.Db;
import parvis.platform.egress.Egress;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;

/// The wiring of application services.
public final class AppserviceFeature implements AutoCloseable {
  /// What application services are built from.
  ///
  /// @param folder of registration files
  /// @param egress a way out that leads everywhere
  public record Needs(
      Path folder,
      Db db,
      Log log,
      IdentityFeature identity,
      Rooms rooms,
      Overhearing overhearing,
      KeyCounts counts,
      Egress egress,
      Clock clock,
      LongSupplier nanos) {}

  private final Services services;
  private final Registrations registrations;
  private final Feeds feeds;
  private final Routes routes;

  public AppserviceFeature(Needs needs) {
    var identity = needs.identity();
    this.services = identity.services();
    var asking = new Asking(needs.egress(), needs.nanos());
    services.ask(asking::makes, asking::makes);
    this.registrations =
        new Registrations(needs.folder(), identity.servers(), services, identity.accounts());
    this.feeds =
        new Feeds(
            needs.log(),
            services,
            new Transactions(needs.db(), needs.log(), needs.clock()),
            asking,
            new Gathering.House(
                services,
                needs.rooms(),
                identity.users(),
                needs.overhearing(),
                needs.counts(),
                new EventJson(needs.clock())));
    this.routes =
        new PingRoutes(services, asking, feeds)
            .table()
            .and(new NetworkRoutes(services, asking).table());
    needs.log().follow(feeds);
  }

  /// Registers what the folder says and begins to tell; to be called when the log has started.
  public void start() {
    registrations.begin();
    feeds.follow();
  }

  /// Looks whether the folder says something else; to be called now and then.
  public void look() {
    if (registrations.again()) {
      feeds.follow();
    }
  }

  /// How many services do not take what they are told.
  public int failing() {
    return feeds.failing();
  }

  /// How many services are registered.
  public int registered() {
    return services.all().size();
  }

  /// Whether what the folder says now was refused: what it said before holds.
  public boolean isRefused() {
    return registrations.isRefused();
  }

  public Routes routes() {
    return routes;
  }

  @Override
  public void close() {
    feeds.close();
  }
}
