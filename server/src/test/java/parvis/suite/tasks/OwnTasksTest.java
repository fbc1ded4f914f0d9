package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.people;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What tasks keep of somebody is in the copy of their data, and nothing that is only others'.
class OwnTasksTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);

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
    var own = world.db().read(tx -> OwnTasks.of(tx, crew.bruno.user()));
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
}
