package parvis.core.sync;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.Set;
import parvis.base.Refused;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// What people note for themselves, for all their devices; tags are a part of it.
/// spec: cs-api#client-config, cs-api#room-tagging
final class AccountDataRoutes {
  private static final String USER = "/_matrix/client/v3/user/{userId}";
  private static final String ROOM = USER + "/rooms/{roomId}";

  /// Where removing has its place until the specification gives it one.
  private static final String UNSTABLE =
      "/_matrix/client/unstable/org.matrix.msc3391/user/{userId}";

  private static final String TAGS = "m.tag";
  private static final int TAGS_MAX = 100;

  /// Types that other endpoints write.
  private static final Set<String> RESERVED = Set.of("m.fully_read", Rules.TYPE);

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> NOTHING = Set.of("OPTIONS");

  private final AccountData data;
  private final Rooms rooms;

  AccountDataRoutes(AccountData data, Rooms rooms) {
    this.data = data;
    this.rooms = rooms;
  }

  Routes table() {
    return Routes.of(
        get(USER + "/account_data/{type}", "Read account data", this::read),
        put(USER + "/account_data/{type}", "Set account data", this::set).quiet(),
        get(ROOM + "/account_data/{type}", "Read a room's account data", this::readInRoom),
        put(ROOM + "/account_data/{type}", "Set a room's account data", this::setInRoom).quiet(),
        delete(UNSTABLE + "/account_data/{type}", "Remove account data", this::unset).quiet(),
        delete(
                UNSTABLE + "/rooms/{roomId}/account_data/{type}",
                "Remove a room's account data",
                this::unsetInRoom)
            .quiet(),
        get(ROOM + "/tags", "The tags of a room", this::tags),
        put(ROOM + "/tags/{tag}", "Tag a room", this::tag).emptyBody().quiet(),
        delete(ROOM + "/tags/{tag}", "Remove a tag", this::untag).quiet());
  }

  private Reply read(Call call) {
    Own.check(call);
    return found(call, 0);
  }

  private Reply set(Call call) {
    Own.check(call);
    var type = writable(call, READING);
    if (InvitePermission.TYPES.contains(type)) {
      InvitePermission.check(call.json());
    }
    data.put(call.actor(), 0, type, call.json());
    return Reply.empty();
  }

  private Reply readInRoom(Call call) {
    Own.check(call);
    return found(call, room(call));
  }

  private Reply setInRoom(Call call) {
    Own.check(call);
    data.put(call.actor(), room(call), writable(call, READING), call.json());
    return Reply.empty();
  }

  private Reply unset(Call call) {
    Own.check(call);
    data.put(call.actor(), 0, writable(call, NOTHING), JsonObject.EMPTY);
    return Reply.empty();
  }

  private Reply unsetInRoom(Call call) {
    Own.check(call);
    data.put(call.actor(), room(call), writable(call, NOTHING), JsonObject.EMPTY);
    return Reply.empty();
  }

  private Reply found(Call call, long room) {
    return Reply.json(
        data.find(call.actor(), room, call.path("type")).orElseThrow(Refused::notFound));
  }

  /// @param otherwise the methods that are left for a type that others write
  private static String writable(Call call, Set<String> otherwise) {
    var type = call.path("type");
    if (RESERVED.contains(type)) {
      throw Refused.setElsewhere("This type is set through its own endpoint.", otherwise);
    }
    return type;
  }

  private long room(Call call) {
    var id =
        RoomId.parse(call.path("roomId"))
            .orElseThrow(() -> Refused.invalidParam("This is not the id of a room."));
    return rooms.known(call.actor(), id.value()).room().nid();
  }

  private Reply tags(Call call) {
    Own.check(call);
    return Reply.json(JsonObject.of("tags", tags(call, room(call))));
  }

  private JsonObject tags(Call call, long room) {
    return data.find(call.actor(), room, TAGS)
        .flatMap(content -> content.object("tags"))
        .orElse(JsonObject.EMPTY);
  }

  private Reply tag(Call call) {
    Own.check(call);
    var tag = call.path("tag");
    order(call.json());
    var room = room(call);
    data.change(
        call.actor(),
        room,
        TAGS,
        content -> {
          var tags = content.object("tags").orElse(JsonObject.EMPTY);
          if (!tags.has(tag) && tags.size() >= TAGS_MAX) {
            throw Refused.invalidParam("A room has at most 100 tags.");
          }
          return JsonObject.of("tags", tags.with(tag, call.json()));
        });
    return Reply.empty();
  }

  private static void order(JsonObject tag) {
    switch (tag.get("order")) {
      case null -> {}
      case JsonInteger _, JsonDecimal _ -> {}
      default -> throw Refused.badJson("order is a number.");
    }
  }

  private Reply untag(Call call) {
    Own.check(call);
    var room = room(call);
    data.change(
        call.actor(),
        room,
        TAGS,
        content ->
            JsonObject.of(
                "tags", content.object("tags").orElse(JsonObject.EMPTY).without(call.path("tag"))));
    return Reply.empty();
  }

  static JsonObject json(byte[] value) {
    return JsonReader.read(value, JsonLimits.REQUEST) instanceof JsonObject object
        ? object
        : JsonObject.EMPTY;
  }
}
