package parvis.core.presence;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;

/// How somebody is seen, and saying how one wants to be seen.
/// spec: cs-api#presence
final class PresenceRoutes {
  private static final String STATUS = "/_matrix/client/v3/presence/{userId}/status";

  /// Characters of what somebody writes about being there.
  static final int STATUS_CHARS_MAX = 500;

  private final Presence presence;
  private final Users users;
  private final Clock clock;

  PresenceRoutes(Presence presence, Users users, Clock clock) {
    this.presence = presence;
    this.users = users;
    this.clock = clock;
  }

  Routes table() {
    return Routes.of(
        get(STATUS, "Whether somebody is there", this::status),
        put(STATUS, "Say whether one is there", this::say));
  }

  private Reply status(Call call) {
    var asked = UserId.parse(call.path("userId")).orElseThrow(Refused::notFound);
    return Reply.json(appearance(call.actor(), asked).orElseThrow(Refused::notFound).json(now()));
  }

  private long now() {
    return clock.millis();
  }

  /// Who may be seen and was not here lately is offline.
  private Optional<Appearance> appearance(Actor reader, UserId asked) {
    var nid = users.find(asked);
    if (nid.isEmpty() || (!presence.isOn() && nid.getAsLong() != reader.userNid())) {
      return Optional.empty();
    }
    var known = presence.of(reader, nid.getAsLong());
    return known.isPresent() || !presence.sees(reader, nid.getAsLong())
        ? known
        : Optional.of(Appearance.ABSENT);
  }

  private Reply say(Call call) {
    var actor = call.actor();
    if (!call.path("userId").equals(actor.user().value())) {
      throw Refused.forbidden("One speaks for oneself only.");
    }
    var said =
        Availability.of(call.body().string("presence"))
            .orElseThrow(() -> Refused.invalidParam("presence is online, offline or unavailable."));
    var status = call.body().optionalString("status_msg", STATUS_CHARS_MAX).orElse("");
    if (!presence.isOn()) {
      throw Refused.forbidden("Nobody is shown to anybody here.");
    }
    presence.says(actor, said, status);
    return Reply.empty();
  }
}
