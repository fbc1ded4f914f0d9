package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;

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
import parvis.protocol.json.JsonWriter;

/// What two do on one board at once ends as if one of them had come after the other.
class TogetherTest {
  private static final String BOARD =
      """
      select space as n from task_board
       where space = (select space from task where id = ?) for update""";

  private static final String TASK = "select nid as n from task where id = ? for update";

  private static final String CALLS =
      """
      select count(*) as n from task_call c join task t on t.nid = c.task
       where t.id = ? and c.kind = 'DUE'""";

  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;
  private static final Client dan = crew.dan;

  /// What two are answered who wait for one lock, one behind the other.
  private record Both(Answer first, Answer second) {}

  private static Both both(
      String lock, JsonObject task, Supplier<Answer> first, Supplier<Answer> second) {
    var waiting = new ArrayList<CompletableFuture<Answer>>();
    world
        .db()
        .write(
            tx -> {
              tx.list(row -> row.number("n"), lock, id(task));
              for (var one : List.of(first, second)) {
                waiting.add(Race.later(one));
                Race.until(() -> Race.waiting(tx) >= waiting.size());
              }
              return true;
            });
    return new Both(Race.ended(waiting.getFirst()), Race.ended(waiting.getLast()));
  }

  private static JsonObject archived(String title) {
    return crew.make(alice, "title", title, "archived", true).ok().json();
  }

  @Test
  void what_gets_a_part_meanwhile_is_not_taken_away() {
    var whole = archived("Tout");
    Supplier<Answer> part = () -> crew.make(bruno, "title", "Partie", "parent", id(whole));
    var made = both(BOARD, whole, part, () -> alice.delete(TASKS + id(whole)));
    assertThat(made.first().status()).isEqualTo(200);
    assertThat(made.second().status()).isEqualTo(409);
    assertThat(alice.get(TASKS + id(whole)).status()).isEqualTo(200);
    var moved = crew.make(bruno, "title", "Déplacée").ok().json();
    var other = archived("Autre tout");
    Supplier<Answer> move = () -> crew.change(bruno, moved, "parent", id(other));
    assertThat(both(BOARD, other, move, () -> alice.delete(TASKS + id(other))).second().status())
        .isEqualTo(409);
  }

  @Test
  void nothing_becomes_part_of_what_is_taken_away_meanwhile() {
    var whole = archived("Effacé");
    Supplier<Answer> part = () -> crew.make(bruno, "title", "Orpheline", "parent", id(whole));
    var gone = both(BOARD, whole, () -> alice.delete(TASKS + id(whole)), part);
    assertThat(gone.first().status()).isEqualTo(200);
    assertThat(gone.second().errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(crew.titles(alice, "limit=1000")).doesNotContain("Orpheline");
  }

  @Test
  void many_who_move_mark_archive_and_delete_at_once_wait_for_each_other_in_one_order() {
    var tasks =
        IntStream.range(0, 8)
            .mapToObj(i -> crew.make(alice, "title", "Foule " + i).ok().json())
            .toList();
    var backwards = tasks.reversed();
    var answers = new ArrayList<CompletableFuture<Answer>>();
    for (int round = 0; round < 6; round++) {
      var name = "foule " + round;
      var column = round % 2 == 0 ? "doing" : "todo";
      var some = round % 2 == 0 ? tasks : backwards;
      answers.add(Race.later(() -> many(some, name, JsonObject.of("place", into(column)))));
      answers.add(Race.later(() -> many(backwards, "a" + name, archiving(column))));
      for (var task : some) {
        answers.add(Race.later(() -> crew.change(bruno, task, "place", into(column))));
        answers.add(Race.later(() -> crew.change(bruno, task, "labels", JsonArray.EMPTY)));
        answers.add(Race.later(() -> crew.change(bruno, task, "archived", column.equals("todo"))));
      }
      answers.add(Race.later(() -> alice.delete(TASKS + id(some.getFirst()))));
    }
    assertThat(answers).extracting(one -> Race.ended(one).status()).doesNotContain(500, 503);
  }

  private static JsonObject archiving(String column) {
    return JsonObject.of("archived", column.equals("doing"));
  }

  private static Answer many(List<JsonObject> tasks, String request, JsonObject set) {
    var named = tasks.stream().map(task -> JsonObject.of("id", id(task), "base", 1)).toArray();
    var wish = JsonObject.of("request_id", request, "tasks", JsonArray.of(named), "set", set);
    var bytes = JsonWriter.write(wish);
    return alice.send("PATCH", crew.here() + "/tasks", "application/json", bytes);
  }

  private static JsonArray waits(JsonObject task) {
    return JsonArray.of(JsonObject.of("task", id(task), "kind", "FS", "lag_days", 0));
  }

  @Test
  void two_who_have_each_wait_for_the_other_at_once_make_no_circle() {
    var one = crew.make(alice, "title", "L'un").ok().json();
    var two = crew.make(alice, "title", "L'autre").ok().json();
    var both =
        both(
            BOARD,
            one,
            () -> crew.change(alice, one, "waits_for", waits(two)),
            () -> crew.change(bruno, two, "waits_for", waits(one)));
    assertThat(both.first().status()).isEqualTo(200);
    assertThat(both.second().errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static Answer say(Client who, JsonObject task, String text, Client... called) {
    var wish = JsonObject.of("request_id", "say " + text, "text", text, "mentions", people(called));
    return who.post(TASKS + id(task) + "/comments", wish);
  }

  private static JsonObject given(String title) {
    return crew.make(alice, "title", title, "assignees", people(dan)).ok().json();
  }

  private static Supplier<Answer> taken(JsonObject task) {
    return () -> crew.change(alice, task, "assignees", JsonArray.EMPTY);
  }

  @Test
  void whose_task_it_is_no_more_says_nothing_of_it_and_ties_nothing_to_it() {
    var own = crew.make(dan, "title", "À Dan").ok().json();
    var link = JsonObject.of("kind", "task", "task", id(own));
    var spoken = given("Parlée");
    var said = say(dan, spoken, "Avant").ok().json();
    var comment = TASKS + id(spoken) + "/comments/" + id(said);
    assertThat(both(TASK, spoken, taken(spoken), () -> say(dan, spoken, "Après")).second().status())
        .isEqualTo(404);
    crew.change(alice, crew.read(spoken), "assignees", people(dan)).ok();
    var again = crew.read(spoken);
    var anew = JsonObject.of("text", "Autrement");
    assertThat(both(TASK, again, taken(again), () -> dan.put(comment, anew)).second().status())
        .isEqualTo(404);
    var back = crew.change(alice, crew.read(spoken), "assignees", people(dan)).ok().json();
    assertThat(both(TASK, back, taken(back), () -> dan.delete(comment)).second().status())
        .isEqualTo(404);
    var tied = given("Liée");
    var links = TASKS + id(tied) + "/links";
    assertThat(both(TASK, tied, taken(tied), () -> dan.post(links, link)).second().status())
        .isEqualTo(404);
    var there = alice.post(links, link).ok().json();
    var more = crew.change(alice, crew.read(tied), "assignees", people(dan)).ok().json();
    var untied = both(TASK, more, taken(more), () -> dan.delete(links + "/" + id(there)));
    assertThat(untied.second().status()).isEqualTo(404);
    assertThat(Crew.objects(alice.get(links).ok().json(), "links")).hasSize(1);
  }

  @Test
  void nobody_is_called_to_what_they_do_not_see_any_more() {
    var task = given("Appelée");
    var both = both(TASK, task, taken(task), () -> say(bruno, task, "Dan ?", dan));
    assertThat(both.second().errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void nothing_is_told_where_nothing_was_untied() {
    var task = crew.make(alice, "title", "Jamais liée").ok().json();
    var since = alice.get(crew.here() + "/tasks?limit=1").ok().string("since");
    alice.delete(TASKS + id(task) + "/links/none").ok();
    var changes = alice.get(crew.here() + "/tasks/changes?since=" + since).ok().json();
    assertThat(Crew.objects(changes, "tasks")).extracting(Crew::id).doesNotContain(id(task));
  }

  @Test
  void of_two_nodes_that_look_at_once_one_calls_who_is_to_do_what_is_due() {
    var day = "2199-05-05";
    var task = crew.make(alice, "title", "Échéance", "due", day, "assignees", people(bruno)).ok();
    var calls = new CallStore();
    Race.until(() -> NewsTest.told(bruno).contains("task_assigned"));
    var other = new ArrayList<CompletableFuture<Boolean>>();
    world
        .db()
        .write(
            tx -> {
              calls.due(tx, day, 10, Long.MAX_VALUE / 2);
              other.add(
                  Race.later(
                      () ->
                          world
                              .db()
                              .write(
                                  beside -> {
                                    calls.due(beside, day, 10, Long.MAX_VALUE / 2);
                                    return true;
                                  })));
              Race.until(() -> other.getFirst().isDone() || Race.waiting(tx) > 0);
              return true;
            });
    Race.ended(other.getFirst());
    Race.until(
        () ->
            world
                .db()
                .read(tx -> tx.first(row -> row.number("n"), CALLS, id(task.json())).orElseThrow())
                .equals(0L));
    assertThat(NewsTest.told(bruno)).containsOnlyOnce("task_due");
  }
}
