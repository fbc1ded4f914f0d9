package parvis.core.rooms;

import static parvis.platform.http.Route.get;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonWriter;
import parvis.protocol.room.Membership;

/// Looking at rooms before one enters them.
final class SpaceRoutes {
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;
  private static final int DEPTH_MAX = 20;
  private static final int TOKEN_CHARS_MAX = 1_000;

  private final Rooms rooms;
  private final RoomNames names;
  private final Discovering discovering;
  private final Hierarchy hierarchy;

  SpaceRoutes(Rooms rooms, RoomNames names, Discovering discovering) {
    this.rooms = rooms;
    this.names = names;
    this.discovering = discovering;
    this.hierarchy = new Hierarchy(rooms, discovering);
  }

  Routes table() {
    return Routes.of(
        get("/_matrix/client/v1/rooms/{roomId}/hierarchy", "The rooms of a space", this::hierarchy),
        get(
                "/_matrix/client/v1/room_summary/{roomIdOrAlias}",
                "A room before one is in it",
                this::summary)
            .optional());
  }

  /// spec: cs-api#get_matrixclientv1room_summaryroomidoralias
  private Reply summary(Call call) {
    var reader = discovering.reader(call);
    var room = names.find(call.path("roomIdOrAlias"));
    if (!discovering.may(reader, room)) {
      throw RoomNames.none();
    }
    var summary = RoomSummary.whole(room);
    return Reply.json(
        reader
            .map(actor -> discovering.membership(actor, room).orElse(Membership.LEAVE))
            .map(membership -> summary.with("membership", membership.word()))
            .orElse(summary));
  }

  /// spec: cs-api#get_matrixclientv1roomsroomidhierarchy
  private Reply hierarchy(Call call) {
    var room =
        rooms
            .find(call.path("roomId"))
            .filter(found -> discovering.may(call.actor(), found))
            .orElseThrow(() -> Refused.forbidden("You may not look into this room."));
    var query =
        new Hierarchy.Query(
            room.id(),
            call.queryBool("suggested_only").orElse(false),
            (int) Math.min(number(call, "max_depth", DEPTH_MAX, 0), DEPTH_MAX));
    var limit = (int) Math.min(number(call, "limit", LIMIT_DEFAULT, 1), LIMIT_MAX);
    var from = call.query("from").map(token -> read(token, query));
    var page = hierarchy.page(call.actor(), query, from, limit);
    var answer = JsonObject.builder().put("rooms", JsonArray.of(page.rooms().toArray()));
    page.next().ifPresent(place -> answer.put("next_batch", token(query, place)));
    return Reply.json(answer.build());
  }

  private static long number(Call call, String name, long otherwise, long min) {
    var number = call.queryLong(name).orElse(otherwise);
    if (number < min) {
      throw Refused.invalidParam(name + " is at least " + min + ".");
    }
    return number;
  }

  private static String token(Hierarchy.Query query, Hierarchy.Place place) {
    var json = about(query).with("last", place.last().value()).with("count", place.count());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonWriter.write(json));
  }

  private static JsonObject about(Hierarchy.Query query) {
    return JsonObject.of(
        "root", query.root().value(),
        "suggested_only", query.suggestedOnly(),
        "max_depth", query.depthMax());
  }

  /// @throws Refused invalidParam when the token is none of ours or of another query
  private static Hierarchy.Place read(String token, Hierarchy.Query query) {
    var json = decoded(token).orElseThrow(SpaceRoutes::noToken);
    var last = json.string("last").flatMap(RoomId::parse).orElseThrow(SpaceRoutes::noToken);
    var count = json.integer("count").orElseThrow(SpaceRoutes::noToken);
    if (!json.without("last").without("count").equals(about(query))) {
      throw Refused.invalidParam("What is asked for cannot change from one page to the next.");
    }
    return new Hierarchy.Place(last, Math.clamp(count, 0, Integer.MAX_VALUE));
  }

  private static Optional<JsonObject> decoded(String token) {
    if (token.length() > TOKEN_CHARS_MAX) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(token.getBytes(StandardCharsets.UTF_8));
      return JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject json
          ? Optional.of(json)
          : Optional.empty();
    } catch (IllegalArgumentException | JsonRefused none) {
      return Optional.empty();
    }
  }

  private static Refused noToken() {
    return Refused.invalidParam("This is not a page token.");
  }
}
