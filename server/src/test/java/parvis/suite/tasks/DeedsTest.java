package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What became of tasks and boards besides the fields of tasks, who did it, and the way back.
class DeedsTest {
  private static final String FILL =
      """
      insert into task_deed (nid, task, kind, what, "by", at_ms)
      select -n, (select nid from task where id = ?), 'UNSAID', '{"id":"x","by":"y"}', 'z', n
        from generate_series(1, ?) as n""";

  private static final String FILL_GONE =
      """
      insert into task_comment (nid, id, task, "by", at_ms, content, mentions, gone_by, gone_ms)
      select nextval('nid'), 'gone' || n, nid, made_by, n, '', '{}', made_by, 1 + made_ms
        from task, generate_series(1, ?) as n where id = ?""";

  /// The comment that was said first becomes the one that was taken back first.
  private static final String LATER =
      """
      update task_comment set gone_ms = 0
       where content = 'Vu' and task = (select nid from task where id = ?)""";

  private static final String OLD_REQUEST =
      "insert into task_request (scope, request, task, at_ms) values (-1, 'old', 'old', 0)";

  private static final String HELD_REQUEST = "select from task_request where scope = -1";

  private static final String COUNT =
      "select count(*) as n from task_deed where task = (select nid from task where id = ?)";

  @AutoClose private static final World world = World.start();
  private static final Crew crew = new Crew(world);

  private static String of(JsonObject task, String what) {
    return Crew.TASKS + Crew.id(task) + "/" + what;
  }

  private static List<JsonObject> deeds(Client who, JsonObject task) {
    return Crew.objects(who.get(of(task, "deeds")).ok().json(), "deeds");
  }

  private static List<String> did(Client who, JsonObject task) {
    return deeds(who, task).stream().map(deed -> deed.string("did").orElseThrow()).toList();
  }

  private static JsonObject say(Client who, JsonObject task, String text) {
    var wish = JsonObject.of("request_id", "say " + Crew.id(task), "text", text);
    return who.post(of(task, "comments"), wish).ok().json();
  }

  private static List<String> said(Client who, JsonObject task) {
    return Crew.objects(who.get(of(task, "comments")).ok().json(), "comments").stream()
        .map(one -> one.string("text").orElseThrow())
        .toList();
  }

  private static Answer back(Client who, JsonObject task, JsonObject comment) {
    return who.post(of(task, "comments/" + Crew.id(comment) + "/return"), JsonObject.EMPTY);
  }

  @Test
  void who_tied_and_untied_what_and_when_is_told_to_who_sees_the_other_end() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    var other = crew.make(crew.alice, "title", "Commander").ok().json();
    var link = JsonObject.of("kind", "task", "task", Crew.id(other));
    var tied = crew.bruno.post(of(task, "links"), link).ok().json();
    crew.bruno.post(of(task, "links"), link).ok();
    crew.alice.delete(of(task, "links/" + Crew.id(tied))).ok();
    crew.alice.delete(of(task, "links/" + Crew.id(tied))).ok();
    var deeds = deeds(crew.chloe, task);
    assertThat(deeds)
        .extracting(one -> one.string("did").orElseThrow())
        .containsExactly("untied", "tied");
    assertThat(deeds)
        .extracting(one -> one.string("by").orElseThrow())
        .containsExactly(crew.alice.user(), crew.bruno.user());
    assertThat(deeds)
        .allSatisfy(
            one -> {
              assertThat(one.integer("at").orElseThrow()).isPositive();
              assertThat(one.object("link").orElseThrow().string("title")).contains("Commander");
            });
    assertThat(did(crew.bruno, task)).hasSize(2);
    crew.change(crew.alice, task, "assignees", Crew.people(crew.dan)).ok();
    assertThat(did(crew.dan, task)).isEmpty();
    assertThat(crew.outsider.get(of(task, "deeds")).status()).isEqualTo(404);
    assertThat(crew.eve.get(of(task, "deeds")).status()).isEqualTo(404);
  }

  @Test
  void what_was_said_and_taken_back_is_brought_back_by_who_took_it_back() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    var comment = say(crew.bruno, task, "Vu");
    crew.bruno.delete(of(task, "comments/" + Crew.id(comment))).ok();
    assertThat(said(crew.alice, task)).isEmpty();
    assertThat(crew.read(task).integer("comments")).hasValue(0);
    assertThat(deeds(crew.chloe, task).getFirst().object("comment").orElseThrow())
        .isEqualTo(JsonObject.of("id", Crew.id(comment), "by", crew.bruno.user(), "kept", true));
    assertThat(back(crew.chloe, task, comment).status()).isEqualTo(403);
    assertThat(back(crew.outsider, task, comment).status()).isEqualTo(404);
    assertThat(said(crew.alice, task)).isEmpty();
    assertThat(back(crew.bruno, task, comment).ok().json()).isEqualTo(comment);
    assertThat(back(crew.bruno, task, comment).ok().json()).isEqualTo(comment);
    assertThat(said(crew.alice, task)).containsExactly("Vu");
    assertThat(crew.read(task).integer("comments")).hasValue(1);
    assertThat(did(crew.alice, task)).containsExactly("resaid", "unsaid");
  }

  @Test
  void what_an_animator_took_back_is_theirs_to_bring_back_and_no_writers() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    var comment = say(crew.bruno, task, "Vu");
    crew.alice.delete(of(task, "comments/" + Crew.id(comment))).ok();
    assertThat(back(crew.bruno, task, comment).status()).isEqualTo(403);
    assertThat(said(crew.bruno, task)).isEmpty();
    back(crew.alice, task, comment).ok();
    assertThat(said(crew.bruno, task)).containsExactly("Vu");
  }

  @Test
  void of_what_was_taken_back_the_latest_are_kept() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    var comment = say(crew.bruno, task, "Vu");
    crew.bruno.delete(of(task, "comments/" + Crew.id(comment))).ok();
    world.db().write(tx -> tx.run(FILL_GONE, CommentStore.GONE_MAX - 1, Crew.id(task)));
    assertThat(kept(crew.bruno, task)).contains(true);
    back(crew.bruno, task, comment).ok();
    crew.bruno.delete(of(task, "comments/" + Crew.id(comment))).ok();
    assertThat(kept(crew.bruno, task)).contains(true);
    world.db().write(tx -> tx.run(LATER, Crew.id(task)));
    var other = JsonObject.of("request_id", "other", "text", "Vu aussi");
    var said = crew.bruno.post(of(task, "comments"), other).ok().json();
    crew.bruno.delete(of(task, "comments/" + Crew.id(said))).ok();
    assertThat(kept(crew.bruno, task)).contains(true);
    assertThat(back(crew.bruno, task, comment).status()).isEqualTo(404);
  }

  @Test
  void what_was_taken_back_a_week_ago_is_forgotten() {
    var clock = new TestClock();
    try (var other = World.start(Map.of(), clock)) {
      var team = new Crew(other);
      var task = team.make(team.bruno, "title", "Poser").ok().json();
      var comment = say(team.bruno, task, "Vu");
      team.bruno.delete(of(task, "comments/" + Crew.id(comment))).ok();
      clock.advance(Comments.KEPT.minusMinutes(1));
      awaitForgetting(other);
      var bruno = other.back(team.bruno);
      assertThat(kept(bruno, task)).contains(true);
      clock.advance(Duration.ofMinutes(2));
      awaitForgetting(other);
      bruno = other.back(bruno);
      assertThat(kept(bruno, task)).contains(false);
      assertThat(back(bruno, task, comment).status()).isEqualTo(404);
    }
  }

  /// A server forgets when it starts, and then now and then: what devices asked for in the same
  /// transaction.
  private static void awaitForgetting(World other) {
    other.db().write(tx -> tx.run(OLD_REQUEST));
    other.restart();
    Race.until(() -> other.db().read(tx -> tx.first(_ -> true, HELD_REQUEST)).isEmpty());
  }

  private static Optional<Boolean> kept(Client who, JsonObject task) {
    return deeds(who, task).getFirst().object("comment").orElseThrow().bool("kept");
  }

  @Test
  void deeds_go_on_where_a_page_ended_and_the_latest_of_a_task_are_kept() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    int many = DeedStore.OF_TASK_MAX + 5;
    world.db().write(tx -> tx.run(FILL, Crew.id(task), many));
    var page = crew.bruno.get(of(task, "deeds")).ok();
    assertThat(Crew.objects(page.json(), "deeds")).hasSize(Deeds.PAGE);
    var next = crew.bruno.get(of(task, "deeds?from=" + page.string("next"))).ok().json();
    assertThat(Crew.objects(next, "deeds").getFirst().integer("at")).hasValue(Deeds.PAGE + 1);
    assertThat(crew.bruno.get(of(task, "deeds?from=x")).status()).isEqualTo(400);
    crew.bruno.delete(of(task, "comments/" + Crew.id(say(crew.bruno, task, "Vu")))).ok();
    var kept =
        world.db().read(tx -> tx.first(row -> row.number("n"), COUNT, Crew.id(task)).orElseThrow());
    assertThat(kept).isEqualTo(DeedStore.OF_TASK_MAX);
  }

  @Test
  void who_arranged_a_board_how_and_when_is_told_and_brought_back() {
    var board = Crew.in(crew.space("project", "Commission")) + "/board";
    var first = crew.alice.get(board).ok().json();
    var label = JsonObject.of("id", "urgent", "name", "Urgent", "colour", 3);
    var labels = JsonArray.of(label);
    crew.alice.put(board, JsonObject.of("base", 0, "labels", labels)).ok();
    var limited = first.array("columns").orElseThrow().objects().getFirst().with("limit", 3);
    var columns = JsonArray.of(limited);
    crew.alice.put(board, JsonObject.of("base", 1, "columns", columns, "labels", labels)).ok();
    var past = crew.bruno.get(board + "/history").ok().json();
    assertThat(past.get("next")).isNull();
    var changes = Crew.objects(past, "changes");
    assertThat(changes)
        .extracting(one -> one.string("field").orElseThrow())
        .containsExactly("columns", "labels");
    assertThat(changes).allSatisfy(one -> assertThat(one.string("by")).contains(crew.alice.user()));
    assertThat(changes.getFirst().get("to")).isEqualTo(columns);
    assertThat(changes.getLast().get("from")).isEqualTo(JsonArray.EMPTY);
    var was = changes.getFirst().get("from");
    var back = crew.alice.put(board, JsonObject.of("base", 2, "columns", was)).ok().json();
    assertThat(back.get("columns")).isEqualTo(first.get("columns"));
    var from = crew.alice.get(board + "/history?from=1").ok().json();
    assertThat(Crew.objects(from, "changes")).hasSize(1);
    assertThat(crew.outsider.get(board + "/history").status()).isEqualTo(403);
  }

  @Test
  void of_a_board_the_latest_changes_are_kept_and_told_page_by_page() {
    var site = crew.space("project", "Conseil");
    var board = Crew.in(site) + "/board";
    for (int n = 0; n <= HistoryStore.PAGE_VERSIONS; n++) {
      var label = JsonObject.of("id", "l", "name", "L " + n, "colour", 1);
      crew.alice.put(board, JsonObject.of("base", n, "labels", JsonArray.of(label))).ok();
    }
    var page = crew.alice.get(board + "/history").ok().json();
    assertThat(Crew.objects(page, "changes")).hasSize(HistoryStore.PAGE_VERSIONS);
    assertThat(page.integer("next")).hasValue(1);
    var last = crew.alice.get(board + "/history?from=1").ok().json();
    assertThat(Crew.objects(last, "changes")).hasSize(1);
    assertThat(last.get("next")).isNull();
    var forward = "update task_board set version = ? where version = ?";
    int behind = HistoryStore.PAGE_VERSIONS + 1;
    int ahead = BoardStore.VERSIONS_MAX + 10;
    world.db().write(tx -> tx.run(forward, ahead, behind));
    crew.alice.put(board, JsonObject.of("base", ahead, "labels", JsonArray.EMPTY)).ok();
    var kept = crew.alice.get(board + "/history?from=" + behind).ok().json();
    assertThat(Crew.objects(kept, "changes"))
        .hasSize(behind - 11)
        .allSatisfy(one -> assertThat(one.integer("version").orElseThrow()).isGreaterThan(11));
  }
}
