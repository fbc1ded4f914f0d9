package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.people;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// What tasks keep of somebody is in the copy of their data, and nothing that is only others'.
class OwnTasksTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final String COPY = "/api/v1/data_copy";

  /// What the copy of somebody's data says of them.
  private static JsonObject copy(Client who, String name) {
    who.post(COPY, JsonObject.of("lang", "fr")).ok();
    Race.until(() -> who.get(COPY).ok().string("state").equals("ready"));
    var proof = JsonObject.of("auth", Client.proof(name, World.PASSWORD));
    var link = who.post(COPY + "/link", proof).ok().string("path");
    try (var in = new ZipInputStream(new ByteArrayInputStream(crew.alice.get(link).ok().bytes()))) {
      while (!in.getNextEntry().getName().equals("data.json")) {
        in.closeEntry();
      }
      return (JsonObject) JsonReader.read(in.readAllBytes(), JsonLimits.REQUEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject one(JsonObject copy, JsonObject task) {
    return Crew.objects(copy, "tasks").stream()
        .filter(told -> told.string("task").orElseThrow().equals(Crew.id(task)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_copy_of_one_s_data_has_what_one_made_is_to_do_and_said() {
    var mine = crew.make(crew.bruno, "title", "À moi", "description", "En détail").ok().json();
    var given =
        crew.make(
                crew.alice,
                "title",
                "Pour Bruno",
                "assignees",
                people(crew.bruno),
                "description",
                "x")
            .ok()
            .json();
    crew.make(crew.alice, "title", "À Alice").ok();
    var said = JsonObject.of("request_id", "said", "text", "C’est fait");
    crew.bruno.post(Crew.TASKS + Crew.id(given) + "/comments", said).ok();
    var regretted = crew.bruno.post(Crew.TASKS + Crew.id(given) + "/comments", comment("Ou non"));
    var path = "/comments/" + Crew.id(regretted.ok().json());
    crew.bruno.delete(Crew.TASKS + Crew.id(given) + path).ok();
    var own = copy(crew.bruno, "bruno");
    var tasks = Crew.objects(own, "tasks");
    assertThat(tasks)
        .extracting(one -> one.string("title").orElseThrow())
        .contains("À moi", "Pour Bruno");
    assertThat(tasks).noneMatch(one -> one.string("title").orElseThrow().equals("À Alice"));
    for (var task : tasks) {
      if (task.string("task").orElseThrow().equals(Crew.id(mine))) {
        assertThat(task.string("description")).contains("En détail");
        assertThat(task.bool("made")).contains(true);
      }
      if (task.string("task").orElseThrow().equals(Crew.id(given))) {
        assertThat(task.string("description")).isEmpty();
        assertThat(task.bool("assigned")).contains(true);
      }
    }
    assertThat(Crew.objects(own, "task_comments"))
        .extracting(one -> one.string("text").orElseThrow())
        .containsExactly("C’est fait");
  }

  @Test
  void of_a_task_that_one_sees_no_more_the_copy_tells_that_it_was_one_s_own() {
    var made = crew.make(crew.dan, "title", "Poser", "description", "À deux").ok().json();
    var left = crew.make(crew.dan, "title", "Quitté").ok().json();
    crew.dan.post(Crew.TASKS + Crew.id(left) + "/comments", comment("De moi")).ok();
    crew.dan.post(leave(crew.space), JsonObject.EMPTY).ok();
    var now = crew.read(made);
    crew.change(crew.alice, now, "title", "Secret", "description", "D’autres", "due", "2027-01-04")
        .ok();
    var copy = copy(crew.dan, "dan");
    assertThat(one(copy, made))
        .isEqualTo(JsonObject.of("task", Crew.id(made), "assigned", false, "made", true));
    assertThat(copy.toString()).doesNotContain("Secret", "D’autres", "2027-01-04", "Quitté");
    assertThat(Crew.objects(copy, "task_comments").getFirst().string("text")).contains("De moi");
  }

  private static JsonObject comment(String text) {
    return JsonObject.of("request_id", text, "text", text);
  }

  private static String leave(String space) {
    return "/_matrix/client/v3/rooms/" + Client.segment(space) + "/leave";
  }
}
