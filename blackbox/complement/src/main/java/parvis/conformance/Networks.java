package parvis.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import parvis.conformance.Call.Answer;
import parvis.conformance.Call.Route;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The networks of a run, and the calls about them.
final class Networks {
  private final Workplace workplace;
  private final RandomGenerator chance;
  private final Map<Id, Network> networks = new ConcurrentHashMap<>();

  Networks(Workplace workplace, RandomGenerator chance) {
    this.workplace = workplace;
    this.chance = chance;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/networks", this::list),
        new Route("POST", "/networks/create", this::create),
        new Route("DELETE", "/networks/{id}", this::remove));
  }

  Network find(String idOrName) {
    return networks.values().stream()
        .filter(network -> network.id().text().equals(idOrName) || network.name().equals(idOrName))
        .findFirst()
        .orElseThrow(() -> new Refusal(404, "network " + idOrName + " not found"));
  }

  private Answer list(Call call) {
    List<JsonValue> found =
        networks.values().stream()
            .filter(network -> call.selects(network.labels()))
            .map(Networks::summary)
            .toList();
    return Answer.json(200, new parvis.protocol.json.JsonArray(found));
  }

  private static JsonValue summary(Network network) {
    return JsonObject.of(
        "Id", network.id().text(),
        "Name", network.name(),
        "Driver", "bridge",
        "Scope", "local",
        "Labels", network.labels());
  }

  private synchronized Answer create(Call call) {
    JsonObject body = call.json();
    List<Integer> taken = networks.values().stream().map(Network::number).toList();
    Optional<Integer> number =
        IntStream.range(0, Network.NUMBERS).boxed().filter(n -> !taken.contains(n)).findFirst();
    Network network =
        new Network(
            Id.random(chance),
            body.string("Name").orElse("nameless"),
            number.orElseThrow(() -> new Refusal(500, "no network number is left")),
            Labels.of(body),
            workplace.folder("networks"));
    networks.put(network.id(), network);
    return Answer.json(201, JsonObject.of("Id", network.id().text(), "Warning", ""));
  }

  /// Refused while a container is in it, as Docker does: a suite may try it, and its addresses must
  /// not be given to another network.
  private synchronized Answer remove(Call call) {
    Network network = find(call.target());
    if (!network.empty())
      throw new Refusal(403, "network " + network.name() + " has active endpoints");
    networks.remove(network.id());
    return Answer.empty(204);
  }
}
