package parvis.contract;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Comparator;
import java.util.List;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.spec.SpecCheck;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonObject;

/// A server that counts requests, and that gives media to those who have no token.
final class LimitsPart {
  private static final String FROZEN = "/_matrix/media/v3";

  /// More than any bucket holds; each takes back a part of what it has given.
  private static final int TRIES_MAX = 5_000;

  private static final String SCRIPTS = "/_synapse/admin/v1/register";

  /// What machines that watch may ask as often as they like.
  private static final List<String> FREE = List.of("/health/", "/metrics");

  private final Traffic traffic;
  private final Client alice;
  private final Client stranger;

  LimitsPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("limits-alice");
    this.stranger = traffic.world().stranger();
  }

  void play() {
    for (String none : List.of("support", "policy_server"))
      traffic.ask(404, stranger, "GET", "/.well-known/matrix/" + none, JsonObject.EMPTY);
    traffic.part("open media", this::openMedia);
    traffic.part("no photographs", () -> MediaPart.unread(traffic, alice));
    traffic.part("no scripts", this::scripts);
    traffic.part("limits", this::limits);
  }

  private void openMedia() {
    String vast = MediaPart.vast(traffic, alice);
    traffic.get(stranger, FROZEN + "/download" + vast);
    traffic.get(stranger, FROZEN + "/download" + vast + "/renamed.png");
    String small = MediaPart.small(traffic, alice);
    traffic.get(stranger, FROZEN + "/thumbnail" + small + "?width=32&height=32");
    none(400, "/thumbnail" + MediaPart.text(traffic, alice) + "?width=32&height=32");
    none(400, "/thumbnail" + vast + "?width=none&height=32");
    none(413, "/thumbnail" + vast + "?width=32&height=32");
    String announced =
        MediaPart.item(traffic.post(alice, "/_matrix/media/v1/create").string("content_uri"));
    none(504, "/download" + announced + "?timeout_ms=0");
    none(504, "/download" + announced + "/b.png?timeout_ms=0");
    none(504, "/thumbnail" + announced + "?width=8&height=8&timeout_ms=0");
  }

  private void none(int status, String path) {
    traffic.ask(status, stranger, "GET", FROZEN + path, JsonObject.EMPTY);
  }

  /// Nobody knows a secret here.
  private void scripts() {
    traffic.ask(400, stranger, "GET", SCRIPTS, JsonObject.EMPTY);
    traffic.ask(400, stranger, "POST", SCRIPTS, JsonObject.EMPTY);
  }

  /// Who logs out comes last.
  private void limits() {
    List<Route> limited =
        traffic.routes().stream()
            .filter(LimitsPart::isLimited)
            .sorted(Comparator.comparing(route -> route.path().contains("/logout")))
            .toList();
    for (Route route : limited) exhaust(route);
  }

  private static boolean isLimited(Route route) {
    if (EveryRouteTest.isBeside(route)) {
      return !isFree(route);
    }
    return SpecCheck.operation(route.method(), route.path())
        .filter(operation -> operation.errors().contains(429))
        .isPresent();
  }

  static boolean isFree(Route route) {
    return FREE.stream().anyMatch(route.path()::startsWith);
  }

  /// Asks until it is too much.
  private void exhaust(Route route) {
    String path = BadRequestTest.filled(route);
    for (int i = 0; i < TRIES_MAX; i++) {
      Answer answer = send(route.method(), path);
      if (answer.status() == 429) {
        traffic.judge(Traffic.name(route), route.method(), path, answer);
        return;
      }
    }
  }

  private Answer send(String method, String path) {
    if (!method.equals("GET")) {
      return alice.send(method, path, "application/json", Traffic.bytes("{}"));
    }
    return alice.send(alice.request(path).method(method, BodyPublishers.noBody()).build());
  }
}
