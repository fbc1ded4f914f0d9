package parvis.core.identity;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.DeviceId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// One's own devices.
///
/// spec: cs-api#device-management
final class DeviceRoutes {
  /// What Matrix does not tell of a device: when somebody first signed in there.
  private static final String SINCE = "fr.parvis.since_ts";

  private final Accounts accounts;
  private final Devices devices;
  private final OwnerProof proof;
  private final LongSupplier nids;
  private final Clock clock;

  DeviceRoutes(
      Accounts accounts, Devices devices, OwnerProof proof, LongSupplier nids, Clock clock) {
    this.nids = nids;
    this.clock = clock;
    this.accounts = accounts;
    this.devices = devices;
    this.proof = proof;
  }

  List<Route> all() {
    return List.of(
        get("/_matrix/client/v3/devices", "My devices", this::list).guests(),
        get("/_matrix/client/v3/devices/{deviceId}", "One of my devices", this::one).guests(),
        put("/_matrix/client/v3/devices/{deviceId}", "Name one of my devices", this::rename)
            .guests()
            .quiet(),
        delete("/_matrix/client/v3/devices/{deviceId}", "Remove one of my devices", this::remove)
            .emptyBody()
            .quiet(),
        post("/_matrix/client/v3/delete_devices", "Remove my devices", this::removeMany).quiet(),
        get("/_matrix/client/v3/admin/whois/{userId}", "Where somebody is signed in", this::whois),
        get("/_synapse/admin/v1/whois/{userId}", "Where somebody is signed in", this::whois));
  }

  private Reply list(Call call) {
    Object[] all = devices.of(call.actor().userNid()).stream().map(DeviceRoutes::json).toArray();
    return Reply.fields("devices", JsonArray.of(all));
  }

  private Reply one(Call call) {
    return devices
        .find(call.actor().userNid(), call.path("deviceId"))
        .map(device -> Reply.json(json(device)))
        .orElseThrow(DeviceRoutes::unknown);
  }

  private Reply rename(Call call) {
    Actor actor = call.actor();
    String id = call.path("deviceId");
    Body body = call.body();
    Optional<String> name = SignedInReply.deviceName(body, "display_name");
    boolean found =
        body.json().has("display_name")
            ? devices.rename(
                actor.user(), actor.userNid(), id, name.filter(text -> !text.isEmpty()))
            : devices.find(actor.userNid(), id).isPresent();
    if (found) return Reply.empty();
    if (!actor.isThroughService()) throw unknown();
    return made(actor, id, name);
  }

  /// An application service makes devices without signing in.
  /// spec: cs-api#put_matrixclientv3devicesdeviceid
  private Reply made(Actor actor, String id, Optional<String> name) {
    if (DeviceId.parse(id).isEmpty()) throw Refused.invalidParam("This is not a valid device id");
    Devices.Left left = new Devices.Left(actor, id, name, nids.getAsLong(), clock.millis());
    devices.add(left);
    return Reply.json(201, JsonObject.EMPTY);
  }

  private Reply remove(Call call) {
    return remove(call, List.of(call.path("deviceId")));
  }

  private Reply removeMany(Call call) {
    Body body = call.body();
    if (!body.json().has("devices")) throw Refused.missingParam("\"devices\" is missing");
    return remove(call, body.strings("devices", Sessions.DEVICES_MAX));
  }

  /// Shown to the owner and to administrators of their server; nobody else learns whether the
  /// account exists.
  private Reply whois(Call call) {
    Actor actor = call.actor();
    UserId user =
        UserId.parse(call.path("userId"))
            .orElseThrow(() -> Refused.invalidParam("This is not a user id"));
    boolean runs = actor.admin() && user.server().equals(actor.user().server());
    if (!user.equals(actor.user()) && !runs) {
      throw Refused.forbidden("Only the owner and administrators may see this");
    }
    Account account =
        accounts.find(user).orElseThrow(() -> Refused.notFound("There is no such account"));
    JsonObject.Builder all = JsonObject.builder();
    for (Device device : devices.of(account.userNid())) {
      JsonObject connection =
          JsonObject.of("ip", device.seenAddress(), "last_seen", device.seenMs());
      JsonObject session = JsonObject.of("connections", JsonArray.of(connection));
      all.put(device.id(), JsonObject.of("sessions", JsonArray.of(session)));
    }
    return Reply.fields("user_id", user.value(), "devices", all.build());
  }

  private Reply remove(Call call, List<String> ids) {
    Actor actor = call.actor();
    String named = String.join(" ", ids.stream().sorted().toList());
    Optional<Reply> asked = proof.asks("remove devices " + named, call);
    if (asked.isPresent()) return asked.get();
    devices.remove(actor.user(), actor.userNid(), ids);
    return Reply.empty();
  }

  static JsonObject json(Device device) {
    return JsonObject.builder()
        .put("device_id", device.id())
        .putIf("display_name", device.name())
        .put("last_seen_ip", device.seenAddress())
        .put("last_seen_ts", device.seenMs())
        .put(SINCE, device.sinceMs())
        .build();
  }

  private static Refused unknown() {
    return Refused.notFound("There is no such device");
  }
}
