package parvis.core.appservice;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import parvis.base.Refused;
import parvis.core.identity.Service;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Outcome;
import parvis.protocol.id.RoomAlias;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// Speaks to application services: what they are asked and told, at which addresses.
///
/// spec: as-api#homeserver--application-service-api
final class Asking {
  private static final String PURPOSE = "appservice";
  private static final String V1 = "/_matrix/app/v1/";
  private static final Egress.Bounds TELL = new Egress.Bounds(Duration.ofSeconds(60), 64 * 1024);
  private static final Egress.Bounds ASK = new Egress.Bounds(Duration.ofSeconds(10), 1024 * 1024);

  /// What of an answer is shown to the service that asked to be pinged.
  private static final int SHOWN_CHARS_MAX = 1_000;

  private final Egress egress;
  private final LongSupplier nanos;

  /// @param nanos a clock that only goes forward
  Asking(Egress egress, LongSupplier nanos) {
    this.egress = egress;
    this.nanos = nanos;
  }

  /// Sends a transaction; whether the service has it.
  boolean tell(Service service, long txn, byte[] body) {
    return isOk(
        ask(
            service,
            "transactions/" + txn,
            "/transactions/" + txn,
            at -> egress.put(PURPOSE, at, body, service.hsToken(), TELL)));
  }

  /// Whether the service has made that person now.
  boolean makes(Service service, UserId user) {
    var path = "users/" + segment(user.value());
    return isOk(ask(service, path, "/" + path, at -> get(service, at)));
  }

  /// Whether the service has made the room of that alias now.
  boolean makes(Service service, RoomAlias alias) {
    var path = "rooms/" + segment(alias.value());
    return isOk(ask(service, path, "/" + path, at -> get(service, at)));
  }

  /// What a service says of its networks; empty when it says nothing that can be read.
  ///
  /// @param path after `thirdparty`
  Optional<JsonValue> network(Service service, String path, Map<String, String> query) {
    var asked =
        query.entrySet().stream()
            .map(field -> segment(field.getKey()) + "=" + segment(field.getValue()))
            .collect(Collectors.joining("&"));
    var whole = "thirdparty/" + path + (asked.isEmpty() ? "" : "?" + asked);
    return ask(service, whole, "/_matrix/app/unstable/" + whole, at -> get(service, at))
                instanceof Outcome.Answered(int status, byte[] body, _, _)
            && status == 200
        ? read(body)
        : Optional.empty();
  }

  /// How long a service took to answer a ping.
  ///
  /// @throws Refused with what went wrong
  Duration ping(Service service, JsonObject said) {
    var begun = nanos.getAsLong();
    var outcome =
        egress.post(
            PURPOSE, at(service, V1 + "ping"), JsonWriter.write(said), service.hsToken(), ASK);
    var took = Duration.ofNanos(nanos.getAsLong() - begun);
    if (isOk(outcome)) {
      return took;
    }
    if (outcome instanceof Outcome.Answered(int status, byte[] body, _, _)) {
      var text = new String(body, StandardCharsets.UTF_8);
      throw Refused.of(
              Refused.Kind.BAD_STATUS, "The application service answered with status " + status)
          .with("status", status)
          .with("body", text.substring(0, Math.min(text.length(), SHOWN_CHARS_MAX)));
    }
    throw took.compareTo(ASK.time()) >= 0
        ? Refused.of(Refused.Kind.CONNECTION_TIMEOUT, "The application service does not answer")
        : Refused.of(Refused.Kind.CONNECTION_FAILED, "The application service cannot be reached");
  }

  private Outcome get(Service service, URI at) {
    return egress.getJson(PURPOSE, at, service.hsToken(), ASK);
  }

  /// Asks at the address that is specified and, of a service that does not know it, at the one of
  /// before.
  /// spec: as-api#legacy-routes
  private static Outcome ask(
      Service service, String path, String before, Function<URI, Outcome> ask) {
    var outcome = ask.apply(at(service, V1 + path));
    return isUnknown(outcome) ? ask.apply(at(service, before)) : outcome;
  }

  /// Whether it is the address that is not known. A service that says in JSON that there is nobody
  /// of that name knows it.
  private static boolean isUnknown(Outcome outcome) {
    return outcome instanceof Outcome.Answered(int status, byte[] body, _, _)
        && (status == 404 || status == 405)
        && read(body)
            .map(
                said ->
                    !(said instanceof JsonObject json)
                        || json.string("errcode").filter("M_UNRECOGNIZED"::equals).isPresent())
            .orElse(true);
  }

  private static boolean isOk(Outcome outcome) {
    return outcome instanceof Outcome.Answered(int status, _, _, _) && status == 200;
  }

  private static Optional<JsonValue> read(byte[] body) {
    try {
      return Optional.of(JsonReader.read(body, JsonLimits.REQUEST));
    } catch (JsonRefused _) {
      return Optional.empty();
    }
  }

  private static URI at(Service service, String path) {
    var base = service.url().orElseThrow().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
