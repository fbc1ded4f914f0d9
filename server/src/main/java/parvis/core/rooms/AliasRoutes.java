package parvis.core.rooms;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.RoomAlias;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Names of rooms, and whether the directory shows them.
/// spec: cs-api#room-aliases
final class AliasRoutes {
  private static final String ALIAS = "/_matrix/client/v3/directory/room/{roomAlias}";
  private static final String CANONICAL = "m.room.canonical_alias";
  private static final String LISTED = "/_matrix/client/v3/directory/list/room/{roomId}";
  private static final String LISTED_IN_NETWORK =
      "/_matrix/client/v3/directory/list/appservice/{networkId}/{roomId}";

  private final Rooms rooms;
  private final Aliases aliases;
  private final Sending sending;
  private final Discovering discovering;
  private final AccessRules rules;

  AliasRoutes(
      Rooms rooms, Aliases aliases, Sending sending, Discovering discovering, AccessRules rules) {
    this.rules = rules;
    this.discovering = discovering;
    this.rooms = rooms;
    this.aliases = aliases;
    this.sending = sending;
  }

  Routes table() {
    return Routes.of(
        get(ALIAS, "Find the room of an alias", this::find).open(),
        put(ALIAS, "Give a room an alias", this::add),
        delete(ALIAS, "Remove an alias", this::remove),
        get("/_matrix/client/v3/rooms/{roomId}/aliases", "The aliases of a room", this::ofRoom),
        get(LISTED, "Whether the directory shows a room", this::listed).optional(),
        put(LISTED, "Show a room in the directory, or not", this::list),
        put(LISTED_IN_NETWORK, "Show a room of another network, or not", this::listInNetwork));
  }

  private Reply find(Call call) {
    var room =
        aliases
            .find(alias(call))
            .flatMap(owned -> rooms.find(owned.room()))
            .orElseThrow(() -> Refused.notFound("No room has this alias."));
    var server = alias(call).server().value();
    return Reply.json(JsonObject.of("room_id", room.id().value(), "servers", JsonArray.of(server)));
  }

  private Reply add(Call call) {
    var alias = alias(call);
    var room = rooms.joined(call.actor(), call.body().string("room_id"));
    aliases.add(call.actor(), alias, room);
    return Reply.empty();
  }

  private Reply remove(Call call) {
    var alias = alias(call);
    var owned = aliases.find(alias).orElseThrow(() -> Refused.notFound("No room has this alias."));
    var room = rooms.find(owned.room());
    aliases.remove(call.actor(), alias, room, owned);
    room.ifPresent(named -> forget(call.actor(), named, alias));
    return Reply.empty();
  }

  /// Takes a removed alias out of the names that the room says of itself. Who may not change those
  /// has removed the alias all the same.
  private void forget(Actor actor, Room room, RoomAlias alias) {
    var before = room.published().state().event(CANONICAL, "").map(e -> e.pdu().content());
    var after = before.map(content -> Aliases.without(content, alias));
    if (after.equals(before)) {
      return;
    }
    try {
      sending.state(actor, room.id().value(), CANONICAL, "", after.orElseThrow());
    } catch (Refused notAllowed) {
      return;
    }
  }

  private Reply ofRoom(Call call) {
    var id =
        RoomId.parse(call.path("roomId"))
            .orElseThrow(() -> Refused.invalidParam("This is not a room id."));
    var room =
        rooms
            .find(id.value())
            .filter(found -> found.published().isWorldReadable())
            .orElseGet(() -> rooms.joined(call.actor(), id.value()));
    return Reply.json(JsonObject.of("aliases", JsonArray.of(aliases.of(room).toArray())));
  }

  /// Of a room that is not listed only who may know of it learns that it is there.
  private Reply listed(Call call) {
    var reader = discovering.reader(call);
    var room = rooms.find(call.path("roomId")).orElseThrow(RoomNames::none);
    var listed = aliases.isPublished(room);
    if (!listed && !discovering.may(reader, room)) {
      throw RoomNames.none();
    }
    return Reply.json(JsonObject.of("visibility", listed ? "public" : "private"));
  }

  private Reply list(Call call) {
    var room =
        rooms
            .find(call.path("roomId"))
            .filter(found -> found.published().isJoined(call.actor().userNid()))
            .orElseThrow(RoomNames::none);
    var published = isPublic(call.body().optionalString("visibility"));
    refuseListing(room, published);
    aliases.publish(call.actor(), room, published);
    return Reply.empty();
  }

  private void refuseListing(Room room, boolean published) {
    if (published) {
      rules.refuseListing(room);
    }
  }

  private static boolean isPublic(Optional<String> visibility) {
    return switch (visibility.orElse("public")) {
      case "public" -> true;
      case "private" -> false;
      default -> throw Refused.invalidParam("visibility must be public or private.");
    };
  }

  /// An application service says which rooms are those of the networks that it leads to.
  /// spec: as-api#application-service-room-directories
  private Reply listInNetwork(Call call) {
    var actor = call.actor();
    var network = call.path("networkId");
    var published = isPublic(Optional.of(call.body().string("visibility")));
    if (!actor.isThroughService()) {
      throw Refused.forbidden("This is for application services.");
    }
    var room = rooms.find(call.path("roomId")).orElseThrow(RoomNames::none);
    refuseListing(room, published);
    aliases.publish(actor.through().service(), network, room, published);
    return Reply.empty();
  }

  private static RoomAlias alias(Call call) {
    return RoomAlias.parse(call.path("roomAlias"))
        .orElseThrow(() -> Refused.invalidParam("This is not a room alias."));
  }
}
