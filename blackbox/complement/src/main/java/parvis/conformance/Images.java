package parvis.conformance;

import java.nio.file.Path;
import java.time.Clock;
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

/// What containers are made of: launchers, which are always there, and what was committed.
final class Images {
  private final Workplace workplace;
  private final Path launchers;
  private final Postgres postgres;
  private final Clock clock;
  private final RandomGenerator chance;
  private final Map<Id, Image> images = new ConcurrentHashMap<>();

  Images(
      Workplace workplace, Path launchers, Postgres postgres, Clock clock, RandomGenerator chance) {
    this.workplace = workplace;
    this.launchers = launchers;
    this.postgres = postgres;
    this.clock = clock;
    this.chance = chance;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/images/json", this::list),
        new Route("DELETE", "/images/{id}", this::remove));
  }

  /// What was committed under this id or tag.
  Optional<Image> committed(String idOrTag) {
    return images.values().stream()
        .filter(image -> image.longId().equals(idOrTag) || image.tag().equals(idOrTag))
        .findFirst();
  }

  Launcher launcher(String image) {
    return Launcher.of(launchers, image)
        .orElseThrow(() -> new Refusal(404, "No such image: " + image));
  }

  /// Copies what a stopped container has.
  Image commit(Container container, String tag, Map<String, String> labels) {
    Id id = Id.random(chance);
    Path files = workplace.folder("images").resolve(id.brief());
    Image image =
        new Image(id, tag, container.launcher(), labels, files, clock.instant().getEpochSecond());
    Tool.run("cp", "-a", container.home().toString(), files.toString());
    postgres.copy(container.database(), image.database());
    images.put(id, image);
    return image;
  }

  private Answer list(Call call) {
    List<JsonValue> found =
        images.values().stream()
            .filter(image -> call.selects(image.labels()))
            .map(Images::summary)
            .toList();
    return Answer.json(200, new JsonArray(found));
  }

  private static JsonValue summary(Image image) {
    return JsonObject.builder()
        .put("Id", image.longId())
        .put("ParentId", "")
        .put("RepoTags", List.of(image.tag()))
        .put("RepoDigests", List.of())
        .put("Labels", image.labels())
        .put("Created", image.madeSeconds())
        .put("Size", 0)
        .put("SharedSize", -1)
        .put("Containers", -1)
        .build();
  }

  private Answer remove(Call call) {
    Image image =
        committed(call.target())
            .orElseThrow(() -> new Refusal(404, "No such image: " + call.target()));
    images.remove(image.id());
    Tool.run("rm", "-rf", image.files().toString());
    postgres.drop(image.database());
    return Answer.json(200, JsonArray.EMPTY);
  }
}
