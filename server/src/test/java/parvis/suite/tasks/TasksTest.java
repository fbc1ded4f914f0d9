package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;
import static parvis.suite.tasks.Crew.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.things.Link;
import parvis.core.things.LinkStore;
import parvis.core.things.Way;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What is to be done in a space stands on its board, and everybody finds there what is theirs to
/// see.
class TasksTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;
  private static final Client chloe = crew.chloe;
  private static final Client dan = crew.dan;
  private static final Client eve = crew.eve;
  private static final Client outsider = crew.outsider;

  @Test
  void a_task_is_made_is_moved_and_its_history_can_be_taken_back() {
    var made =
        crew.make(
                bruno,
                "title",
                " Rédiger la lettre ",
                "due",
                "2026-11-27",
                "assignees",
                people(dan))
            .ok()
            .json();
    assertThat(made.string("title")).contains("Rédiger la lettre");
    assertThat(made.string("column")).contains("todo");
    assertThat(made.string("state")).contains("open");
    assertThat(made.string("made_by")).contains(bruno.user());
    assertThat(made.array("watchers")).contains(JsonArray.EMPTY);
    assertThat(made.get("start")).isEqualTo(JsonNull.NULL);
    var moved = crew.change(bruno, made, "place", into("doing"), "due", JsonNull.NULL).ok().json();
    assertThat(version(moved)).isEqualTo(2);
    assertThat(moved.string("column")).contains("doing");
    assertThat(moved.object("versions")).contains(JsonObject.of("place", 2, "due", 2));
    assertThat(crew.change(bruno, moved, "title", "Rédiger la lettre").ok().json())
        .isEqualTo(moved);
    var history = alice.get(TASKS + id(made) + "/history").ok().json().array("changes");
    var changes = history.orElseThrow().objects();
    assertThat(changes)
        .extracting(one -> one.string("field").orElseThrow())
        .containsExactly("due", "place");
    assertThat(changes).allMatch(one -> one.string("by").equals(Optional.of(bruno.user())));
    var back = crew.change(chloe, moved, "due", changes.getFirst().get("from"));
    assertThat(back.errcode()).isEqualTo("M_FORBIDDEN");
    var undone =
        crew.change(
                alice,
                moved,
                "due",
                changes.getFirst().get("from"),
                "place",
                changes.getLast().get("from"))
            .ok()
            .json();
    assertThat(undone.string("due")).contains("2026-11-27");
    assertThat(undone.string("rank")).isEqualTo(made.string("rank"));
    assertThat(undone.string("column")).contains("todo");
  }

  @Test
  void who_changes_different_values_keep_them_and_the_second_at_one_value_is_told() {
    var made = crew.make(alice, "title", "Avant").ok().json();
    crew.change(alice, made, "title", "Après").ok();
    var both = crew.change(bruno, made, "description", "Long").ok().json();
    assertThat(both.string("title")).contains("Après");
    var late = crew.change(bruno, made, "title", "Autre", "priority", "high");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(late.json().array("fields").orElseThrow().strings()).containsExactly("title");
    var now = late.json().object("task").orElseThrow();
    assertThat(now).isEqualTo(crew.read(made)).isEqualTo(both);
    assertThat(crew.change(bruno, now, "title", "Autre").ok().string("title")).isEqualTo("Autre");
    assertThat(crew.change(alice, made, "title", "Autre").ok().json().integer("version"))
        .hasValue(4);
  }

  @Test
  void what_is_asked_again_is_not_done_again() {
    var wish = JsonObject.of("request_id", "once", "set", JsonObject.of("title", "Une fois"));
    var made = bruno.post(crew.here() + "/tasks", wish).ok().json();
    assertThat(bruno.post(crew.here() + "/tasks", wish).ok().json()).isEqualTo(made);
    assertThat(id(alice.post(crew.here() + "/tasks", wish).ok().json())).isNotEqualTo(id(made));
    var edit = Crew.edit(made, "twice", "title", "Deux fois");
    Crew.patch(bruno, made, edit).ok();
    crew.change(alice, crew.read(made), "title", "Trois fois").ok();
    var again = Crew.patch(bruno, made, edit).ok().json();
    assertThat(again.string("title")).contains("Trois fois");
    assertThat(version(again)).isEqualTo(3);
  }

  @Test
  void of_ten_who_write_one_value_at_once_one_succeeds() {
    var made = crew.make(alice, "title", "Course").ok().json();
    var answers =
        IntStream.range(0, 10)
            .mapToObj(i -> Race.later(() -> crew.change(bruno, made, "title", "Course " + i)))
            .toList()
            .stream()
            .map(Race::ended)
            .toList();
    assertThat(answers).filteredOn(one -> one.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(one -> one.status() == 409).hasSize(9);
    assertThat(version(crew.read(made))).isEqualTo(2);
  }

  @Test
  void who_does_their_own_is_told_of_no_other() {
    var others = crew.make(alice, "title", "Secret de Dan").ok().json();
    var own = crew.make(dan, "title", "À Dan", "watchers", people(chloe)).ok().json();
    var given = crew.make(alice, "title", "Pour Dan", "assignees", people(dan)).ok().json();
    assertThat(crew.titles(dan, "limit=1000"))
        .contains("À Dan", "Pour Dan")
        .doesNotContain("Secret de Dan");
    for (var path : List.of("", "/history")) {
      assertThat(dan.get(TASKS + id(others) + path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(dan.get(TASKS + id(own) + path).status()).isEqualTo(200);
      assertThat(eve.get(TASKS + id(own) + path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(outsider.get(TASKS + id(own) + path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(chloe.get(TASKS + id(others) + path).status()).isEqualTo(200);
    }
    assertThat(crew.change(dan, others, "title", "Non").errcode()).isEqualTo("M_NOT_FOUND");
    var gone = crew.change(dan, given, "assignees", JsonArray.EMPTY).ok().json();
    assertThat(dan.get(TASKS + id(gone)).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(eve.get(crew.here() + "/tasks").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.make(eve, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(outsider.get(crew.here() + "/board").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.make(chloe, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.change(chloe, own, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void to_validate_is_a_right_of_its_own() {
    var made = crew.make(bruno, "title", "À valider").ok().json();
    var done = crew.change(bruno, made, "place", into("review")).ok().json();
    assertThat(done.string("state")).contains("done");
    assertThat(crew.change(bruno, done, "place", into("done")).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.make(bruno, "title", "Déjà", "place", into("done")).errcode())
        .isEqualTo("M_FORBIDDEN");
    crew.apart(bruno, "validate").ok();
    var validated = crew.change(bruno, done, "place", into("done")).ok().json();
    assertThat(validated.string("state_by")).contains(bruno.user());
    alice.put(crew.member(bruno), JsonObject.of("apps", JsonObject.EMPTY)).ok();
    assertThat(crew.change(bruno, validated, "place", into("todo")).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(crew.change(bruno, validated, "priority", "low").ok().string("state"))
        .isEqualTo("validated");
    assertThat(crew.apart(bruno, "everything").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(crew.apart(alice, "own").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void tasks_stand_where_they_are_put() {
    var one = crew.make(alice, "title", "un", "place", into("doing")).ok().json();
    var two = crew.make(alice, "title", "deux", "place", into("doing")).ok().json();
    var three = crew.make(alice, "title", "trois", "place", into("doing")).ok().json();
    var mine = List.of("un", "deux", "trois");
    assertThat(order(mine)).containsExactly("un", "deux", "trois");
    var first = JsonObject.of("column", "doing", "after", JsonNull.NULL);
    crew.change(alice, three, "place", first).ok();
    assertThat(order(mine)).containsExactly("trois", "un", "deux");
    var after = JsonObject.of("column", "doing", "after", id(one));
    var moved = crew.change(alice, crew.read(three), "place", after).ok().json();
    assertThat(order(mine)).containsExactly("un", "trois", "deux");
    assertThat(version(crew.change(alice, moved, "place", after).ok().json()))
        .isEqualTo(version(moved));
    crew.change(alice, crew.read(two), "place", into("todo")).ok();
    var gone = JsonObject.of("column", "doing", "after", id(two));
    crew.change(alice, one, "place", gone).ok();
    assertThat(order(mine)).containsExactly("trois", "un");
    assertThat(crew.change(alice, one, "place", into("nowhere")).status()).isEqualTo(409);
  }

  private static List<String> order(List<String> among) {
    return crew.titles(chloe, "column=doing&limit=1000").stream().filter(among::contains).toList();
  }

  @Test
  void tasks_are_read_page_by_page() {
    for (int i = 0; i < 7; i++) {
      crew.make(alice, "title", "page " + i, "place", into("review")).ok();
    }
    for (var query : List.of("column=review&", "")) {
      var found = new ArrayList<String>();
      var path = crew.here() + "/tasks?" + query + "limit=3";
      for (var next = Optional.of(""); next.isPresent(); ) {
        var page =
            bruno.get(path + (next.get().isEmpty() ? "" : "&from=" + next.get())).ok().json();
        page.array("tasks").orElseThrow().objects().forEach(card -> found.add(id(card)));
        next = page.string("next");
      }
      assertThat(found).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7);
      assertThat(found).hasSize(crew.titles(bruno, query + "limit=1000").size());
    }
    for (var wrong : List.of("limit=0", "from=x", "column=%20", "archived=maybe")) {
      assertThat(bruno.get(crew.here() + "/tasks?" + wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
  }

  @Test
  void what_is_archived_comes_back_or_goes_for_good() {
    var made = crew.make(bruno, "title", "Vieux").ok().json();
    assertThat(alice.delete(TASKS + id(made)).status()).isEqualTo(409);
    var archived = crew.change(bruno, made, "archived", true).ok().json();
    assertThat(crew.titles(bruno, "limit=1000")).doesNotContain("Vieux");
    assertThat(crew.titles(bruno, "archived=true")).contains("Vieux");
    assertThat(bruno.delete(TASKS + id(made)).errcode()).isEqualTo("M_FORBIDDEN");
    var back = crew.change(bruno, archived, "archived", false).ok().json();
    crew.change(alice, back, "archived", true).ok();
    alice.delete(TASKS + id(made)).ok();
    assertThat(crew.change(bruno, back, "title", "Trop tard").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(alice.get(TASKS + id(made) + "/history").errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_board_is_arranged_and_no_task_loses_its_column() {
    var site = crew.space("case", "Chantier");
    var usual = bruno.get(in(site) + "/board").ok().json();
    assertThat(usual.integer("version")).hasValue(0);
    var columns = usual.array("columns").orElseThrow().objects();
    assertThat(columns).hasSize(4);
    var wish = JsonObject.of("request_id", "one", "set", JsonObject.of("title", "Poser"));
    bruno.post(in(site) + "/tasks", wish).ok();
    var without = columns.subList(1, 4).toArray();
    assertThat(crew.arrange(site, 0, without).status()).isEqualTo(409);
    assertThat(crew.arrange(site, 0, columns.get(0), columns.get(3).with("limit", 5)).status())
        .isEqualTo(200);
    assertThat(bruno.get(in(site) + "/board").ok().json().integer("version")).hasValue(1);
    var late = crew.arrange(site, 0, columns.toArray());
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(late.json().object("board").orElseThrow().integer("version")).hasValue(1);
    var closed = columns.get(0).with("state", "done");
    assertThat(crew.arrange(site, 1, closed).status()).isEqualTo(409);
    for (var wrong :
        List.of(
            columns.get(0).with("state", "lost"),
            columns.get(0).with("name", " "),
            columns.get(0).with("id", "a b"),
            columns.get(0).with("limit", 0))) {
      assertThat(crew.arrange(site, 1, wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(crew.arrange(site, 1, columns.get(0), columns.get(0)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(crew.arrange(site, 1).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void an_archived_space_and_one_without_tasks_take_none() {
    var site = crew.space("project", "Fini");
    var wish = JsonObject.of("request_id", "one", "set", JsonObject.of("title", "Poser"));
    var made = alice.post(in(site) + "/tasks", wish).ok().json();
    alice.put(in(site), JsonObject.of("archived", true)).ok();
    assertThat(alice.get(in(site) + "/tasks").status()).isEqualTo(200);
    assertThat(alice.post(in(site) + "/tasks", wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.change(alice, made, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.arrange(site, 0, into("todo")).errcode()).isEqualTo("M_FORBIDDEN");
    var feed = crew.space("community", "Sans tâches");
    assertThat(alice.get(in(feed) + "/tasks").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(alice.get(in(feed)).ok().json().array("rights").orElseThrow().strings())
        .doesNotContain("see_tasks");
  }

  @Test
  void no_task_is_part_of_itself_or_waits_for_itself() {
    var one = crew.make(alice, "title", "Tout").ok().json();
    var two = crew.make(alice, "title", "Partie", "parent", id(one)).ok().json();
    var three = crew.make(alice, "title", "Pièce", "parent", id(two)).ok().json();
    assertThat(crew.titles(bruno, "parent=" + id(one))).containsExactly("Partie");
    refused(one, "M_INVALID_PARAM", "parent", id(one));
    refused(one, "M_INVALID_PARAM", "parent", id(three));
    refused(one, "M_INVALID_PARAM", "parent", "nothing");
    var elsewhere = crew.space("project", "Ailleurs");
    var other = alice.post(in(elsewhere) + "/tasks", crew.wish("title", "Autre")).ok().json();
    refused(one, "M_INVALID_PARAM", "parent", id(other));
    refused(one, "M_INVALID_PARAM", "waits_for", JsonArray.of(wait(other, "FS")));
    refused(one, "M_INVALID_PARAM", "waits_for", JsonArray.of(wait(two, "XX")));
    var waits = JsonArray.of(wait(two, "FS"), wait(three, "SS"));
    assertThat(crew.change(alice, one, "waits_for", waits).ok().json().array("waits_for"))
        .contains(waits);
    refused(three, "M_INVALID_PARAM", "waits_for", JsonArray.of(wait(one, "FF")));
    refused(three, "M_INVALID_PARAM", "waits_for", JsonArray.of(wait(three, "SF")));
    var archived = crew.change(alice, two, "archived", true).ok().json();
    assertThat(alice.delete(TASKS + id(archived)).status()).isEqualTo(409);
    crew.change(alice, three, "parent", JsonNull.NULL).ok();
    alice.delete(TASKS + id(archived)).ok();
  }

  @Test
  void two_who_make_each_a_part_of_the_other_at_once_make_no_circle() {
    var one = crew.make(alice, "title", "L'un").ok().json();
    var two = crew.make(alice, "title", "L'autre").ok().json();
    var first = Race.later(() -> crew.change(alice, one, "parent", id(two)));
    var second = Race.later(() -> crew.change(bruno, two, "parent", id(one)));
    assertThat(List.of(Race.ended(first).status(), Race.ended(second).status()))
        .containsExactlyInAnyOrder(200, 400);
  }

  private static JsonObject wait(JsonObject task, String kind) {
    return JsonObject.of("task", id(task), "kind", kind, "lag_days", 2);
  }

  @Test
  void tasks_are_found_by_what_they_are() {
    var site = crew.space("project", "Recherche");
    var blue = JsonObject.of("id", "blue", "name", "Bleu", "colour", 3);
    var labels = JsonObject.of("base", 0, "labels", JsonArray.of(blue));
    var board = alice.put(in(site) + "/board", labels).ok().json();
    assertThat(board.array("labels")).contains(JsonArray.of(blue));
    assertThat(board.array("columns").orElseThrow().size()).isEqualTo(4);
    var step = JsonObject.of("id", "a", "text", "Vérifier", "done", true);
    var wish =
        crew.wish(
            "title", "Déposer l’avis d’imposition",
            "labels", JsonArray.of("blue"),
            "due", "2026-11-25",
            "assignees", people(bruno),
            "checklist", JsonArray.of(step, step.with("id", "b").with("done", false)));
    alice.post(in(site) + "/tasks", wish).ok();
    alice.post(in(site) + "/tasks", crew.wish("title", "Autre chose")).ok();
    var label = crew.wish("title", "Faux", "labels", JsonArray.of("red"));
    assertThat(alice.post(in(site) + "/tasks", label).errcode()).isEqualTo("M_INVALID_PARAM");
    for (var query :
        List.of(
            "label=blue",
            "assignee=" + Client.segment(bruno.user()),
            "due_from=2026-11-25&due_to=2026-11-25",
            "text=IMPOS%20d%C3%A9po",
            "state=open&column=todo&text=avis")) {
      var found = Crew.objects(chloe.get(in(site) + "/tasks?" + query).ok().json(), "tasks");
      assertThat(found).as(query).hasSize(1);
      assertThat(found.getFirst().integer("steps")).hasValue(2);
      assertThat(found.getFirst().integer("steps_done")).hasValue(1);
    }
    for (var query : List.of("label=red", "state=done", "due_to=2026-11-24", "text=impositions")) {
      assertThat(Crew.objects(chloe.get(in(site) + "/tasks?" + query).ok().json(), "tasks"))
          .as(query)
          .isEmpty();
    }
    for (var wrong : List.of("assignee=x", "state=x", "due_to=x", "text=" + "x".repeat(201))) {
      assertThat(chloe.get(in(site) + "/tasks?" + wrong).errcode())
          .as(wrong)
          .isEqualTo("M_INVALID_PARAM");
    }
  }

  @Test
  void what_no_task_has_is_refused_by_name() {
    var made = crew.make(alice, "title", "Juste", "start", "2026-01-01").ok().json();
    refused(made, "M_INVALID_PARAM", "title", "");
    refused(made, "M_INVALID_PARAM", "title", "a\u0007b");
    refused(made, "M_INVALID_PARAM", "title", "a\u202Eb");
    refused(made, "M_INVALID_PARAM", "title", "x".repeat(201));
    refused(made, "M_BAD_JSON", "title", JsonNull.NULL);
    refused(made, "M_INVALID_PARAM", "description", "x".repeat(20_001));
    refused(made, "M_INVALID_PARAM", "due", "9999-01-01");
    refused(made, "M_INVALID_PARAM", "due", "1969-12-31");
    refused(made, "M_INVALID_PARAM", "due", "2026-02-30");
    refused(made, "M_INVALID_PARAM", "due", "2025-12-31");
    refused(made, "M_INVALID_PARAM", "priority", "highest");
    refused(made, "M_INVALID_PARAM", "spent_minutes", -1);
    refused(made, "M_BAD_JSON", "spent_minutes", "1");
    refused(made, "M_INVALID_PARAM", "assignees", people(outsider));
    refused(made, "M_INVALID_PARAM", "assignees", people(eve));
    refused(made, "M_INVALID_PARAM", "assignees", JsonArray.of("nobody"));
    refused(made, "M_BAD_JSON", "assignees", JsonArray.of(1));
    refused(made, "M_INVALID_PARAM", "place", JsonObject.of("column", "todo", "rank", "a0"));
    var farOut = JsonObject.of("column", "todo", "rank", "z".repeat(200));
    refused(made, "M_INVALID_PARAM", "place", farOut);
    assertThat(crew.make(alice, "title", "Loin", "place", farOut).errcode())
        .isEqualTo("M_INVALID_PARAM");
    refused(made, "M_BAD_JSON", "archived", "yes");
    refused(made, "M_INVALID_PARAM", "state", "validated");
    var step = JsonObject.of("id", "a", "text", "Vérifier", "done", false);
    refused(made, "M_INVALID_PARAM", "checklist", JsonArray.of(step, step));
    var steps = IntStream.range(0, 201).mapToObj(i -> step.with("id", "s" + i)).toArray();
    refused(made, "M_INVALID_PARAM", "checklist", JsonArray.of(steps));
    assertThat(crew.change(alice, made.with("version", 9), "title", "Futur").errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(crew.read(made)).isEqualTo(made);
    assertThat(crew.make(alice, "due", "2026-01-01").errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(
            crew.change(alice, made, "checklist", JsonArray.of(step))
                .ok()
                .json()
                .array("checklist"))
        .contains(JsonArray.of(step));
  }

  @Test
  void what_one_does_not_see_keeps_nothing_of_a_room_from_who_looks() {
    var people = JsonArray.of(crew.dan.user());
    var shown = crew.make(alice, "title", "À Dan", "assignees", people).ok().json();
    var hidden = crew.make(alice, "title", "À Alice").ok().json();
    world
        .db()
        .write(
            tx -> {
              tie(tx, id(shown), 0);
              IntStream.rangeClosed(1, Links.TRACES_MAX + 1).forEach(i -> tie(tx, id(hidden), i));
              return true;
            });
    var traces = "/api/v1/rooms/" + Client.segment(crew.space) + "/tasks";
    assertThat(crew.dan.get(traces).ok().text()).contains("À Dan").doesNotContain("À Alice");
    assertThat(alice.get(traces).ok().json().array("tasks").orElseThrow().size())
        .isEqualTo(Links.TRACES_MAX);
  }

  private static void tie(Tx tx, String task, int n) {
    var key = new TaskStore().find(tx, task).orElseThrow().key();
    var target = JsonObject.of("room", crew.space, "event", "$" + n);
    var link = new Link<>(task + n, LinkKind.MESSAGE, target, Way.FROM);
    new LinkStore<>("task", LinkKind.class)
        .add(tx, 1_000_000_000L + n, key.nid(), link, alice.user(), 1);
  }

  private static void refused(JsonObject task, String errcode, String field, Object value) {
    assertThat(crew.change(alice, task, field, JsonValue.of(value)).errcode())
        .as(field + " " + value)
        .isEqualTo(errcode);
  }
}
