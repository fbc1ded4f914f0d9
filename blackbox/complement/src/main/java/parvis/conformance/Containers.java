package parvis.conformance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import parvis.conformance.Call.Answer;
import parvis.conformance.Call.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The containers of a run, and the calls about them.
final class Containers implements AutoCloseable {
  /// After a failure a suite prints all logs; more than the end of each would drown its own words.
  private static final long LOG_BYTES_MAX = 64 << 10;

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int STDOUT = 1;

  private final Workplace workplace;
  private final Networks networks;
  private final Images images;
  private final Postgres postgres;
  private final RandomGenerator chance;
  private final Swiftness swiftness = new Swiftness();
  private final Map<String, Container> containers = new ConcurrentHashMap<>();

  Containers(
      Workplace workplace,
      Networks networks,
      Images images,
      Postgres postgres,
      RandomGenerator chance) {
    this.workplace = workplace;
    this.networks = networks;
    this.images = images;
    this.postgres = postgres;
    this.chance = chance;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/containers/json", this::list),
        new Route("POST", "/containers/create", this::create),
        new Route("PUT", "/containers/{id}/archive", this::upload),
        new Route("POST", "/containers/{id}/start", this::start),
        new Route("GET", "/containers/{id}/json", this::inspect),
        new Route("GET", "/containers/{id}/logs", this::logs),
        new Route("POST", "/containers/{id}/pause", call -> pause(call, true)),
        new Route("POST", "/containers/{id}/unpause", call -> pause(call, false)),
        new Route("POST", "/containers/{id}/stop", this::stop),
        new Route("POST", "/containers/{id}/kill", this::kill),
        new Route("DELETE", "/containers/{id}", this::remove),
        new Route("POST", "/commit", this::commit));
  }

  Swiftness swiftness() {
    return swiftness;
  }

  private Container find(String id) {
    Container container = containers.get(id);
    if (container == null) throw new Refusal(404, "No such container: " + id);
    return container;
  }

  private Answer list(Call call) {
    List<JsonValue> found =
        containers.values().stream()
            .filter(container -> call.selects(container.wish().labels()))
            .map(Containers::summary)
            .toList();
    return Answer.json(200, new JsonArray(found));
  }

  private static JsonValue summary(Container container) {
    return JsonObject.builder()
        .put("Id", container.wish().id().text())
        .put("Names", List.of("/" + container.wish().name()))
        .put("Image", container.wish().image())
        .put("Labels", container.wish().labels())
        .put("State", container.status())
        .put("Status", container.status())
        .put("Ports", List.of())
        .build();
  }

  private synchronized Answer create(Call call) {
    JsonObject body = call.json();
    String name = call.query("name").orElse("nameless");
    if (containers.values().stream().anyMatch(other -> other.wish().name().equals(name)))
      throw new Refusal(409, "the container name /" + name + " is already in use");
    Optional<Image> from = images.committed(body.string("Image").orElse(""));
    Container.Wish wish = wish(body, name, from);
    knowHost(body, wish.network());
    Container container = new Container(wish, workplace, postgres, swiftness, from);
    containers.put(wish.id().text(), container);
    return Answer.json(201, JsonObject.of("Id", wish.id().text(), "Warnings", List.of()));
  }

  private Container.Wish wish(JsonObject body, String name, Optional<Image> from) {
    JsonObject endpoints =
        body.object("NetworkingConfig")
            .flatMap(config -> config.object("EndpointsConfig"))
            .orElse(JsonObject.EMPTY);
    if (endpoints.size() != 1) throw new Refusal(400, "a container needs exactly one network");
    String network = endpoints.keys().getFirst();
    List<String> aliases =
        endpoints
            .object(network)
            .flatMap(end -> end.array("Aliases"))
            .orElse(JsonArray.EMPTY)
            .strings();
    String image = body.string("Image").orElse("");
    Map<String, String> labels = new LinkedHashMap<>();
    from.ifPresent(committed -> labels.putAll(committed.labels()));
    labels.putAll(Labels.of(body));
    return new Container.Wish(
        Id.random(chance),
        name,
        image,
        from.map(Image::launcher).orElseGet(() -> images.launcher(image)),
        networks.find(network),
        aliases.isEmpty() ? name : aliases.getFirst(),
        body.array("Env").orElse(JsonArray.EMPTY).strings(),
        labels);
  }

  /// `ExtraHosts` of the form `name:host-gateway`: what the suite calls the machine it runs on.
  private static void knowHost(JsonObject body, Network network) {
    for (String line :
        body.object("HostConfig")
            .flatMap(config -> config.array("ExtraHosts"))
            .orElse(JsonArray.EMPTY)
            .strings())
      if (line.endsWith(":host-gateway")) network.knowHost(line.replace(":host-gateway", ""));
  }

  private Answer upload(Call call) throws IOException {
    find(call.target()).upload(call.body(), call.query("path").orElse("/"));
    return Answer.empty(200);
  }

  private Answer start(Call call) throws IOException {
    return Answer.empty(find(call.target()).start() ? 204 : 304);
  }

  /// All at once: clients take a missing part for a crash. `Health` stays out, there is no check.
  private Answer inspect(Call call) {
    Container container = find(call.target());
    Container.Wish wish = container.wish();
    var ports = JsonObject.builder();
    container
        .ports()
        .forEach(
            (port, published) ->
                ports.put(
                    port + "/tcp",
                    List.of(Map.of("HostIp", "127.0.0.1", "HostPort", "" + published.number()))));
    var endpoint =
        Map.of(
            "IPAddress", container.address().getHostAddress(),
            "NetworkID", wish.network().id().text());
    return Answer.json(
        200,
        JsonObject.builder()
            .put("Id", wish.id().text())
            .put("Name", "/" + wish.name())
            .put("Image", wish.image())
            .put("State", state(container))
            .put(
                "Config",
                JsonObject.of(
                    "Image", wish.image(), "Labels", wish.labels(), "Env", wish.environment()))
            .put("HostConfig", Map.of("PublishAllPorts", true))
            .put("Mounts", List.of())
            .put(
                "NetworkSettings",
                JsonObject.of(
                    "Ports", ports.build(), "Networks", Map.of(wish.network().name(), endpoint)))
            .build());
  }

  private static JsonObject state(Container container) {
    return JsonObject.builder()
        .put("Status", container.status())
        .put("Running", container.running())
        .put("Paused", container.status().equals("paused"))
        .put("Restarting", false)
        .put("OOMKilled", false)
        .put("Dead", false)
        .put("Pid", container.pid())
        .put("ExitCode", container.exitStatus())
        .put("Error", "")
        .build();
  }

  /// The end of the log in one frame of Docker's: stream, three zeros, length, bytes.
  private Answer logs(Call call) throws IOException {
    try (var file = new RandomAccessFile(find(call.target()).log().toFile(), "r")) {
      file.seek(Math.max(0, file.length() - LOG_BYTES_MAX));
      var bytes = new byte[(int) Math.min(LOG_BYTES_MAX, file.length() - file.getFilePointer())];
      file.readFully(bytes);
      ByteBuffer frame = ByteBuffer.allocate(8 + bytes.length);
      frame.putInt(STDOUT << 24).putInt(bytes.length).put(bytes);
      return new Answer(200, "application/vnd.docker.multiplexed-stream", frame.array());
    }
  }

  private Answer pause(Call call, boolean wanted) {
    find(call.target()).pause(wanted);
    return Answer.empty(204);
  }

  private Answer stop(Call call) throws InterruptedException {
    Duration grace = call.query("t").map(Long::parseLong).map(Duration::ofSeconds).orElse(GRACE);
    boolean ran = find(call.target()).stop(grace.isNegative() ? GRACE : grace);
    return Answer.empty(ran ? 204 : 304);
  }

  private Answer kill(Call call) throws InterruptedException {
    Container container = find(call.target());
    if (!container.running())
      throw new Refusal(409, "container " + call.target() + " is not running");
    String signal = call.query("signal").orElse("KILL").replaceFirst("^SIG", "");
    if (signal.equals("KILL")) container.stop(Duration.ZERO);
    else container.signal(signal);
    return Answer.empty(204);
  }

  private Answer remove(Call call) throws InterruptedException {
    Container container = find(call.target());
    containers.remove(call.target());
    container.remove();
    return Answer.empty(204);
  }

  private Answer commit(Call call) {
    Container container = find(call.query("container").orElse(""));
    if (container.running())
      throw new Refusal(409, "stop the container first: its files are not at rest");
    String tag = call.query("repo").orElse("") + ":" + call.query("tag").orElse("latest");
    Map<String, String> labels = Labels.changed(container.wish().labels(), call.queries("changes"));
    Image image = images.commit(container, tag, labels);
    return Answer.json(201, JsonObject.of("Id", image.longId()));
  }

  @Override
  public void close() {
    for (Container container : List.copyOf(containers.values())) {
      try {
        container.remove();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
