package parvis.core.presence;

import java.time.Clock;
import parvis.core.identity.Users;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.log.Tail;

/// The wiring of presence.
public final class PresenceFeature {

  /// What presence is built from.
  ///
  /// @param on whether anybody is shown to anybody
  /// @param tail numbers changes, together with those of typing
  public record Needs(boolean on, Log log, Users users, Rooms rooms, Tail tail, Clock clock) {}

  private final Presence presence;
  private final Routes routes;

  public PresenceFeature(Needs needs) {
    this.presence = new Presence(needs.on(), needs.rooms(), needs.tail(), needs.clock());
    this.routes = new PresenceRoutes(presence, needs.users(), needs.clock()).table();
    needs.log().follow(presence);
  }

  public Presence presence() {
    return presence;
  }

  public Routes routes() {
    return routes;
  }
}
