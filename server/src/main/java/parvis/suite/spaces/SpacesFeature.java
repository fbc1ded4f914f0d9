package parvis.suite.spaces;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.core.identity.Users;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Standings;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of spaces.
public final class SpacesFeature {
  /// What spaces are built from.
  ///
  /// @param nids gives numbers that were never given before
  /// @param node the number of this process
  public record Needs(
      Db db,
      Rooms rooms,
      Writing writing,
      Users users,
      Rights rights,
      Standings standings,
      Affiliations affiliations,
      LongSupplier nids,
      long node,
      Clock clock) {}

  /// What the routes lead to.
  record Doors(
      Making making,
      Asking asking,
      Coming coming,
      Roles roles,
      Settings settings,
      Members members,
      Finding finding,
      SpaceJson json) {}

  private final Doors doors;
  private final Routes routes;

  public SpacesFeature(Needs needs) {
    var store = new SpaceStore();
    var coming = new Coming(needs);
    var json = new SpaceJson(needs);
    this.doors =
        new Doors(
            new Making(needs, store),
            new Asking(needs),
            coming,
            new Roles(needs, coming),
            new Settings(needs),
            new Members(needs),
            new Finding(needs, store, json),
            json);
    this.routes = new SpaceRoutes(doors, needs.rights()).table();
  }

  /// Completes what a stop has cut off; to be called once the log is open, and now and then.
  public void resume() {
    doors.making().resume();
  }

  public Routes routes() {
    return routes;
  }
}
