package parvis.core.rooms;

import static parvis.platform.http.Route.get;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// The rooms in which one meets somebody.
/// spec: cs-api#get_matrixclientv1mutual_rooms
final class MutualRoutes {
  /// Rooms that one answer tells of.
  private static final int PAGE_MAX = 500;

  private final Rooms rooms;
  private final Users users;

  MutualRoutes(Rooms rooms, Users users) {
    this.rooms = rooms;
    this.users = users;
  }

  Routes table() {
    return Routes.of(
        get("/_matrix/client/v1/mutual_rooms", "Where I meet somebody", this::mutual)
            .costs(RateClass.SEARCH));
  }

  private Reply mutual(Call call) {
    var from = call.queryLong("from").orElse(0);
    if (from < 0) {
      throw Refused.invalidParam("from is a token that an earlier answer gave.");
    }
    var other =
        call.query("user_id")
            .flatMap(UserId::parse)
            .filter(user -> !user.equals(call.actor().user()))
            .orElseThrow(() -> Refused.invalidParam("user_id names nobody else."));
    var found = users.find(other);
    var shared = found.isEmpty() ? List.<String>of() : shared(call.actor(), found.getAsLong());
    var page = shared.stream().skip(from).limit(PAGE_MAX).toArray();
    var next = from + page.length;
    return Reply.json(
        JsonObject.builder()
            .put("joined", JsonArray.of(page))
            .put("count", shared.size())
            .putIf("next_batch", Optional.of(Long.toString(next)).filter(_ -> next < shared.size()))
            .build());
  }

  private List<String> shared(Actor actor, long other) {
    var shared = new ArrayList<String>();
    for (var standing : rooms.memberships().of(actor.userNid()).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms
            .find(standing.room())
            .filter(room -> room.published().isJoined(other))
            .ifPresent(room -> shared.add(room.id().value()));
      }
    }
    Collections.sort(shared);
    return shared;
  }
}
