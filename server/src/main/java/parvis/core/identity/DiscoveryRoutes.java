package parvis.core.identity;

import static parvis.platform.http.Route.get;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import parvis.platform.config.Config;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What a client asks first: where the server is, which protocol it speaks, what it allows.
///
/// spec: cs-api#server-discovery, cs-api#capabilities-negotiation
final class DiscoveryRoutes {
  private static final int NEWEST_MINOR = 19;

  /// spec: cs-api#get_matrixclientversions
  private static final JsonArray VERSIONS =
      JsonArray.of(
          Stream.concat(
                  Stream.of("r0.6.1"),
                  IntStream.rangeClosed(1, NEWEST_MINOR).mapToObj(minor -> "v1." + minor))
              .toArray());

  /// What clients may use before the specification has it.
  private static final JsonObject UNSTABLE =
      JsonObject.of(
          "org.matrix.msc3391", true,
          "org.matrix.msc3814", true,
          "org.matrix.msc3874", true,
          "org.matrix.msc4108", true,
          "org.matrix.msc4140", true,
          "org.matrix.msc4155", true,
          "org.matrix.msc4306", true,
          "org.matrix.msc4308", true,
          "org.matrix.msc4380.stable", true,
          "org.matrix.simplified_msc3575", true);

  private final Config config;

  DiscoveryRoutes(Config config) {
    this.config = config;
  }

  List<Route> all() {
    return List.of(
        get("/.well-known/matrix/client", "Where the server is", this::wellKnown).open(),
        get("/_matrix/client/versions", "The versions of the protocol", this::versions).open(),
        get("/_matrix/client/v3/capabilities", "What is allowed here", this::capabilities));
  }

  private Reply wellKnown(Call call) {
    return Reply.fields("m.homeserver", JsonObject.of("base_url", config.publicAddress()));
  }

  private Reply versions(Call call) {
    return Reply.fields("versions", VERSIONS, "unstable_features", UNSTABLE);
  }

  private Reply capabilities(Call call) {
    JsonObject yes = JsonObject.of("enabled", true);
    JsonObject.Builder available = JsonObject.builder();
    for (RoomVersion version : RoomVersion.values()) {
      available.put(version.id(), version.isStable() ? "stable" : "unstable");
    }
    JsonObject rooms =
        JsonObject.of("default", config.roomVersion(), "available", available.build());
    JsonObject.Builder all = JsonObject.builder();
    if (call.actor().admin()) {
      all.put("m.account_moderation", JsonObject.of("suspend", true, "lock", true));
    }
    return Reply.fields(
        "capabilities",
        all.put("m.change_password", yes)
            .put("m.room_versions", rooms)
            .put("m.set_displayname", yes)
            .put("m.set_avatar_url", yes)
            .put("m.profile_fields", yes)
            .put("m.3pid_changes", yes)
            .put("m.get_login_token", yes)
            .build());
  }
}
