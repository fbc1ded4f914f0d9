package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;
import static parvis.suite.tasks.Crew.version;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// A board asks of its tasks what it needs; they come again, and are changed by the dozen.
class BoardFieldsTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;

  private static JsonObject field(String id, String kind, Object... choices) {
    return JsonObject.of(
        "id", id, "name", "Le " + id, "kind", kind, "choices", JsonArray.of(choices));
  }

  private static JsonObject choice(String id) {
    return JsonObject.of("id", id, "name", "Choix " + id, "colour", 1);
  }

  @BeforeAll
  static void arrange() {
    arrange(
            0,
            field("note", "text"),
            field("prix", "number"),
            field("jour", "date"),
            field("lot", "choice", choice("nord"), choice("sud")),
            field("qui", "person"))
        .ok();
  }

  private static Answer arrange(long base, Object... fields) {
    var wish = JsonObject.of("base", base, "fields", JsonArray.of(fields));
    return alice.put(crew.here() + "/board", wish);
  }

  private static JsonObject custom(JsonObject task) {
    return task.object("custom").orElseThrow();
  }

  @Test
  void fields_of_a_board_are_set_one_by_one_and_found() {
    var all =
        JsonObject.of(
            "note", "Vu",
            "prix", new JsonDecimal("12.50"),
            "jour", "2026-11-27",
            "lot", "nord",
            "qui", bruno.user());
    var made = crew.make(alice, "title", "Lot", "custom", all).ok().json();
    assertThat(custom(made)).isEqualTo(all);
    var dear = crew.change(alice, made, "custom", JsonObject.of("prix", 13)).ok().json();
    var seen = crew.change(bruno, made, "custom", JsonObject.of("note", "Revu")).ok().json();
    assertThat(custom(seen)).isEqualTo(all.with("prix", 13).with("note", "Revu"));
    var late = crew.change(bruno, made, "custom", JsonObject.of("prix", 14));
    assertThat(late.json().array("fields").orElseThrow().strings()).containsExactly("custom.prix");
    var change = Crew.objects(alice.get(TASKS + id(made) + "/history").ok().json(), "changes");
    assertThat(change.getFirst().object("from")).contains(JsonObject.of("note", "Vu"));
    var back = crew.change(alice, seen, "custom", change.getLast().get("from")).ok().json();
    assertThat(custom(back)).isEqualTo(all.with("note", "Revu"));
    var none = JsonObject.of("note", JsonNull.NULL, "lot", "sud");
    assertThat(custom(crew.change(alice, back, "custom", none).ok().json()).has("note")).isFalse();
    assertThat(version(dear)).isEqualTo(2);
    assertThat(crew.titles(alice, "custom=lot%3Dsud")).containsExactly("Lot");
    assertThat(crew.titles(alice, "custom=lot%3Dnord")).isEmpty();
    assertThat(alice.get(crew.here() + "/tasks?custom=lot").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(lanes("custom.lot")).contains("todo sud 1");
  }

  @Test
  void what_a_field_does_not_take_is_refused_by_name() {
    var made = crew.make(alice, "title", "Juste").ok().json();
    for (var wrong :
        List.of(
            JsonObject.of("prix", "cher"),
            JsonObject.of("prix", new JsonDecimal("1e99")),
            JsonObject.of("jour", "9999-01-01"),
            JsonObject.of("lot", "est"),
            JsonObject.of("qui", crew.outsider.user()),
            JsonObject.of("qui", "personne"),
            JsonObject.of("note", "a\u202Eb"),
            JsonObject.of("note", "x".repeat(1_001)),
            JsonObject.of("note", JsonArray.EMPTY),
            JsonObject.of("autre", "x"))) {
      var refused = crew.change(alice, made, "custom", wrong);
      assertThat(refused.errcode()).as("%s", wrong).isEqualTo("M_INVALID_PARAM");
      assertThat(refused.text()).contains("custom");
    }
    assertThat(crew.change(alice, made, "custom", "x").errcode()).isEqualTo("M_BAD_JSON");
    assertThat(arrange(1, field("note", "number")).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(arrange(1, field("note", "moon")).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(arrange(1, field("lot", "choice")).errcode()).isEqualTo("M_INVALID_PARAM");
    var many = IntStream.range(0, 31).mapToObj(i -> field("f" + i, "text")).toArray();
    assertThat(arrange(1, many).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static JsonObject weekly(String when) {
    return JsonObject.of("rule", "FREQ=WEEKLY;BYDAY=MO", "when", when);
  }

  @Test
  void what_comes_again_does_so_once_when_it_is_done() {
    var step = JsonObject.of("id", "a", "text", "Vérifier", "done", true);
    var made =
        crew.make(
                bruno,
                "title",
                "Relever",
                "start",
                "2199-01-01",
                "due",
                "2199-01-02",
                "assignees",
                people(crew.dan),
                "checklist",
                JsonArray.of(step),
                "repeats",
                weekly("done"))
            .ok()
            .json();
    var done = crew.change(bruno, made, "place", into("review")).ok().json();
    var next = next("Relever", made);
    assertThat(next.string("due")).contains("2199-01-07");
    assertThat(next.string("start")).contains("2199-01-06");
    assertThat(next.string("column")).contains("todo");
    assertThat(next.array("assignees")).contains(people(crew.dan));
    assertThat(next.integer("steps_done")).hasValue(0);
    assertThat(next.string("made_by")).contains(bruno.user());
    var open = crew.change(bruno, done, "place", into("todo")).ok().json();
    crew.change(bruno, open, "place", into("review")).ok();
    assertThat(crew.titles(alice, "limit=1000").stream().filter("Relever"::equals)).hasSize(2);
  }

  @Test
  void what_is_not_done_after_all_takes_its_next_one_along_unless_somebody_has_touched_that() {
    var made = crew.make(bruno, "title", "Arroser", "due", "2199-01-02", "repeats", weekly("done"));
    var done = crew.change(bruno, made.ok().json(), "place", into("review")).ok().json();
    var next = next("Arroser", done);
    var since = alice.get(crew.here() + "/tasks?limit=1").ok().string("since");
    var open = crew.change(bruno, done, "place", into("todo")).ok().json();
    assertThat(alice.get(TASKS + id(next)).errcode()).isEqualTo("M_NOT_FOUND");
    var changes = alice.get(crew.here() + "/tasks/changes?since=" + since).ok().json();
    assertThat(changes.array("gone").orElseThrow().strings()).containsExactly(id(next));
    var again = crew.change(bruno, open, "place", into("review")).ok().json();
    var touched = next("Arroser", again);
    crew.change(alice, touched, "priority", "high").ok();
    var once = crew.change(bruno, again, "place", into("todo")).ok().json();
    assertThat(alice.get(TASKS + id(touched)).status()).isEqualTo(200);
    crew.change(bruno, once, "place", into("review")).ok();
    assertThat(crew.titles(alice, "limit=1000").stream().filter("Arroser"::equals)).hasSize(2);
  }

  @Test
  void what_comes_at_its_day_stays_though_its_last_one_is_not_done_after_all() {
    var today = LocalDate.now(ZoneOffset.UTC);
    var daily = JsonObject.of("rule", "FREQ=DAILY;COUNT=2", "when", "day");
    var made = crew.make(alice, "title", "Fermer", "due", today.toString(), "repeats", daily).ok();
    Race.until(
        () -> crew.titles(alice, "limit=1000").stream().filter("Fermer"::equals).count() == 2);
    var done = crew.change(alice, made.json(), "place", into("review")).ok().json();
    crew.change(alice, done, "place", into("todo")).ok();
    assertThat(crew.titles(alice, "limit=1000").stream().filter("Fermer"::equals)).hasSize(2);
  }

  private static JsonObject next(String title, JsonObject before) {
    return crew.cards(alice, "limit=1000").stream()
        .filter(card -> card.string("title").filter(title::equals).isPresent())
        .filter(card -> !id(card).equals(id(before)))
        .reduce((one, other) -> one)
        .orElseThrow();
  }

  @Test
  void what_comes_again_at_its_day_comes_though_nobody_did_it() {
    var today = LocalDate.now(ZoneOffset.UTC);
    var daily = JsonObject.of("rule", "FREQ=DAILY;COUNT=2", "when", "day");
    var made = crew.make(alice, "title", "Ouvrir", "due", today.toString(), "repeats", daily).ok();
    Race.until(
        () -> crew.titles(alice, "limit=1000").stream().filter("Ouvrir"::equals).count() == 2);
    var next = next("Ouvrir", made.json());
    assertThat(next.string("due")).contains(today.plusDays(1).toString());
    assertThat(next.object("repeats").flatMap(one -> one.string("rule")))
        .contains("FREQ=DAILY;COUNT=1");
  }

  @Test
  void a_rule_that_is_none_is_refused() {
    for (var rule :
        List.of("", "FREQ=HOURLY", "FREQ=NEVER", "x".repeat(201), "FREQ=DAILY;BYDAY=XX")) {
      var refused = crew.make(alice, "title", "Non", "repeats", JsonObject.of("rule", rule));
      assertThat(refused.errcode()).as(rule).isEqualTo("M_INVALID_PARAM");
    }
    var never = weekly("never");
    assertThat(crew.make(alice, "title", "Non", "repeats", never).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  private static Answer changeAll(Client who, String request, Object set, JsonObject... tasks) {
    var named =
        List.of(tasks).stream()
            .map(task -> JsonObject.of("id", id(task), "base", version(task)))
            .toArray();
    var wish = JsonObject.of("request_id", request, "tasks", JsonArray.of(named), "set", set);
    return patch(who, wish);
  }

  private static byte[] bytes(JsonObject wish) {
    return JsonWriter.write(wish);
  }

  @Test
  void many_tasks_are_changed_all_or_none() {
    var one = crew.make(alice, "title", "Un").ok().json();
    var two = crew.make(alice, "title", "Deux").ok().json();
    var set = JsonObject.of("priority", "urgent", "place", into("doing"));
    var changed = Crew.objects(changeAll(bruno, "many", set, one, two).ok().json(), "tasks");
    assertThat(changed).extracting(Crew::id).containsExactly(id(one), id(two));
    assertThat(changed).allMatch(card -> card.string("column").equals(Optional.of("doing")));
    assertThat(Crew.objects(alice.get(TASKS + id(two) + "/history").ok().json(), "changes"))
        .hasSize(2);
    assertThat(
            changeAll(bruno, "many", set, one, two)
                .ok()
                .json()
                .array("tasks")
                .orElseThrow()
                .objects())
        .isEqualTo(changed);
    crew.change(alice, crew.read(one), "priority", "low").ok();
    var low = JsonObject.of("priority", "high");
    var late = changeAll(bruno, "late", low, crew.read(two), changed.getFirst());
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(crew.read(two).string("priority")).contains("urgent");
    assertThat(changeAll(crew.dan, "dan", low, one).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(changeAll(crew.chloe, "chloe", low, one).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(changeAll(alice, "none", low).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(changeAll(alice, "twice", low, one, one).errcode()).isEqualTo("M_INVALID_PARAM");
    var done = JsonObject.of("place", into("done"));
    assertThat(changeAll(bruno, "done", done, crew.read(one)).errcode()).isEqualTo("M_FORBIDDEN");
    var many = IntStream.rangeClosed(0, Many.TASKS_MAX).mapToObj(i -> one.with("id", "t" + i));
    assertThat(changeAll(alice, "much", low, many.toArray(JsonObject[]::new)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    Crew.patch(alice, one, Crew.edit(crew.read(one), "named", "title", "Nommée")).ok();
    assertThat(changeAll(alice, "named", low, crew.read(one)).status()).isEqualTo(409);
    assertThat(crew.read(one).string("priority")).contains("low");
    var elsewhere = crew.space("project", "Ailleurs");
    var other = alice.post(in(elsewhere) + "/tasks", crew.wish("title", "Autre")).ok().json();
    assertThat(changeAll(alice, "other", low, other).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void of_many_tasks_those_are_changed_that_can_be_each_as_it_is_wished() {
    var one = crew.make(alice, "title", "Une").ok().json();
    var two = crew.make(bruno, "title", "Deuxième").ok().json();
    crew.change(alice, crew.read(one), "priority", "low").ok();
    var wish =
        JsonObject.of(
            "request_id",
            "each",
            "each",
            true,
            "tasks",
            JsonArray.of(
                JsonObject.of("id", id(one), "base", 1),
                JsonObject.of("id", id(two), "base", 1, "set", JsonObject.of("priority", "urgent")),
                JsonObject.of("id", "none", "base", 1)),
            "set",
            JsonObject.of("priority", "high", "due", "2026-12-01"));
    var done = patch(bruno, wish).ok().json();
    assertThat(Crew.objects(done, "tasks")).extracting(Crew::id).containsExactly(id(two));
    assertThat(crew.read(two).string("priority")).contains("urgent");
    assertThat(crew.read(two).string("due")).contains("2026-12-01");
    var left = Crew.objects(done, "refused");
    assertThat(left).extracting(Crew::id).containsExactly(id(one), "none");
    assertThat(left.getFirst().string("why")).contains("changed");
    assertThat(left.getFirst().array("fields")).contains(JsonArray.of("priority"));
    assertThat(left.getFirst().object("task")).contains(crew.read(one));
    assertThat(left.getLast().string("why")).contains("not_found");
    assertThat(crew.read(one).string("due")).isEmpty();
    assertThat(Crew.objects(patch(bruno, wish).ok().json(), "tasks")).hasSize(2);
    assertThat(crew.read(one).string("priority")).contains("low");
    assertThat(patch(bruno, wish.with("set", JsonObject.EMPTY).with("request_id", "x")).errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  private static Answer patch(Client who, JsonObject wish) {
    return who.send("PATCH", crew.here() + "/tasks", "application/json", bytes(wish));
  }

  private static List<String> lanes(String by) {
    var counts = alice.get(crew.here() + "/board/lanes?by=" + by).ok().json();
    return Crew.objects(counts, "counts").stream()
        .map(
            one ->
                one.string("column").orElseThrow()
                    + " "
                    + one.string("lane").orElseThrow()
                    + " "
                    + one.integer("tasks").orElseThrow())
        .toList();
  }

  @Test
  void a_board_tells_how_many_stand_in_each_lane() {
    var site = crew.space("project", "Couloirs");
    for (var assignees : List.of(people(bruno, crew.dan), people(bruno), JsonArray.EMPTY)) {
      alice.post(in(site) + "/tasks", crew.wish("title", "T", "assignees", assignees)).ok();
    }
    for (var by : List.of("column", "state", "priority", "parent", "assignee", "label")) {
      var counts =
          Crew.objects(alice.get(in(site) + "/board/lanes?by=" + by).ok().json(), "counts");
      long tasks = counts.stream().mapToLong(one -> one.integer("tasks").orElseThrow()).sum();
      assertThat(tasks).as(by).isEqualTo(by.equals("assignee") ? 4 : 3);
    }
    assertThat(alice.get(in(site) + "/board/lanes?by=moon").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(crew.eve.get(crew.here() + "/board/lanes").errcode()).isEqualTo("M_FORBIDDEN");
    var mine = crew.dan.get(crew.here() + "/board/lanes").ok().json();
    assertThat(mine.array("counts")).isPresent();
    for (var without : List.of("assignee", "label", "parent", "due")) {
      var found = alice.get(in(site) + "/tasks?without=" + without).ok().json();
      assertThat(Crew.objects(found, "tasks")).hasSize(without.equals("assignee") ? 1 : 3);
    }
    assertThat(alice.get(in(site) + "/tasks?without=x").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(Crew.objects(alice.get(in(site) + "/tasks?priority=none").ok().json(), "tasks"))
        .hasSize(3);
  }
}
