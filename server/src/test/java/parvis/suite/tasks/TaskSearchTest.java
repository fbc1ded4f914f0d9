package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Client.segment;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Tasks are found by their words by who sees them.
class TaskSearchTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);

  private static JsonObject ask(Client who, String text, String more) {
    var path = "/api/v1/search?kind=task&q=" + segment(text) + more;
    return who.get(path).ok().json();
  }

  private static JsonObject kind(JsonObject answer) {
    return Crew.objects(answer, "kinds").getFirst();
  }

  private static List<String> titles(Client who, String text, String more) {
    return Crew.objects(kind(ask(who, text, more)), "results").stream()
        .map(task -> task.string("title").orElseThrow())
        .toList();
  }

  @Test
  void who_sees_a_task_finds_it_and_nobody_else_learns_that_it_is_there() {
    crew.make(crew.alice, "title", "Étanchéité de la toiture").ok();
    crew.make(crew.bruno, "title", "Toitures voisines", "assignees", people(crew.dan)).ok();
    for (var who : List.of(crew.alice, crew.bruno, crew.chloe)) {
      assertThat(titles(who, "toiture", ""))
          .containsExactly("Toitures voisines", "Étanchéité de la toiture");
      assertThat(titles(who, "etanch toitures", "")).containsExactly("Étanchéité de la toiture");
      assertThat(titles(who, "etanchiété", "")).containsExactly("Étanchéité de la toiture");
    }
    assertThat(titles(crew.dan, "toiture", "")).containsExactly("Toitures voisines");
    assertThat(titles(crew.dan, "etanchiété", "")).isEmpty();
    for (var who : List.of(crew.eve, crew.outsider)) {
      var answer = ask(who, "toiture", "&space=" + segment(crew.space));
      assertThat(kind(answer).integer("count")).hasValue(0);
      assertThat(Crew.objects(answer, "spaces")).isEmpty();
      assertThat(Crew.objects(answer, "people")).isEmpty();
      assertThat(kind(ask(who, "toitrue", "")).integer("count")).hasValue(0);
    }
    assertThat(kind(ask(crew.dan, "toiture", "")).integer("count")).hasValue(1);
  }

  @Test
  void a_space_a_person_and_a_time_narrow_the_search_and_pages_follow() {
    var other = crew.space("project", "Gymnase");
    crew.bruno.post(Crew.in(other) + "/tasks", crew.wish("title", "Peindre le préau")).ok();
    for (int i = 0; i < 3; i++) {
      crew.make(crew.alice, "title", "Peindre " + i, "assignees", people(crew.chloe)).ok();
    }
    assertThat(titles(crew.alice, "peindre", "")).hasSize(4);
    var here = "&space=" + segment(other);
    assertThat(titles(crew.alice, "peindre", here)).containsExactly("Peindre le préau");
    assertThat(titles(crew.alice, "peindre", "&person=" + segment(crew.chloe.user()))).hasSize(3);
    assertThat(titles(crew.alice, "peindre", "&from=1&until=2")).isEmpty();
    assertThat(titles(crew.alice, "peindre", "&room=" + segment(crew.space))).isEmpty();
    var page = kind(ask(crew.alice, "peindre", "&limit=3"));
    assertThat(Crew.objects(page, "results")).hasSize(3);
    var next = "&limit=3&next=" + page.string("next").orElseThrow();
    assertThat(titles(crew.alice, "peindre", next)).hasSize(1);
    assertThat(Crew.objects(ask(crew.alice, "peindre", ""), "spaces")).hasSize(2);
  }

  @Test
  void what_is_open_comes_first_and_what_is_archived_is_not_found() {
    var done = crew.make(crew.alice, "title", "Vitrage nord").ok().json();
    crew.make(crew.alice, "title", "Vitrage sud").ok();
    crew.change(crew.alice, done, "place", into("done")).ok();
    assertThat(titles(crew.alice, "vitrage", "")).containsExactly("Vitrage sud", "Vitrage nord");
    crew.change(crew.alice, crew.read(done), "archived", true).ok();
    assertThat(titles(crew.alice, "vitrage", "")).containsExactly("Vitrage sud");
  }
}
