package parvis.core.keys;

import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Refused;
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

/// Keys of devices.
/// spec: cs-api#end-to-end-encryption
final class KeyRoutes {
  /// People asked about in one request.
  private static final int PEOPLE_MAX = 2_000;

  /// Devices of which one request takes keys.
  private static final int CLAIMED_MAX = 10_000;

  /// What a device publishes of itself, and one key to begin a conversation with.
  private static final int DEVICE_KEYS_BYTES_MAX = 65_536;

  private static final int KEY_BYTES_MAX = 8_192;

  /// One-time keys uploaded in one request.
  private static final int ONE_TIME_KEYS_MAX = 500;

  private final Keys keys;
  private final Users users;
  private final Publishing publishing;

  KeyRoutes(Keys keys, Publishing publishing, Users users) {
    this.keys = keys;
    this.publishing = publishing;
    this.users = users;
  }

  Routes table() {
    return Routes.of(
        post("/_matrix/client/v3/keys/upload", "Upload keys of this device", this::upload)
            .guests()
            .emptyBody()
            .costs(RateClass.KEYS)
            .quiet(),
        post("/_matrix/client/v3/keys/query", "Keys of people's devices", this::query)
            .guests()
            .costs(RateClass.KEYS)
            .quiet(),
        post("/_matrix/client/v3/keys/claim", "Take one-time keys", this::claim)
            .guests()
            .costs(RateClass.KEYS)
            .quiet());
  }

  private Reply upload(Call call) {
    if (call.actor().deviceId().isEmpty()) {
      throw Refused.of(Refused.Kind.UNKNOWN_DEVICE, "Keys are a device's; name it in device_id.");
    }
    var counts = keys.upload(call.actor(), upload(call.actor(), call.body()));
    return Reply.json(JsonObject.of("one_time_key_counts", counts.oneTime()));
  }

  /// The keys that a body holds of one device.
  static Keys.Upload upload(Actor of, Body body) {
    var device = body.optionalObject("device_keys");
    device.ifPresent(keys -> check(of, keys));
    return new Keys.Upload(
        device,
        named(body.optionalObject("one_time_keys")),
        named(body.optionalObject("fallback_keys")));
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
    if (JsonWriter.write(keys).length > DEVICE_KEYS_BYTES_MAX) {
      throw Refused.tooLarge("device_keys has at most 65,536 bytes.");
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
      var body = JsonWriter.write(entry.value());
      if (body.length > KEY_BYTES_MAX) {
        throw Refused.tooLarge("A key has at most 8,192 bytes.");
      }
      named.add(
          new Keys.Named(
              entry.name().substring(0, colon), entry.name().substring(colon + 1), body));
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
    var people = known(users, wanted.keySet());
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
    var people = known(users, asked.keys());
    var wishes = new LinkedHashMap<String, List<Keys.Wish>>();
    for (var entry : asked.entries()) {
      var user = people.get(entry.name());
      var wished = wishes(user == null ? 0 : user, entry.value());
      if (user != null) {
        wishes.put(entry.name(), wished);
      }
    }
    var all = wishes.values().stream().flatMap(List::stream).toList();
    if (all.size() > CLAIMED_MAX) {
      throw Refused.invalidParam("At most " + CLAIMED_MAX + " devices at a time.");
    }
    var taken = keys.claim(all);
    var answer = JsonObject.builder();
    wishes.forEach(
        (id, wished) -> {
          var given = given(wished, taken);
          if (!given.isEmpty()) {
            answer.put(id, given);
          }
        });
    return Reply.json(JsonObject.of("one_time_keys", answer.build(), "failures", JsonObject.EMPTY));
  }

  private static List<Keys.Wish> wishes(long user, JsonValue wanted) {
    if (!(wanted instanceof JsonObject byDevice)) {
      throw Refused.badJson("one_time_keys holds objects.");
    }
    var wishes = new ArrayList<Keys.Wish>();
    for (var device : byDevice.entries()) {
      if (!(device.value() instanceof JsonString(var algorithm))) {
        throw Refused.badJson("A device is asked for an algorithm.");
      }
      wishes.add(new Keys.Wish(user, Body.name(device.name()), Body.name(algorithm)));
    }
    return wishes;
  }

  private static JsonObject given(List<Keys.Wish> wishes, Map<Keys.Wish, Keys.Named> taken) {
    var given = JsonObject.builder();
    for (var wish : wishes) {
      var key = taken.get(wish);
      if (key != null) {
        JsonValue body = JsonReader.read(key.body(), JsonLimits.REQUEST);
        given.put(wish.device(), JsonObject.of(key.name(), body));
      }
    }
    return given.build();
  }

  /// @throws Refused invalidParam when a request is about too many people
  static void bounded(JsonObject people) {
    if (people.size() > PEOPLE_MAX) {
      throw Refused.invalidParam("At most " + PEOPLE_MAX + " people at a time.");
    }
  }

  /// The numbers of those people who have one, in the order asked, by at most one query.
  ///
  /// @throws Refused invalidParam when one is not the id of a person
  static Map<String, Long> known(Users users, Collection<String> ids) {
    var people = new LinkedHashMap<String, UserId>();
    for (var id : ids) {
      var person =
          UserId.parse(id)
              .orElseThrow(() -> Refused.invalidParam(id + " is not the id of a person."));
      people.put(id, person);
    }
    var nids = users.find(people.values());
    var known = new LinkedHashMap<String, Long>();
    people.forEach(
        (id, person) -> {
          var nid = nids.get(person);
          if (nid != null) {
            known.put(id, nid);
          }
        });
    return known;
  }
}
