package parvis.core.appservice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.core.identity.Service;
import parvis.core.keys.KeyCounts;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// A transaction that is being put together.
///
/// spec: as-api#put_matrixappv1transactionstxnid, MSC2409, MSC3202, MSC4203
final class Parcel {
  /// Events of one transaction, and its bytes, about.
  static final int EVENTS_MAX = 100;

  static final int BYTES_MAX = 1_000_000;

  private static final String KEYS = "org.matrix.msc3202.";

  private final JsonOut events = new JsonOut(4_096);
  private final List<JsonObject> ephemeral = new ArrayList<>();
  private final List<JsonObject> toDevice = new ArrayList<>();
  private final Set<String> changed = new LinkedHashSet<>();
  private final Set<String> left = new LinkedHashSet<>();
  private final Map<String, Map<String, KeyCounts.Counts>> counts = new LinkedHashMap<>();
  private int count;

  void event(EventJson json, Room room, RoomEvent event, Actor reader) {
    if (count++ > 0) {
      events.raw(",");
    }
    json.writeState(events, event, reader, room.id().value());
  }

  void ephemeral(JsonObject event) {
    ephemeral.add(event);
  }

  void toDevice(List<JsonObject> messages) {
    toDevice.addAll(messages);
  }

  void changed(String user) {
    changed.add(user);
    left.remove(user);
  }

  void left(String user) {
    left.add(user);
    changed.remove(user);
  }

  void counts(String user, String device, KeyCounts.Counts of) {
    counts.computeIfAbsent(user, _ -> new LinkedHashMap<>()).put(device, of);
  }

  boolean isFull() {
    return count >= EVENTS_MAX || events.size() >= BYTES_MAX;
  }

  boolean isEmpty() {
    return count == 0
        && ephemeral.isEmpty()
        && toDevice.isEmpty()
        && changed.isEmpty()
        && left.isEmpty()
        && counts.isEmpty();
  }

  byte[] bytes(Service.Ephemeral named) {
    var out = new JsonOut(events.size() + 1_024).raw("{\"events\":[");
    events.segments().forEach(out::raw);
    out.raw("]");
    if (!ephemeral.isEmpty()) {
      var specified = named == Service.Ephemeral.SPECIFIED;
      put(
          out,
          specified ? "ephemeral" : "de.sorunome.msc2409.ephemeral",
          JsonArray.of(ephemeral.toArray()));
    }
    if (!toDevice.isEmpty()) {
      put(out, "de.sorunome.msc2409.to_device", JsonArray.of(toDevice.toArray()));
    }
    if (!changed.isEmpty() || !left.isEmpty()) {
      var lists =
          JsonObject.of(
              "changed", JsonArray.of(changed.toArray()), "left", JsonArray.of(left.toArray()));
      put(out, KEYS + "device_lists", lists);
    }
    if (!counts.isEmpty()) {
      put(out, KEYS + "device_one_time_keys_count", ofDevices(KeyCounts.Counts::oneTime));
      put(out, KEYS + "device_unused_fallback_key_types", ofDevices(Parcel::fallbacks));
    }
    return out.raw("}").segments().getFirst();
  }

  private static JsonArray fallbacks(KeyCounts.Counts of) {
    return JsonArray.of(of.unusedFallback().toArray());
  }

  private JsonObject ofDevices(Function<KeyCounts.Counts, Object> value) {
    var all = JsonObject.builder();
    counts.forEach(
        (user, devices) -> {
          var ofUser = JsonObject.builder();
          devices.forEach((device, of) -> ofUser.put(device, value.apply(of)));
          all.put(user, ofUser.build());
        });
    return all.build();
  }

  private static void put(JsonOut out, String name, JsonValue value) {
    out.raw(",").string(name).raw(":").raw(JsonWriter.write(value));
  }
}
