package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// What is to be done in a space stands on its board, and everybody finds there what is theirs to
/// see.
class TasksTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String TASKS = "/api/v1/tasks/";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");
  static final Client dan = world.register("dan");
  static final Client eve = world.register("eve");
  static final Client outsider = world.register("outsider");
  private static String space = "";
  private static int asked;

  /// Alice animates, Bruno contributes, Chloé reads, Dan does his own, and Eve has no tasks.
  @BeforeAll
  static void settle() {
    space = space("project", "Halle");
    alice.put(member(chloe), JsonObject.of("role", "reader")).ok();
    apart(dan, "own").ok();
    apart(eve, "none").ok();
  }

  private static String space(String model, String name) {
    var wish =
        JsonObject.of(
            "model",
            model,
            "name",
            name,
            "visibility",
            "public",
            "joining",
            "free",
            "request_id",
            "space " + asked++);
    var made = alice.post(SPACES, wish).ok().string("space_id");
    for (var one : List.of(bruno, chloe, dan, eve)) {
      one.post(SPACES + "/" + Client.segment(made) + "/join", JsonObject.EMPTY).ok();
    }
    return made;
  }

  private static String here() {
    return in(space);
  }

  private static String in(String one) {
    return SPACES + "/" + Client.segment(one);
  }

  private static String member(Client who) {
    return here() + "/members/" + Client.segment(who.user());
  }

  private static Answer apart(Client who, String tasks) {
    return alice.put(member(who), JsonObject.of("apps", JsonObject.of("tasks", tasks)));
  }

  private static Answer make(Client who, Object... set) {
    var wish = JsonObject.of("request_id", "r" + asked++, "set", JsonObject.of(set));
    return who.post(here() + "/tasks", wish);
  }

  private static Answer change(Client who, JsonObject task, Object... set) {
    return who.send(
        "PATCH",
        TASKS + id(task),
        "application/json",
        JsonWriter.write(edit(task, "r" + asked++, set)));
  }

  private static JsonObject edit(JsonObject task, String request, Object... set) {
    return JsonObject.of("request_id", request, "base", version(task), "set", JsonObject.of(set));
  }

  private static String id(JsonObject task) {
    return task.string("id").orElseThrow();
  }

  private static long version(JsonObject task) {
    return task.integer("version").orElseThrow();
  }

  private static JsonObject read(JsonObject task) {
    return alice.get(TASKS + id(task)).ok().json();
  }

  private static JsonObject into(String column) {
    return JsonObject.of("column", column);
  }

  private static List<String> titles(Client who, String query) {
    return who
        .get(here() + "/tasks?" + query)
        .ok()
        .json()
        .array("tasks")
        .orElseThrow()
        .objects()
        .stream()
        .map(card -> card.string("title").orElseThrow())
        .toList();
  }

  private static JsonArray people(Client... who) {
    return JsonArray.of(Stream.of(who).map(Client::user).toArray());
  }

  @Test
  void a_task_is_made_is_moved_and_its_history_can_be_taken_back() {
    var made =
        make(bruno, "title", " Rédiger la lettre ", "due", "2026-11-27", "assignees", people(dan))
            .ok()
            .json();
    assertThat(made.string("title")).contains("Rédiger la lettre");
    assertThat(made.string("column")).contains("todo");
    assertThat(made.string("state")).contains("open");
    assertThat(made.string("made_by")).contains(bruno.user());
    assertThat(made.array("watchers")).contains(JsonArray.EMPTY);
    assertThat(made.get("start")).isEqualTo(JsonNull.NULL);
    var moved = change(bruno, made, "place", into("doing"), "due", JsonNull.NULL).ok().json();
    assertThat(version(moved)).isEqualTo(2);
    assertThat(moved.string("column")).contains("doing");
    assertThat(moved.object("versions")).contains(JsonObject.of("place", 2, "due", 2));
    assertThat(change(bruno, moved, "title", "Rédiger la lettre").ok().json()).isEqualTo(moved);
    var history = alice.get(TASKS + id(made) + "/history").ok().json().array("changes");
    var changes = history.orElseThrow().objects();
    assertThat(changes)
        .extracting(one -> one.string("field").orElseThrow())
        .containsExactly("due", "place");
    assertThat(changes).allMatch(one -> one.string("by").equals(Optional.of(bruno.user())));
    var back = change(chloe, moved, "due", changes.getFirst().get("from"));
    assertThat(back.errcode()).isEqualTo("M_FORBIDDEN");
    var undone =
        change(
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
    var made = make(alice, "title", "Avant").ok().json();
    change(alice, made, "title", "Après").ok();
    var both = change(bruno, made, "description", "Long").ok().json();
    assertThat(both.string("title")).contains("Après");
    var late = change(bruno, made, "title", "Autre", "priority", "high");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(late.json().array("fields").orElseThrow().strings()).containsExactly("title");
    var now = late.json().object("task").orElseThrow();
    assertThat(now).isEqualTo(read(made)).isEqualTo(both);
    assertThat(change(bruno, now, "title", "Autre").ok().string("title")).isEqualTo("Autre");
    assertThat(change(alice, made, "title", "Autre").ok().json().integer("version")).hasValue(4);
  }

  @Test
  void what_is_asked_again_is_not_done_again() {
    var wish = JsonObject.of("request_id", "once", "set", JsonObject.of("title", "Une fois"));
    var made = bruno.post(here() + "/tasks", wish).ok().json();
    assertThat(bruno.post(here() + "/tasks", wish).ok().json()).isEqualTo(made);
    assertThat(id(alice.post(here() + "/tasks", wish).ok().json())).isNotEqualTo(id(made));
    var edit = JsonWriter.write(edit(made, "twice", "title", "Deux fois"));
    var path = TASKS + id(made);
    bruno.send("PATCH", path, "application/json", edit).ok();
    change(alice, read(made), "title", "Trois fois").ok();
    var again = bruno.send("PATCH", path, "application/json", edit).ok().json();
    assertThat(again.string("title")).contains("Trois fois");
    assertThat(version(again)).isEqualTo(3);
  }

  @Test
  void of_ten_who_write_one_value_at_once_one_succeeds() {
    var made = make(alice, "title", "Course").ok().json();
    var answers =
        IntStream.range(0, 10)
            .mapToObj(i -> Race.later(() -> change(bruno, made, "title", "Course " + i)))
            .toList()
            .stream()
            .map(Race::ended)
            .toList();
    assertThat(answers).filteredOn(one -> one.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(one -> one.status() == 409).hasSize(9);
    assertThat(version(read(made))).isEqualTo(2);
  }

  @Test
  void who_does_their_own_is_told_of_no_other() {
    var others = make(alice, "title", "Secret de Dan").ok().json();
    var own = make(dan, "title", "À Dan", "watchers", people(chloe)).ok().json();
    var given = make(alice, "title", "Pour Dan", "assignees", people(dan)).ok().json();
    assertThat(titles(dan, "limit=1000"))
        .contains("À Dan", "Pour Dan")
        .doesNotContain("Secret de Dan");
    for (var path : List.of("", "/history")) {
      assertThat(dan.get(TASKS + id(others) + path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(dan.get(TASKS + id(own) + path).status()).isEqualTo(200);
      assertThat(eve.get(TASKS + id(own) + path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(outsider.get(TASKS + id(own) + path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(chloe.get(TASKS + id(others) + path).status()).isEqualTo(200);
    }
    assertThat(change(dan, others, "title", "Non").errcode()).isEqualTo("M_NOT_FOUND");
    var gone = change(dan, given, "assignees", JsonArray.EMPTY).ok().json();
    assertThat(dan.get(TASKS + id(gone)).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(eve.get(here() + "/tasks").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(make(eve, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(outsider.get(here() + "/board").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(make(chloe, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(change(chloe, own, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void to_validate_is_a_right_of_its_own() {
    var made = make(bruno, "title", "À valider").ok().json();
    var done = change(bruno, made, "place", into("review")).ok().json();
    assertThat(done.string("state")).contains("done");
    assertThat(change(bruno, done, "place", into("done")).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(make(bruno, "title", "Déjà", "place", into("done")).errcode())
        .isEqualTo("M_FORBIDDEN");
    apart(bruno, "validate").ok();
    var validated = change(bruno, done, "place", into("done")).ok().json();
    assertThat(validated.string("state_by")).contains(bruno.user());
    alice.put(member(bruno), JsonObject.of("apps", JsonObject.EMPTY)).ok();
    assertThat(change(bruno, validated, "place", into("todo")).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(change(bruno, validated, "priority", "low").ok().string("state"))
        .isEqualTo("validated");
    assertThat(apart(bruno, "everything").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(apart(alice, "own").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void tasks_stand_where_they_are_put() {
    var one = make(alice, "title", "un", "place", into("doing")).ok().json();
    var two = make(alice, "title", "deux", "place", into("doing")).ok().json();
    var three = make(alice, "title", "trois", "place", into("doing")).ok().json();
    var mine = List.of("un", "deux", "trois");
    assertThat(order(mine)).containsExactly("un", "deux", "trois");
    var first = JsonObject.of("column", "doing", "after", JsonNull.NULL);
    change(alice, three, "place", first).ok();
    assertThat(order(mine)).containsExactly("trois", "un", "deux");
    var after = JsonObject.of("column", "doing", "after", id(one));
    var moved = change(alice, read(three), "place", after).ok().json();
    assertThat(order(mine)).containsExactly("un", "trois", "deux");
    assertThat(version(change(alice, moved, "place", after).ok().json())).isEqualTo(version(moved));
    change(alice, read(two), "place", into("todo")).ok();
    var gone = JsonObject.of("column", "doing", "after", id(two));
    change(alice, one, "place", gone).ok();
    assertThat(order(mine)).containsExactly("trois", "un");
    assertThat(change(alice, one, "place", into("nowhere")).status()).isEqualTo(409);
  }

  private static List<String> order(List<String> among) {
    return titles(chloe, "column=doing&limit=1000").stream().filter(among::contains).toList();
  }

  @Test
  void tasks_are_read_page_by_page() {
    for (int i = 0; i < 7; i++) {
      make(alice, "title", "page " + i, "place", into("review")).ok();
    }
    for (var query : List.of("column=review&", "")) {
      var found = new ArrayList<String>();
      var path = here() + "/tasks?" + query + "limit=3";
      for (var next = Optional.of(""); next.isPresent(); ) {
        var page =
            bruno.get(path + (next.get().isEmpty() ? "" : "&from=" + next.get())).ok().json();
        page.array("tasks").orElseThrow().objects().forEach(card -> found.add(id(card)));
        next = page.string("next");
      }
      assertThat(found).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(7);
      assertThat(found).hasSize(titles(bruno, query + "limit=1000").size());
    }
    for (var wrong : List.of("limit=0", "from=x", "column=%20", "archived=maybe")) {
      assertThat(bruno.get(here() + "/tasks?" + wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
  }

  @Test
  void what_is_archived_comes_back_or_goes_for_good() {
    var made = make(bruno, "title", "Vieux").ok().json();
    assertThat(alice.delete(TASKS + id(made)).status()).isEqualTo(409);
    var archived = change(bruno, made, "archived", true).ok().json();
    assertThat(titles(bruno, "limit=1000")).doesNotContain("Vieux");
    assertThat(titles(bruno, "archived=true")).contains("Vieux");
    assertThat(bruno.delete(TASKS + id(made)).errcode()).isEqualTo("M_FORBIDDEN");
    var back = change(bruno, archived, "archived", false).ok().json();
    change(alice, back, "archived", true).ok();
    alice.delete(TASKS + id(made)).ok();
    assertThat(change(bruno, back, "title", "Trop tard").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(alice.get(TASKS + id(made) + "/history").errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_board_is_arranged_and_no_task_loses_its_column() {
    var site = space("case", "Chantier");
    var usual = bruno.get(in(site) + "/board").ok().json();
    assertThat(usual.integer("version")).hasValue(0);
    var columns = usual.array("columns").orElseThrow().objects();
    assertThat(columns).hasSize(4);
    var wish = JsonObject.of("request_id", "one", "set", JsonObject.of("title", "Poser"));
    bruno.post(in(site) + "/tasks", wish).ok();
    var without = columns.subList(1, 4).toArray();
    assertThat(arrange(site, 0, without).status()).isEqualTo(409);
    assertThat(arrange(site, 0, columns.get(0), columns.get(3).with("limit", 5)).status())
        .isEqualTo(200);
    assertThat(bruno.get(in(site) + "/board").ok().json().integer("version")).hasValue(1);
    var late = arrange(site, 0, columns.toArray());
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(late.json().object("board").orElseThrow().integer("version")).hasValue(1);
    var closed = columns.get(0).with("state", "done");
    assertThat(arrange(site, 1, closed).status()).isEqualTo(409);
    for (var wrong :
        List.of(
            columns.get(0).with("state", "lost"),
            columns.get(0).with("name", " "),
            columns.get(0).with("id", "a b"),
            columns.get(0).with("limit", 0))) {
      assertThat(arrange(site, 1, wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(arrange(site, 1, columns.get(0), columns.get(0)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(arrange(site, 1).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static Answer arrange(String site, long base, Object... columns) {
    return alice.put(
        in(site) + "/board", JsonObject.of("base", base, "columns", JsonArray.of(columns)));
  }

  @Test
  void an_archived_space_and_one_without_tasks_take_none() {
    var site = space("project", "Fini");
    var wish = JsonObject.of("request_id", "one", "set", JsonObject.of("title", "Poser"));
    var made = alice.post(in(site) + "/tasks", wish).ok().json();
    alice.put(in(site), JsonObject.of("archived", true)).ok();
    assertThat(alice.get(in(site) + "/tasks").status()).isEqualTo(200);
    assertThat(alice.post(in(site) + "/tasks", wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(change(alice, made, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(arrange(site, 0, into("todo")).errcode()).isEqualTo("M_FORBIDDEN");
    var feed = space("community", "Sans tâches");
    assertThat(alice.get(in(feed) + "/tasks").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(alice.get(in(feed)).ok().json().array("rights").orElseThrow().strings())
        .doesNotContain("see_tasks");
  }

  @Test
  void what_no_task_has_is_refused_by_name() {
    var made = make(alice, "title", "Juste", "start", "2026-01-01").ok().json();
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
    refused(made, "M_BAD_JSON", "archived", "yes");
    refused(made, "M_INVALID_PARAM", "state", "validated");
    var step = JsonObject.of("id", "a", "text", "Vérifier", "done", false);
    refused(made, "M_INVALID_PARAM", "checklist", JsonArray.of(step, step));
    var steps = IntStream.range(0, 201).mapToObj(i -> step.with("id", "s" + i)).toArray();
    refused(made, "M_INVALID_PARAM", "checklist", JsonArray.of(steps));
    assertThat(change(alice, made.with("version", 9), "title", "Futur").errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(read(made)).isEqualTo(made);
    assertThat(make(alice, "due", "2026-01-01").errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(change(alice, made, "checklist", JsonArray.of(step)).ok().json().array("checklist"))
        .contains(JsonArray.of(step));
  }

  private static void refused(JsonObject task, String errcode, String field, Object value) {
    assertThat(change(alice, task, field, JsonValue.of(value)).errcode())
        .as(field + " " + value)
        .isEqualTo(errcode);
  }
}
