package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.into;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Changes of several people that go to the database at once end as if each had come alone.
class SeveralTest {
  private static final String TASK = "select nid as n from task where id = ? for update";

  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;

  private static JsonObject made(String title) {
    return crew.make(alice, "title", title).ok().json();
  }

  private static List<CompletableFuture<Answer>> answers(
      JsonObject held, List<Supplier<Answer>> wishes) {
    var answers = new ArrayList<CompletableFuture<Answer>>();
    world
        .db()
        .write(
            tx -> {
              tx.list(row -> row.number("n"), TASK, id(held));
              for (var wish : wishes) {
                answers.add(Race.later(wish));
              }
              Race.until(() -> Race.waiting(tx) > 0);
              return true;
            });
    return answers;
  }

  @Test
  void each_is_answered_by_themselves_and_who_is_refused_leaves_nothing() {
    var tasks = IntStream.range(0, 12).mapToObj(i -> made("Plusieurs " + i)).toList();
    crew.change(alice, tasks.get(1), "title", "Déjà autre").ok();
    var gone = JsonObject.of("id", "nothing", "version", 1);
    var wishes = new ArrayList<Supplier<Answer>>();
    for (int i = 0; i < tasks.size(); i++) {
      var task = tasks.get(i);
      var title = "Ensemble \\\"{," + i;
      wishes.add(() -> crew.change(bruno, task, "title", title, "labels", JsonArray.EMPTY));
    }
    wishes.add(() -> crew.change(bruno, gone, "title", "Rien"));
    wishes.add(() -> crew.change(crew.chloe, tasks.get(2), "priority", "high"));
    var answers = answers(tasks.getFirst(), wishes);
    for (int i = 0; i < tasks.size(); i++) {
      var answer = Race.ended(answers.get(i));
      if (i == 1) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().object("task").orElseThrow().string("title"))
            .contains("Déjà autre");
      } else {
        assertThat(answer.ok().json().string("title")).contains("Ensemble \\\"{," + i);
        assertThat(crew.read(tasks.get(i)).integer("version")).hasValue(2);
      }
    }
    assertThat(Race.ended(answers.get(12)).status()).isEqualTo(404);
    assertThat(Race.ended(answers.get(13)).status()).isEqualTo(403);
    assertThat(crew.titles(alice, "text=ensemble")).hasSize(11);
  }

  @Test
  void many_who_move_to_one_column_stand_in_different_places() {
    var tasks = IntStream.range(0, 12).mapToObj(i -> made("File " + i)).toList();
    var wishes =
        tasks.stream()
            .<Supplier<Answer>>map(task -> () -> crew.change(bruno, task, "place", into("doing")))
            .toList();
    var ranks =
        answers(tasks.getFirst(), wishes).stream()
            .map(answer -> Race.ended(answer).ok().json().string("rank").orElseThrow())
            .toList();
    assertThat(ranks).doesNotHaveDuplicates();
    for (var task : tasks) {
      var past = Crew.objects(alice.get(TASKS + id(task) + "/history").ok().json(), "changes");
      assertThat(past).hasSize(1);
      assertThat(past.getFirst().object("from").orElseThrow().string("column")).contains("todo");
    }
  }

  @Test
  void what_is_asked_twice_at_once_is_done_once_and_the_loser_of_a_race_is_told() {
    var task = made("Deux fois");
    var edit = Crew.edit(task, "deux fois", "title", "Une fois");
    var other = Crew.edit(task, "autre", "title", "Une autre");
    var wishes = new ArrayList<Supplier<Answer>>();
    for (int i = 0; i < 4; i++) {
      wishes.add(() -> Crew.patch(bruno, task, edit));
    }
    wishes.add(() -> Crew.patch(alice, task, other));
    var answers = answers(task, wishes);
    var statuses = answers.stream().map(answer -> Race.ended(answer).status()).toList();
    assertThat(crew.read(task).integer("version")).hasValue(2);
    var won = crew.read(task).string("title").orElseThrow();
    assertThat(statuses.getLast()).isEqualTo(won.equals("Une autre") ? 200 : 409);
    assertThat(statuses.subList(0, 4)).containsOnly(won.equals("Une fois") ? 200 : 409);
  }
}
