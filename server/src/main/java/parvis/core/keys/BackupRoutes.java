package parvis.core.keys;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import parvis.base.Refused;
import parvis.core.keys.BackupStore.Name;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Backups of room keys: their versions, and the keys by room and session.
/// spec: cs-api#server-side-key-backups
final class BackupRoutes {
  /// Keys that one request adds.
  private static final int KEYS_MAX = 2_000;

  private static final long BODY_BYTES_MAX = 2_000_000;
  private static final int ALGORITHM_CHARS_MAX = 255;
  private static final int SESSION_CHARS_MAX = 255;
  private static final int AUTH_DATA_BYTES_MAX = 65_536;
  private static final String VERSIONS = "/_matrix/client/v3/room_keys/version";
  private static final String VERSION = VERSIONS + "/{version}";
  private static final String ALL = "/_matrix/client/v3/room_keys/keys";
  private static final String OF_ROOM = ALL + "/{roomId}";
  private static final String ONE = OF_ROOM + "/{sessionId}";

  private final Backups backups;

  BackupRoutes(Backups backups) {
    this.backups = backups;
  }

  Routes table() {
    return Routes.of(
        costly(post(VERSIONS, "Begin a backup of room keys", this::create)),
        get(VERSIONS, "My latest backup", this::current),
        get(VERSION, "One of my backups", this::version),
        costly(put(VERSION, "Say how a backup is encrypted", this::update)),
        costly(Route.delete(VERSION, "Delete a backup", this::delete)),
        costly(put(ALL, "Back up keys", this::putAll)),
        costly(get(ALL, "Keys of a backup", this::readAll)),
        costly(Route.delete(ALL, "Take all keys out", call -> remove(call, new Name("", "")))),
        costly(put(OF_ROOM, "Back up keys of a room", this::putRoom)),
        costly(get(OF_ROOM, "Backed up keys of a room", this::readRoom)),
        costly(
            Route.delete(
                OF_ROOM, "Take a room's keys out", call -> remove(call, new Name(room(call), "")))),
        costly(put(ONE, "Back up a key", this::putOne)),
        costly(get(ONE, "One backed up key", this::readOne)),
        costly(Route.delete(ONE, "Take a key out", call -> remove(call, name(call)))));
  }

  private static Route costly(Route route) {
    return route.costs(RateClass.KEYS).bodyMax(BODY_BYTES_MAX).quiet();
  }

  private Reply create(Call call) {
    var body = call.body();
    var version =
        backups.create(call.actor(), body.string("algorithm", ALGORITHM_CHARS_MAX), authData(body));
    return Reply.fields("version", Long.toString(version));
  }

  private static JsonObject authData(Body body) {
    var data = body.object("auth_data");
    if (JsonWriter.write(data).length > AUTH_DATA_BYTES_MAX) {
      throw Refused.tooLarge("auth_data has at most 65,536 bytes.");
    }
    return data;
  }

  private Reply current(Call call) {
    return Reply.json(backups.current(call.actor()).json());
  }

  private Reply version(Call call) {
    return Reply.json(backups.find(call.actor(), number(call.path("version"))).json());
  }

  private Reply update(Call call) {
    var body = call.body();
    var version = call.path("version");
    if (body.optionalString("version").filter(said -> !said.equals(version)).isPresent()) {
      throw Refused.invalidParam("The body names another version than the address.");
    }
    backups.update(
        call.actor(),
        number(version),
        body.string("algorithm", ALGORITHM_CHARS_MAX),
        authData(body));
    return Reply.empty();
  }

  private Reply delete(Call call) {
    backups.delete(call.actor(), number(call.path("version")));
    return Reply.empty();
  }

  /// The number of a version; 0, which no version has, for anything else.
  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long asked(Call call) {
    return number(
        call.query("version").orElseThrow(() -> Refused.missingParam("version is missing.")));
  }

  private Reply putAll(Call call) {
    var keys = new LinkedHashMap<Name, BackedUpKey>();
    for (var room : call.body().object("rooms").entries()) {
      if (!(room.value() instanceof JsonObject json)) {
        throw Refused.badJson("rooms holds objects.");
      }
      sessions(keys, room(room.name()), new Body(json));
    }
    return added(call, keys);
  }

  private Reply putRoom(Call call) {
    var keys = new LinkedHashMap<Name, BackedUpKey>();
    sessions(keys, room(call), call.body());
    return added(call, keys);
  }

  private static void sessions(Map<Name, BackedUpKey> keys, String room, Body body) {
    for (var session : body.object("sessions").entries()) {
      if (!(session.value() instanceof JsonObject json)) {
        throw Refused.badJson("sessions holds objects.");
      }
      keys.put(new Name(room, session(session.name())), BackedUpKey.read(new Body(json)));
      if (keys.size() > KEYS_MAX) {
        throw Refused.invalidParam("At most " + KEYS_MAX + " keys at a time.");
      }
    }
  }

  private Reply putOne(Call call) {
    return added(call, Map.of(name(call), BackedUpKey.read(call.body())));
  }

  private Reply added(Call call, Map<Name, BackedUpKey> keys) {
    return changed(backups.add(call.actor(), asked(call), keys));
  }

  private Reply remove(Call call, Name name) {
    return changed(backups.remove(call.actor(), asked(call), name));
  }

  private static Reply changed(Backup backup) {
    return Reply.fields("etag", Long.toString(backup.etag()), "count", backup.keys());
  }

  private static Name name(Call call) {
    return new Name(room(call), session(call.path("sessionId")));
  }

  private static String room(Call call) {
    return room(call.path("roomId"));
  }

  private static String room(String id) {
    return RoomId.parse(id)
        .map(RoomId::value)
        .orElseThrow(() -> Refused.invalidParam("This is not the id of a room."));
  }

  private static String session(String id) {
    var fits =
        !id.isEmpty()
            && id.length() <= SESSION_CHARS_MAX
            && id.indexOf('\0') < 0
            && StandardCharsets.UTF_8.newEncoder().canEncode(id);
    if (!fits) {
      throw Refused.invalidParam("This is not the id of a session.");
    }
    return id;
  }

  private Reply readOne(Call call) {
    return backups
        .key(call.actor(), asked(call), name(call))
        .map(key -> Reply.json(key.json()))
        .orElseThrow(() -> Refused.notFound("There is no such key."));
  }

  private Reply readAll(Call call) {
    var version = asked(call);
    return BackupFile.rooms(told -> backups.each(call.actor(), version, "", told));
  }

  private Reply readRoom(Call call) {
    var version = asked(call);
    var room = room(call);
    return BackupFile.room(told -> backups.each(call.actor(), version, room, told));
  }
}
