package parvis.core.identity;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;

/// Devices of others, as administrators of their server see them, name them and sign them out, by
/// the calls that tools for Synapse make.
final class DeviceAdminRoutes {
  private static final String USER = "/_synapse/admin/v2/users/{userId}";
  private static final String DEVICE = USER + "/devices/{deviceId}";

  private final Administration administration;
  private final Devices devices;

  DeviceAdminRoutes(Administration administration, Devices devices) {
    this.administration = administration;
    this.devices = devices;
  }

  List<Route> all() {
    return List.of(
        get(USER + "/devices", "The devices of an account", this::list).noted("read devices"),
        get(DEVICE, "A device of an account", this::one).noted("read devices"),
        put(DEVICE, "Name a device of an account", this::rename),
        delete(DEVICE, "Sign a device of an account out", this::remove).emptyBody(),
        post(USER + "/delete_devices", "Sign devices of an account out", this::removeMany));
  }

  private Reply list(Call call) {
    Account account = administration.account(call);
    Object[] all =
        devices.of(account.userNid()).stream()
            .map(device -> DeviceRoutes.json(device).with("user_id", account.user().value()))
            .toArray();
    return Reply.fields("devices", JsonArray.of(all), "total", (long) all.length);
  }

  private Reply one(Call call) {
    Account account = administration.account(call);
    return devices
        .find(account.userNid(), call.path("deviceId"))
        .map(device -> DeviceRoutes.json(device).with("user_id", account.user().value()))
        .map(Reply::json)
        .orElseThrow(Refused::notFound);
  }

  private Reply rename(Call call) {
    Account account = administration.subject(call);
    Optional<String> name = SignedInReply.deviceName(call.body(), "display_name");
    boolean found = devices.rename(account.user(), account.userNid(), call.path("deviceId"), name);
    if (!found) throw Refused.notFound();
    return Reply.empty();
  }

  /// What is not there is gone.
  private Reply remove(Call call) {
    Account account = administration.subject(call);
    devices.remove(account.user(), account.userNid(), List.of(call.path("deviceId")));
    return Reply.empty();
  }

  private Reply removeMany(Call call) {
    Account account = administration.subject(call);
    if (!call.json().has("devices")) throw Refused.missingParam("\"devices\" is missing");
    List<String> ids = call.body().strings("devices", Sessions.DEVICES_MAX);
    devices.remove(account.user(), account.userNid(), ids);
    return Reply.empty();
  }
}
