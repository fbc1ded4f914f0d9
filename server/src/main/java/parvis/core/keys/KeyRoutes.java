package parvis.core.keys;

import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.identity.Users;
import parvis.core.keys.CrossKey.Usage;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// Keys of devices, and messages to them.
/// spec: cs-api#end-to-end-encryption, cs-api#send-to-device-messaging
final class KeyRoutes {
  /// People asked about in one request.
  private static final int PEOPLE_MAX = 2_000;

  /// Devices that one request writes to.
  private static final int RECIPIENTS_MAX = 2_000;

  /// One-time keys uploaded in one request.
  private static final int ONE_TIME_KEYS_MAX = 500;

  private static final long BODY_BYTES_MAX = 2_000_000;

  private final Keys keys;
  private final ToDevice toDevice;
  private final Users users;
  private final Devices devices;
  private final Publishing publishing;

  KeyRoutes(Keys keys, Publishing publishing, ToDevice toDevice, Users users, Devices devices) {
    this.keys = keys;
    this.publishing = publishing;
    this.toDevice = toDevice;
    this.users = users;
    this.devices = devices;
  }

  Routes table() {
    return Routes.of(
        post("/_matrix/client/v3/keys/upload", "Upload keys of this device", this::upload)
            .emptyBody()
            .costs(RateClass.KEYS),
        post("/_matrix/client/v3/keys/query", "Keys of people's devices", this::query)
            .costs(RateClass.KEYS),
        post("/_matrix/client/v3/keys/claim", "Take one-time keys", this::claim)
            .costs(RateClass.KEYS),
        put("/_matrix/client/v3/sendToDevice/{eventType}/{txnId}", "Write to devices", this::send)
            .bodyMax(BODY_BYTES_MAX)
            .costs(RateClass.KEYS));
  }

  private Reply upload(Call call) {
    var body = call.body();
    var device = body.optionalObject("device_keys");
    device.ifPresent(keys -> check(call.actor(), keys));
    var upload =
        new Keys.Upload(
            device,
            named(body.optionalObject("one_time_keys")),
            named(body.optionalObject("fallback_keys")));
    var counts = keys.upload(call.actor(), upload);
    return Reply.json(JsonObject.of("one_time_key_counts", counts.oneTime()));
  }

  /// A device speaks for itself alone.
  private static void check(Actor actor, JsonObject keys) {
    if (keys.string("user_id").filter(actor.user().value()::equals).isEmpty()
        || keys.string("device_id").filter(actor.deviceId()::equals).isEmpty()) {
      throw Refused.invalidParam("device_keys are of another person or device.");
    }
    for (var field : List.of("keys", "signatures")) {
      if (keys.object(field).isEmpty()) {
        throw Refused.badJson("device_keys needs " + field + ".");
      }
    }
    if (keys.array("algorithms").isEmpty()) {
      throw Refused.badJson("device_keys needs algorithms.");
    }
  }

  private static List<Keys.Named> named(Optional<JsonObject> object) {
    var named = new ArrayList<Keys.Named>();
    for (var entry : object.orElse(JsonObject.EMPTY).entries()) {
      var colon = Body.name(entry.name()).indexOf(':');
      if (colon <= 0 || colon == entry.name().length() - 1) {
        throw Refused.invalidParam("A key is named algorithm:id.");
      }
      if (!(entry.value() instanceof JsonObject || entry.value() instanceof JsonString)) {
        throw Refused.badJson("A key is an object or a string.");
      }
      named.add(
          new Keys.Named(
              entry.name().substring(0, colon),
              entry.name().substring(colon + 1),
              JsonWriter.write(entry.value())));
    }
    if (named.size() > ONE_TIME_KEYS_MAX) {
      throw Refused.invalidParam("At most " + ONE_TIME_KEYS_MAX + " keys at a time.");
    }
    return named;
  }

  private Reply query(Call call) {
    var asked = call.body().object("device_keys");
    bounded(asked);
    var wanted = new LinkedHashMap<String, List<String>>();
    for (var entry : asked.entries()) {
      if (!(entry.value() instanceof JsonArray devices)) {
        throw Refused.badJson("device_keys holds lists of devices.");
      }
      wanted.put(entry.name(), devices.strings());
    }
    var people = new LinkedHashMap<String, Long>();
    wanted.keySet().forEach(id -> known(id).ifPresent(user -> people.put(id, user)));
    var published = publishing.of(call.actor(), Set.copyOf(people.values()));
    var answer = new Told();
    people.forEach(
        (id, user) ->
            answer.add(
                id,
                published.getOrDefault(user, new Publishing.Published()),
                wanted.getOrDefault(id, List.of())));
    return Reply.json(answer.json());
  }

  /// The answer to a query, person by person.
  private static final class Told {
    private final JsonObject.Builder devices = JsonObject.builder();
    private final Map<Usage, JsonObject.Builder> crossKeys = new EnumMap<>(Usage.class);

    /// @param wanted ids of devices; all of them when there are none
    void add(String id, Publishing.Published published, List<String> wanted) {
      var told = JsonObject.builder();
      published
          .devices()
          .forEach(
              (device, keys) -> {
                if (wanted.isEmpty() || wanted.contains(device)) {
                  told.put(device, keys);
                }
              });
      devices.put(id, told.build());
      published
          .crossKeys()
          .forEach(
              (usage, key) ->
                  crossKeys.computeIfAbsent(usage, _ -> JsonObject.builder()).put(id, key));
    }

    JsonObject json() {
      var json =
          JsonObject.builder()
              .put("device_keys", devices.build())
              .put("failures", JsonObject.EMPTY);
      for (var usage : Usage.values()) {
        var keys = crossKeys.get(usage);
        json.put(usage.word() + "_keys", keys == null ? JsonObject.EMPTY : keys.build());
      }
      return json.build();
    }
  }

  private Reply claim(Call call) {
    var asked = call.body().object("one_time_keys");
    bounded(asked);
    var wishes = new LinkedHashMap<String, JsonObject>();
    for (var entry : asked.entries()) {
      if (!(entry.value() instanceof JsonObject wanted)) {
        throw Refused.badJson("one_time_keys holds objects.");
      }
      for (var device : wanted.entries()) {
        if (!(device.value() instanceof JsonString(var algorithm))) {
          throw Refused.badJson("A device is asked for an algorithm.");
        }
        Body.name(device.name());
        Body.name(algorithm);
      }
      known(entry.name()).ifPresent(_ -> wishes.put(entry.name(), wanted));
    }
    var answer = JsonObject.builder();
    wishes.forEach(
        (name, wanted) -> {
          var given = claimed(known(name).orElseThrow(), wanted);
          if (!given.isEmpty()) {
            answer.put(name, given);
          }
        });
    return Reply.json(JsonObject.of("one_time_keys", answer.build(), "failures", JsonObject.EMPTY));
  }

  private JsonObject claimed(long user, JsonObject wanted) {
    var given = JsonObject.builder();
    for (var device : wanted.entries()) {
      if (!(device.value() instanceof JsonString(var algorithm))) {
        continue;
      }
      keys.claim(user, device.name(), algorithm)
          .ifPresent(
              key -> {
                var id = algorithm + ":" + key.id();
                JsonValue body = JsonReader.read(key.body(), JsonLimits.REQUEST);
                given.put(device.name(), JsonObject.of(id, body));
              });
    }
    return given.build();
  }

  private Reply send(Call call) {
    var messages = call.body().object("messages");
    bounded(messages);
    var addressed = new ArrayList<ToDevice.Addressed>();
    for (var entry : messages.entries()) {
      if (!(entry.value() instanceof JsonObject byDevice)) {
        throw Refused.badJson("messages holds objects.");
      }
      known(entry.name()).ifPresent(user -> address(addressed, user, byDevice));
    }
    if (addressed.size() > RECIPIENTS_MAX) {
      throw Refused.invalidParam("At most " + RECIPIENTS_MAX + " devices at a time.");
    }
    toDevice.send(call.actor(), call.path("eventType"), call.path("txnId"), addressed);
    return Reply.empty();
  }

  private void address(List<ToDevice.Addressed> addressed, long user, JsonObject byDevice) {
    for (var entry : byDevice.entries()) {
      if (!(entry.value() instanceof JsonObject content)) {
        throw Refused.badJson("A message is an object.");
      }
      if (Body.name(entry.name()).equals("*")) {
        for (var device : devices.of(user)) {
          addressed.add(new ToDevice.Addressed(user, device.id(), content));
        }
      } else if (devices.find(user, entry.name()).isPresent()) {
        addressed.add(new ToDevice.Addressed(user, entry.name(), content));
      }
    }
  }

  private static void bounded(JsonObject people) {
    if (people.size() > PEOPLE_MAX) {
      throw Refused.invalidParam("At most " + PEOPLE_MAX + " people at a time.");
    }
  }

  private Optional<Long> known(String userId) {
    var user =
        UserId.parse(userId)
            .orElseThrow(() -> Refused.invalidParam(userId + " is not the id of a person."));
    var nid = users.find(user);
    return nid.isPresent() ? Optional.of(nid.getAsLong()) : Optional.empty();
  }
}
