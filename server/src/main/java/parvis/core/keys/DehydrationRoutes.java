package parvis.core.keys;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.function.BiPredicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.DeviceId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Leaving a dehydrated device, finding it and taking it away.
/// spec: MSC3814
final class DehydrationRoutes {
  private static final String DEVICE =
      "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

  private static final int DATA_BYTES_MAX = 65_536;
  private static final int NAME_CHARS_MAX = 128;

  private final Dehydration dehydration;
  private final Devices devices;
  private final BiPredicate<Long, String> reserved;

  /// @param reserved names that a person's devices must not have
  DehydrationRoutes(Dehydration dehydration, Devices devices, BiPredicate<Long, String> reserved) {
    this.dehydration = dehydration;
    this.devices = devices;
    this.reserved = reserved;
  }

  Routes table() {
    return Routes.of(
        get(DEVICE, "My dehydrated device", this::find),
        put(DEVICE, "Leave a dehydrated device", this::leave).costs(RateClass.KEYS),
        delete(DEVICE, "Take my dehydrated device away", this::remove)
            .emptyBody()
            .costs(RateClass.KEYS));
  }

  private Dehydration.Told found(Call call) {
    return dehydration
        .find(call.actor())
        .orElseThrow(() -> Refused.notFound("You have no dehydrated device."));
  }

  private Reply find(Call call) {
    var found = found(call);
    return Reply.json(JsonObject.of("device_id", found.deviceId(), "device_data", found.data()));
  }

  private Reply leave(Call call) {
    var body = call.body();
    var owner = call.actor();
    var id =
        DeviceId.parse(body.string("device_id"))
            .orElseThrow(() -> Refused.invalidParam("This is not a valid device id."))
            .value();
    if (reserved.test(owner.userNid(), id)) {
      throw Refused.invalidParam("A key of yours has this name; a device cannot.");
    }
    var data = body.object("device_data");
    if (JsonWriter.write(data).length > DATA_BYTES_MAX) {
      throw Refused.tooLarge("device_data has at most 65,536 bytes.");
    }
    var keys = KeyRoutes.upload(new Actor(owner.user(), owner.userNid(), id, 0, 0, false), body);
    if (keys.device().isEmpty()) {
      throw Refused.missingParam("\"device_keys\" is missing");
    }
    var name = body.optionalString("initial_device_display_name", NAME_CHARS_MAX);
    dehydration.put(owner, new Dehydration.Wish(id, name, data, keys));
    return Reply.fields("device_id", id);
  }

  private Reply remove(Call call) {
    var found = found(call);
    var owner = call.actor();
    devices.remove(owner.user(), owner.userNid(), List.of(found.deviceId()));
    return Reply.fields("device_id", found.deviceId());
  }
}
