package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What is kept of tasks is bounded, and what is kept of people goes with them.
class KeptTest {
  /// Twelve changes of a mebibyte each.
  private static final String LONG_HISTORY =
      """
      insert into task_change (task, version, field, "by", at_ms, was, became)
      select nid, n, 'description', made_by, n, '""', '"' || repeat('x', 1048576) || '"'
        from task, generate_series(2, 13) n where id = ?""";

  /// The same of the one board that was arranged once, after many that changed nothing.
  private static final String LONG_PAST =
      """
      insert into task_board_change (space, version, field, "by", at_ms, was, became)
      select space, 1 + ? + n, 'labels', '@a:b', n, '[]', '"' || repeat('x', 1048576) || '"'
        from task_board, generate_series(1, 12) n where version = 1""";

  private static final String AGED =
      "update task set version = 13, history_bytes = 12 * 1048576 where id = ?";

  private static final String OLD_BOARD =
      """
      insert into task (nid, id, space, number, version, versions, content, texts, "column", rank,
                        state, state_by, state_ms, assignees, own, archived, made_by, made_ms,
                        changed_ms)
      select nextval('nid'), 'old' || n, space, 100000 + n, 1, versions, content, texts, "column",
             rank || n, state, state_by, state_ms, assignees, own, true, made_by, made_ms, changed_ms
        from task, generate_series(1, 3000) n where id = ?""";

  private static final String PLAN =
      """
      explain select id from task
       where space = (select space from task where id = ?) and not archived and "column" = 'todo'
         and (rank, number) > ('', 0) order by rank, number limit 200""";

  private static final String MARK = "insert into log_mark (at, pos) values (?, ?)";

  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;

  private static void sql(String statement, Object... args) {
    world.db().write(tx -> tx.run(statement, args));
  }

  @Test
  void a_long_history_comes_in_short_pages_and_its_beginning_goes() {
    var made = crew.make(alice, "title", "Longue").ok().json();
    sql(LONG_HISTORY, id(made));
    sql(AGED, id(made));
    var versions = versions(made);
    assertThat(versions).hasSize(12).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    crew.change(alice, crew.read(made), "priority", "high").ok();
    assertThat(versions(made)).hasSizeBetween(3, 6).startsWith(14L, 13L);
    crew.change(alice, crew.read(made), "priority", "low").ok();
    assertThat(versions(made)).hasSizeBetween(4, 7).startsWith(15L, 14L);
  }

  /// Those that the history of a task tells, page by page, of which none is long.
  private static List<Long> versions(JsonObject task) {
    return told(TASKS + id(task));
  }

  private static List<Long> told(String path) {
    var versions = new ArrayList<Long>();
    for (long from = Long.MAX_VALUE; from > 0; ) {
      var answer = alice.get(path + "/history?from=" + from).ok();
      assertThat(answer.text().length()).isLessThan(3 * 1024 * 1024);
      Crew.objects(answer.json(), "changes")
          .forEach(change -> versions.add(change.integer("version").orElseThrow()));
      from = answer.json().integer("next").orElse(0);
    }
    return versions;
  }

  @Test
  void the_long_history_of_a_board_comes_in_short_pages_and_its_beginning_goes() {
    var board = in(crew.space("project", "Longue")) + "/board";
    var labels = JsonArray.of(JsonObject.of("id", "a", "name", "A", "colour", 1));
    alice.put(board, JsonObject.of("base", 0, "labels", labels)).ok();
    sql(LONG_PAST, HistoryStore.PAGE_VERSIONS);
    sql("update task_board set version = ? where version = 1", HistoryStore.PAGE_VERSIONS + 13);
    var versions = told(board);
    assertThat(versions).hasSize(13).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(versions).endsWith(1L);
    alice.put(board, JsonObject.of("base", HistoryStore.PAGE_VERSIONS + 13)).ok();
    assertThat(told(board)).hasSizeBetween(6, 8).doesNotContain(1L);
  }

  @Test
  void tasks_that_are_gone_leave_room_for_others() {
    var site = crew.space("project", "Pleine");
    var first = alice.post(in(site) + "/tasks", crew.wish("title", "Une")).ok().json();
    sql(
        "update task_board set held = ?, numbered = ? where space in (select space from task where id = ?)",
        Tasks.TASKS_MAX,
        Tasks.TASKS_MAX + 7,
        id(first));
    var second = alice.post(in(site) + "/tasks", crew.wish("title", "Deux"));
    assertThat(second.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    crew.change(alice, first, "archived", true).ok();
    alice.delete(TASKS + id(first)).ok();
    var third = alice.post(in(site) + "/tasks", crew.wish("title", "Trois")).ok().json();
    assertThat(third.integer("number")).hasValue(Tasks.TASKS_MAX + 8);
  }

  @Test
  void what_is_archived_does_not_slow_a_board() {
    var site = crew.space("project", "Archives");
    var wish = crew.wish("title", "Vive");
    var live = alice.post(in(site) + "/tasks", wish).ok().json();
    sql(OLD_BOARD, id(live));
    sql("analyze task");
    var plan = world.db().read(tx -> tx.list(row -> row.text("QUERY PLAN"), PLAN, id(live)));
    assertThat(String.join("\n", plan))
        .contains("task_in_column")
        .contains("(archived = false)")
        .doesNotContain("Filter", "Sort");
    var board = alice.get(in(site) + "/tasks?column=todo").ok().json();
    assertThat(Crew.objects(board, "tasks")).extracting(Crew::id).containsExactly(id(live));
    var archived = alice.get(in(site) + "/tasks?column=todo&archived=true&limit=1000").ok().json();
    assertThat(Crew.objects(archived, "tasks")).hasSize(1000);
  }

  @Test
  void of_who_deletes_and_who_edits_at_once_each_has_a_clear_answer() {
    for (int round = 0; round < 5; round++) {
      var made = crew.make(alice, "title", "Disputée", "archived", true).ok().json();
      var gone = Race.later(() -> alice.delete(TASKS + id(made)));
      var edit = Race.later(() -> crew.change(bruno, made, "title", "Gardée"));
      assertThat(Race.ended(gone).status()).isEqualTo(200);
      assertThat(Race.ended(edit).status()).isIn(200, 404);
      assertThat(alice.get(TASKS + id(made)).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(crew.change(bruno, made, "title", "Trop tard").errcode()).isEqualTo("M_NOT_FOUND");
    }
  }

  @Test
  void what_no_task_can_be_is_refused_and_said() {
    var made = crew.make(alice, "title", "Juste").ok().json();
    var after = JsonObject.of("column", "todo", "after", id(made));
    assertThat(crew.change(alice, made, "place", after).errcode()).isEqualTo("M_INVALID_PARAM");
    var step = JsonObject.of("id", "a", "text", "x");
    var steps = JsonArray.of(Collections.nCopies(100_000, step).toArray());
    assertThat(crew.change(alice, made, "checklist", steps).errcode()).isEqualTo("M_TOO_LARGE");
    for (var day : List.of("9999-12-31", "2201-01-01", "+12026-01-01", "2026-1-1")) {
      assertThat(crew.change(alice, made, "start", day).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    for (var name : List.of("a\u0000", "a\u0085b", "\u2066x", "\u200b")) {
      assertThat(crew.change(alice, made, "title", name).status()).as(name).isEqualTo(400);
    }
    var foreign = JsonObject.of("kind", "task", "task", "none");
    assertThat(alice.post(TASKS + id(made) + "/links", foreign).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(crew.read(made)).isEqualTo(made);
  }

  @Test
  void whose_own_it_was_is_forgotten_of_what_is_long_gone_and_who_was_away_so_long_begins_anew() {
    try (var other = World.start()) {
      var team = new Crew(other);
      var made = team.make(team.dan, "title", "Oubliée").ok().json();
      var since = team.dan.get(team.here() + "/tasks?limit=1").ok().string("since");
      var archived = team.change(team.dan, made, "archived", true).ok().json();
      team.alice.delete(TASKS + id(archived)).ok();
      var later = team.dan.get(team.here() + "/tasks?limit=1").ok().string("since");
      long month = System.currentTimeMillis() - Duration.ofDays(30).toMillis();
      long before = month - Duration.ofDays(2).toMillis();
      var db = other.db();
      db.write(tx -> tx.run(MARK, month - 1, position(later)));
      db.write(tx -> tx.run("update task_gone set at_ms = ? where id = ?", before, id(made)));
      other.restart();
      Race.until(
          () -> other.db().read(tx -> new NewsStore().gone(tx, List.of(id(made)))).isEmpty());
      var dan = other.back(team.dan);
      var changes = team.here() + "/tasks/changes?since=";
      assertThat(dan.get(changes + since).ok().json().bool("reset")).contains(true);
      assertThat(dan.get(changes + later).ok().json().bool("reset")).isEmpty();
    }
  }

  private static long position(String token) {
    return Long.parseLong(token.substring(token.indexOf('.') + 1));
  }

  @Test
  void what_was_set_apart_for_somebody_goes_with_them() {
    crew.apart(bruno, "validate").ok();
    alice.delete(crew.member(bruno)).ok();
    back(bruno);
    assertThat(apart(bruno)).doesNotContain("validate_tasks").contains("do_all_tasks");
    crew.apart(bruno, "validate").ok();
    leave(bruno);
    back(bruno);
    assertThat(apart(bruno)).doesNotContain("validate_tasks").contains("do_all_tasks");
  }

  @Test
  void nobody_sheds_what_was_taken_from_them_by_going_and_coming_back() {
    leave(crew.eve);
    back(crew.eve);
    assertThat(apart(crew.eve)).doesNotContain("see_tasks");
    alice.delete(crew.member(crew.eve)).ok();
    back(crew.eve);
    assertThat(apart(crew.eve)).contains("do_all_tasks");
  }

  private static void leave(Client who) {
    who.delete(crew.member(who)).ok();
  }

  private static void back(Client who) {
    who.post(crew.here() + "/join", JsonObject.EMPTY).ok();
  }

  private static List<String> apart(Client who) {
    return who.get(crew.here()).ok().json().array("rights").orElseThrow().strings();
  }
}
