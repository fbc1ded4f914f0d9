package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whoever writes a client reads what the server does.
class OpenApiTest {
  /// What stands in the documentation; `-Dopenapi.write=true` writes it anew.
  private static final Path WRITTEN = Path.of("../docs/admin/openapi.json");

  /// What answers no 200, or this very description.
  private static final Set<String> ANSWERS_OTHERWISE =
      Set.of(
          "get /api/v1/openapi.json",
          "get /api/v1/openid/begin/{provider}",
          "get /api/v1/openid/callback",
          "post /api/v1/oauth/applications");

  @AutoClose private static final World world = World.start();

  private static JsonObject served() {
    return world.stranger().get("/api/v1/openapi.json").ok().json();
  }

  private static List<JsonObject> operations() {
    var all = new ArrayList<JsonObject>();
    for (var path : served().object("paths").orElseThrow().entries()) {
      ((JsonObject) path.value()).entries().forEach(one -> all.add((JsonObject) one.value()));
    }
    return all;
  }

  @Test
  void every_route_of_the_house_is_told_once() {
    var routes =
        world.parvis().routes().stream().filter(route -> route.path().startsWith("/api/v1/"));
    assertThat(operations()).hasSize((int) routes.count());
    var names = operations().stream().map(one -> one.string("operationId").orElseThrow()).toList();
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
    assertThat(operations())
        .allSatisfy(
            one -> {
              assertThat(one.string("summary").orElseThrow()).isNotBlank();
              assertThat(one.object("responses").orElseThrow().keys()).contains("200", "4XX");
            });
  }

  @Test
  void what_a_task_takes_is_told_field_by_field() {
    var make =
        served()
            .object("paths")
            .flatMap(paths -> paths.object("/api/v1/spaces/{space}/tasks"))
            .flatMap(path -> path.object("post"))
            .orElseThrow();
    var set =
        make.object("requestBody")
            .flatMap(body -> body.object("content"))
            .flatMap(content -> content.object("application/json"))
            .flatMap(json -> json.object("schema"))
            .flatMap(schema -> schema.object("properties"))
            .flatMap(properties -> properties.object("set"))
            .map(OpenApiTest::named)
            .flatMap(schema -> schema.object("properties"))
            .orElseThrow();
    assertThat(set.keys()).contains("title", "due", "custom", "repeats", "waits_for");
    assertThat(set.object("title").orElseThrow().integer("maxLength")).hasValue(200);
    assertThat(make.array("security")).isEmpty();
  }

  /// What is told under the name that stands there.
  private static JsonObject named(JsonObject reference) {
    var name = reference.string("$ref").orElseThrow();
    return served()
        .object("components")
        .flatMap(components -> components.object("schemas"))
        .flatMap(schemas -> schemas.object(name.substring(name.lastIndexOf('/') + 1)))
        .orElseThrow();
  }

  @Test
  void what_each_route_answers_is_told() {
    var all = served().object("paths").orElseThrow();
    var untold = new TreeSet<String>();
    for (var path : all.entries()) {
      for (var one : ((JsonObject) path.value()).entries()) {
        var responses = ((JsonObject) one.value()).object("responses").orElseThrow();
        if (!responses.object("200").orElseThrow().has("content")) {
          untold.add(one.name() + " " + path.name());
        }
      }
    }
    assertThat(untold).isEqualTo(ANSWERS_OTHERWISE);
    var search = all.object("/api/v1/search").flatMap(path -> path.object("get")).orElseThrow();
    assertThat(search.array("parameters").orElseThrow().objects())
        .extracting(one -> one.string("name").orElseThrow())
        .contains("q", "kind", "space", "person", "from", "until", "limit");
  }

  @Test
  void what_is_written_down_is_what_is_served() throws IOException {
    var told = lines(served());
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(WRITTEN, told);
    }
    assertThat(Files.readString(WRITTEN))
        .as("docs/admin/openapi.json is old: run this test with -Dopenapi.write=true")
        .isEqualTo(told);
  }

  /// One address on each line, so that changes are read.
  private static String lines(JsonObject document) {
    var paths = new ArrayList<String>();
    for (var path : document.object("paths").orElseThrow().entries()) {
      paths.add("\"" + path.name() + "\":" + path.value());
    }
    var rest = document.with("paths", JsonArray.of("PATHS")).toString();
    return rest.replace("[\"PATHS\"]", "{\n" + String.join(",\n", paths) + "\n}") + "\n";
  }
}
