package parvis.core.rooms;

import static parvis.platform.http.Route.get;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The rooms in which one meets somebody.
/// spec: cs-api#get_matrixclientv1mutual_rooms
final class MutualRoutes {
  /// Rooms that one answer tells of.
  private static final int PAGE_MAX = 500;

  private final Memberships memberships;
  private final Users users;

  MutualRoutes(Memberships memberships, Users users) {
    this.memberships = memberships;
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
    var shared =
        found.isEmpty()
            ? new Memberships.Shared(List.of(), 0)
            : memberships.shared(call.actor(), found.getAsLong(), from, PAGE_MAX);
    var next = from + shared.rooms().size();
    return Reply.json(
        JsonObject.builder()
            .put("joined", JsonArray.of(shared.rooms().toArray()))
            .put("count", shared.total())
            .putIf(
                "next_batch", Optional.of(Long.toString(next)).filter(_ -> next < shared.total()))
            .build());
  }
}
