package parvis.core.federation;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;

/// What this program is, and the keys its servers sign with.
/// spec: server-server-api#server-implementation, server-server-api#retrieving-server-keys
final class ServerKeyRoutes {
  /// How long others may rely on a key before they ask again.
  private static final Duration VALID = Duration.ofDays(1);

  /// Servers that one question may name.
  private static final int SERVERS_MAX = 100;

  private static final String KEYS = "/_matrix/key/v2/";

  private final Servers servers;
  private final Clock clock;
  private final String version;

  ServerKeyRoutes(Servers servers, Clock clock, String version) {
    this.servers = servers;
    this.clock = clock;
    this.version = version;
  }

  Routes table() {
    return Routes.of(
        get("/_matrix/federation/v1/version", "What this server runs", this::version).open(),
        get(KEYS + "server", "The keys of this server", this::own).open(),
        get(KEYS + "query/{serverName}", "The keys of a server", this::one).open(),
        post(KEYS + "query", "The keys of several servers", this::several).open());
  }

  private Reply version(Call call) {
    return Reply.fields("server", JsonObject.of("name", "Parvis", "version", version));
  }

  private Reply own(Call call) {
    return Reply.json(signed(servers.at(call.host())));
  }

  private Reply one(Call call) {
    return answer(found(call.path("serverName")).stream().toArray());
  }

  /// Only the keys of our own servers are told: we do not vouch for others.
  private Reply several(Call call) {
    var asked = call.body().object("server_keys").keys();
    if (asked.size() > SERVERS_MAX) {
      throw Refused.invalidParam("A question names at most 100 servers.");
    }
    return answer(asked.stream().flatMap(name -> found(name).stream()).toArray());
  }

  private static Reply answer(Object... keys) {
    return Reply.fields("server_keys", JsonArray.of(keys));
  }

  private Optional<JsonObject> found(String name) {
    return ServerName.parse(name).flatMap(servers::find).map(this::signed);
  }

  private JsonObject signed(Servers.Server server) {
    var key = JsonObject.of("key", UnpaddedBase64.encode(server.publicKey()));
    var keys =
        JsonObject.of(
            "server_name",
            server.name().value(),
            "valid_until_ts",
            clock.millis() + VALID.toMillis(),
            "verify_keys",
            JsonObject.of(server.keyId().value(), key),
            "old_verify_keys",
            JsonObject.EMPTY);
    return Signatures.sign(keys, server.name(), server.signer());
  }
}
