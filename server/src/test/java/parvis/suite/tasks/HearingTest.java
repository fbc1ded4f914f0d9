package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Who hears a board has what a newcomer reads, once, and hears no more than is theirs to see.
class HearingTest {
  private static final int ROUNDS = 12;
  private static final int OFTEN = 20;

  private static final int LOOKS = 3;

  private static final String ROWS = "select count(*) as n from log where kind = 9 and key = ?";

  private static final String NOTED = "select count(*) as n from task_untold where key = ?";

  private static final String LEFT =
      "select count(*) as n from task where id = ? and again_on = ''";

  /// More changes of the one board than one answer takes.
  private static final String MANY =
      """
      insert into syncable (kind, "user", room, key, pos, value)
      select 9, 0, (select space from task_board order by space limit 1), 'k' || n, n, '[]'
        from generate_series(1, 501) n""";

  @AutoClose static final World world = World.start();
  static final Crew crew = new Crew(world);

  private static String now(Client who) {
    return who.get(crew.here() + "/tasks?limit=1").ok().string("since");
  }

  private static Hearing hearing(Client who, String since) {
    return new Hearing(who, crew.here(), since);
  }

  private static Map<String, JsonObject> board(Client who) {
    var board = new TreeMap<String, JsonObject>();
    crew.cards(who, "limit=1000").forEach(card -> board.put(id(card), card));
    return board;
  }

  /// What a board becomes by what was told of it.
  private static Map<String, JsonObject> after(
      Map<String, JsonObject> before, List<JsonObject> told) {
    var board = new TreeMap<>(before);
    for (var news : told) {
      news.array("gone").orElseThrow().strings().forEach(board::remove);
      Crew.objects(news, "tasks").forEach(card -> board.put(id(card), card));
    }
    board.values().removeIf(card -> card.bool("archived").orElseThrow());
    return board;
  }

  @Test
  void whoever_hears_a_board_has_what_a_newcomer_reads_though_they_leave_and_come_back() {
    for (var who : new Client[] {crew.bruno, crew.dan}) {
      var before = board(who);
      var since = now(who);
      var told = new ArrayList<JsonObject>();
      for (int round = 0; round < ROUNDS; round++) {
        var hearing = hearing(who, since);
        try (hearing) {
          var made = crew.make(crew.alice, "title", "Tour " + round).ok().json();
          var given = crew.change(crew.alice, made, "assignees", people(crew.dan)).ok().json();
          if (round % 3 == 0) {
            crew.change(crew.alice, given, "assignees", JsonArray.EMPTY).ok();
          }
          if (round % 2 == 0) {
            // They hear all of it, or leave in the middle.
            Race.until(
                () -> {
                  var all = new ArrayList<>(told);
                  all.addAll(hearing.told());
                  return after(before, all).equals(board(who));
                });
          }
        }
        hearing.awaitEnd();
        since = hearing.position();
        told.addAll(hearing.told());
      }
      var last = since;
      try (var hearing = hearing(who, last)) {
        Race.until(
            () -> {
              var all = new ArrayList<>(told);
              all.addAll(hearing.told());
              return after(before, all).equals(board(who));
            });
        told.addAll(hearing.told());
      }
      if (who.equals(crew.bruno)) {
        assertThat(versions(told)).allMatch(ascending -> ascending);
      }
    }
  }

  /// Whether no card that was told is an earlier one than what was told of it before. One that
  /// changed between two readings may be told twice in the same form: at the first, and as itself.
  private static List<Boolean> versions(List<JsonObject> told) {
    var last = new HashMap<String, Long>();
    return told.stream()
        .flatMap(news -> Crew.objects(news, "tasks").stream())
        .map(
            card -> {
              var before = last.put(id(card), Crew.version(card));
              return before == null || before <= Crew.version(card);
            })
        .toList();
  }

  @Test
  void a_change_comes_to_all_who_hear_as_far_as_they_see() {
    var since = now(crew.bruno);
    try (var bruno = hearing(crew.bruno, since);
        var chloe = hearing(crew.chloe, since);
        var dan = hearing(crew.dan, since)) {
      var made = crew.make(crew.alice, "title", "Pour tous").ok().json();
      for (var hearing : new Hearing[] {bruno, chloe}) {
        assertThat(Crew.objects(hearing.first(), "tasks")).extracting(Crew::id).contains(id(made));
      }
      var given = crew.change(crew.alice, made, "assignees", people(crew.dan)).ok().json();
      var first = Crew.objects(dan.first(), "tasks");
      assertThat(first).extracting(Crew::version).containsExactly(Crew.version(given));
      crew.change(crew.alice, given, "assignees", JsonArray.EMPTY).ok();
      Race.until(() -> dan.told().size() == 2);
      assertThat(dan.told().getLast().array("gone")).contains(JsonArray.of(id(made)));
      assertThat(dan.told().getLast().string("since")).contains(dan.position());
    }
  }

  @Test
  void who_sees_nothing_of_a_change_hears_how_far_they_have_come() {
    var since = now(crew.dan);
    try (var bruno = hearing(crew.bruno, since);
        var dan = hearing(crew.dan, since)) {
      crew.make(crew.alice, "title", "Pas pour Dan").ok();
      var there = position(bruno.first().string("since").orElseThrow());
      Race.until(() -> position(dan.position()) >= there);
      assertThat(dan.told()).isEmpty();
    }
  }

  private static long position(String token) {
    return Long.parseLong(token.substring(token.indexOf('.') + 1));
  }

  @Test
  void what_changes_together_is_told_together_and_so_is_the_board() {
    var one = crew.make(crew.alice, "title", "Un").ok().json();
    var two = crew.make(crew.alice, "title", "Deux").ok().json();
    try (var bruno = hearing(crew.bruno, now(crew.bruno))) {
      var wish =
          JsonObject.of(
              "request_id", "both",
              "tasks", JsonArray.of(based(one), based(two)),
              "set", JsonObject.of("place", into("doing")));
      var body = JsonWriter.write(wish);
      crew.alice.send("PATCH", crew.here() + "/tasks", "application/json", body).ok();
      assertThat(Crew.objects(bruno.first(), "tasks"))
          .extracting(Crew::id)
          .containsExactlyInAnyOrder(id(one), id(two));
      var board = crew.bruno.get(crew.here() + "/board").ok().json();
      var columns = Crew.objects(board, "columns").toArray();
      var version = board.integer("version").orElseThrow();
      var arranged = crew.arrange(crew.space, version, columns).ok().json();
      Race.until(() -> bruno.told().getLast().object("board").isPresent());
      assertThat(bruno.told().getLast().object("board")).contains(arranged);
    }
  }

  private static JsonObject based(JsonObject task) {
    return JsonObject.of("id", id(task), "base", Crew.version(task));
  }

  @Test
  void what_changes_while_the_log_is_busy_is_answered_and_told_together_in_its_last_form()
      throws InterruptedException {
    var made = crew.make(crew.alice, "title", "Souvent").ok().json();
    try (var bruno = hearing(crew.bruno, now(crew.bruno))) {
      var before = rows(made);
      var busy = new CountDownLatch(1);
      var over = new CountDownLatch(1);
      var log = Race.later(() -> world.db().write(tx -> hold(tx, busy, over)));
      busy.await();
      var task = made;
      for (int i = 0; i < OFTEN; i++) {
        task = crew.change(crew.alice, task, "title", "Souvent " + i).ok().json();
      }
      assertThat(bruno.told()).isEmpty();
      over.countDown();
      Race.ended(log);
      var last = Crew.version(task);
      Race.until(() -> versionsOf(bruno.told(), id(made)).contains(last));
      assertThat(versions(bruno.told())).allMatch(ascending -> ascending);
      // What the log took at first, what waited meanwhile, and what may have come after that.
      assertThat(rows(made) - before).isLessThanOrEqualTo(3);
    }
  }

  private static boolean hold(Tx tx, CountDownLatch busy, CountDownLatch over) {
    tx.run("lock table syncable in exclusive mode");
    busy.countDown();
    try {
      over.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /// How often the log speaks of a task.
  private static long rows(JsonObject task) {
    return number(ROWS, id(task));
  }

  private static List<Long> versionsOf(List<JsonObject> told, String id) {
    return told.stream()
        .flatMap(news -> Crew.objects(news, "tasks").stream())
        .filter(card -> id(card).equals(id))
        .map(Crew::version)
        .toList();
  }

  @Test
  void what_waits_for_the_log_is_not_told_it_again_by_each_look() throws InterruptedException {
    var made = crew.make(crew.alice, "title", "Lente").ok().json();
    try (var bruno = hearing(crew.bruno, now(crew.bruno))) {
      var before = rows(made);
      var busy = new CountDownLatch(1);
      var over = new CountDownLatch(1);
      var log = Race.later(() -> world.db().write(tx -> hold(tx, busy, over)));
      busy.await();
      var task = crew.change(crew.alice, made, "title", "Lente encore").ok().json();
      world.db().write(tx -> tx.run("update task_untold set at_ms = 0"));
      for (int look = 0; look < LOOKS; look++) {
        awaitLook(task);
      }
      over.countDown();
      Race.ended(log);
      Race.until(() -> versionsOf(bruno.told(), id(made)).contains(Crew.version(task)));
      Race.until(() -> noted(task) == 0);
      assertThat(rows(made) - before).isEqualTo(1);
    }
  }

  /// Boards are looked at before tasks that come again: this one does not, and is put off.
  private static void awaitLook(JsonObject task) {
    world.db().write(tx -> tx.run("update task set again_on = '' where id = ?", id(task)));
    Race.until(() -> number(LEFT, id(task)) == 0);
  }

  private static long noted(JsonObject task) {
    return number(NOTED, id(task));
  }

  private static long number(String sql, String id) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, id)).orElseThrow();
  }

  @Test
  void what_was_changed_right_before_a_stop_is_told_after_it() {
    try (var other = World.start()) {
      var team = new Crew(other);
      var since = team.bruno.get(team.here() + "/tasks?limit=1").ok().string("since");
      var task = team.make(team.alice, "title", "Avant").ok().json();
      task = team.change(team.alice, task, "title", "Juste avant").ok().json();
      other.restart();
      var bruno = other.back(team.bruno);
      var path = team.here() + "/tasks/changes?timeout=0&since=" + since;
      assertThat(Crew.objects(bruno.get(path).ok().json(), "tasks"))
          .extracting(Crew::version)
          .containsExactly(Crew.version(task));
    }
  }

  @Test
  void who_loses_the_right_hears_no_more() {
    var finn = world.register("finn");
    finn.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    try (var hearing = hearing(finn, now(finn))) {
      crew.apart(finn, "none").ok();
      hearing.awaitEnd();
      crew.make(crew.alice, "title", "Pas pour Finn").ok();
      assertThat(hearing.told()).isEmpty();
    }
    crew.apart(finn, "all").ok();
    try (var hearing = hearing(finn, now(finn))) {
      crew.alice.delete(crew.member(finn)).ok();
      hearing.awaitEnd();
      assertThat(hearing.told()).isEmpty();
    }
    assertThat(finn.get(crew.here() + "/tasks/stream?since=0.0").status()).isIn(403, 404);
  }

  @Test
  void who_loses_the_session_hears_no_more() {
    var gala = world.register("gala");
    gala.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    var other = world.signIn("gala");
    try (var hearing = hearing(gala, now(gala));
        var stays = hearing(other, now(other))) {
      gala.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
      hearing.awaitEnd();
      var made = crew.make(crew.alice, "title", "Après").ok().json();
      assertThat(Crew.objects(stays.first(), "tasks")).extracting(Crew::id).contains(id(made));
      assertThat(hearing.told()).isEmpty();
    }
  }

  @Test
  void whose_account_is_shut_hears_no_more() {
    var hugo = world.register("hugo");
    hugo.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    try (var hearing = hearing(hugo, now(hugo))) {
      world.administrator("lise").put(lock(hugo), JsonObject.of("locked", true)).ok();
      hearing.awaitEnd();
      assertThat(hearing.told()).isEmpty();
    }
  }

  @Test
  void what_another_node_does_is_heard_here() {
    try (var beside = world.beside()) {
      var there = crew.alice.at(beside.stranger());
      var julie = world.register("julie");
      julie.post(crew.here() + "/join", JsonObject.EMPTY).ok();
      try (var hearing = hearing(julie, now(julie))) {
        var made = crew.make(there, "title", "D'à côté").ok().json();
        assertThat(Crew.objects(hearing.first(), "tasks"))
            .extracting(Crew::id)
            .containsExactly(id(made));
        julie.at(beside.stranger()).post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
        hearing.awaitEnd();
      }
    }
  }

  private static String lock(Client who) {
    return "/_matrix/client/v1/admin/lock/" + Client.segment(who.user());
  }

  @Test
  void who_was_away_for_too_long_reads_the_board_anew() {
    var since = now(crew.bruno);
    world.db().write(tx -> tx.run(MANY));
    try (var hearing = hearing(crew.bruno, since.replaceAll("\\..*", ".0"))) {
      assertThat(hearing.first().bool("reset")).contains(true);
    }
  }

  @Test
  void what_is_asked_wrongly_or_too_often_is_refused() {
    var stream = crew.here() + "/tasks/stream";
    assertThat(crew.bruno.get(stream).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(crew.bruno.get(stream + "?since=x").errcode()).isEqualTo("M_INVALID_PARAM");
    var since = now(crew.bruno);
    assertThat(crew.bruno.get(stream + "?timeout=-1&since=" + since).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(crew.eve.get(stream + "?since=" + since).errcode()).isEqualTo("M_FORBIDDEN");
    var made = crew.make(crew.alice, "title", "Déjà là").ok().json();
    var all = crew.bruno.get(stream + "?timeout=0&since=" + since).text();
    assertThat(all).startsWith(":\n\nid: ").contains(id(made)).endsWith("\n\n");
    var iris = world.register("iris");
    iris.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    var many = new ArrayList<Hearing>();
    for (int i = 0; i < 40; i++) {
      many.add(hearing(iris, since));
    }
    assertThat(iris.get(stream + "?since=" + since).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    many.removeFirst().close();
    Race.until(() -> iris.get(stream + "?timeout=0&since=" + since).status() == 200);
    many.forEach(Hearing::close);
  }
}
