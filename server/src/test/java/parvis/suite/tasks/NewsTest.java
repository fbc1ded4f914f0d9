package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who follows a board sees what a newcomer sees, and no more than is theirs to see.
class NewsTest {
  private static final int WAITS_MS = 20_000;

  /// What is no task of anybody, and was left untold by a node that is gone.
  private static final String LEFT =
      """
      insert into task_untold (nid, space, key, at_ms)
      select nextval('nid'), space, ?, 0 from task_board order by space limit 1""";

  /// More changes of the one board than one answer takes.
  private static final String MANY =
      """
      insert into syncable (kind, "user", room, key, pos, value)
      select 9, 0, (select space from task_board order by space limit 1), 'k' || n, n, '[]'
        from generate_series(1, 501) n""";

  private static final Pattern NOTICE = Pattern.compile("\"kind\":\"(task_[a-z_]+)\"");

  @AutoClose static final World world = World.start();
  static final Crew crew = new Crew(world);

  private static String now(Client who) {
    return who.get(crew.here() + "/tasks?limit=1").ok().string("since");
  }

  private static String changes(String since, int timeout) {
    return crew.here() + "/tasks/changes?timeout=" + timeout + "&since=" + since;
  }

  private static JsonObject after(Client who, String since) {
    return who.get(changes(since, 0)).ok().json();
  }

  private static CompletableFuture<Answer> waiting(Client who, String since) {
    return who.later(changes(since, WAITS_MS));
  }

  @Test
  void whoever_follows_a_board_sees_what_a_newcomer_sees() {
    for (var who : new Client[] {crew.bruno, crew.dan}) {
      var random = new Random(7);
      var since = now(who);
      var board = board(who);
      for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 4; i++) {
          step(random);
        }
        var news = after(who, since);
        since = news.string("since").orElseThrow();
        news.array("gone").orElseThrow().strings().forEach(board::remove);
        for (var card : Crew.objects(news, "tasks")) {
          board.put(id(card), card);
        }
        board.values().removeIf(card -> card.bool("archived").orElseThrow());
        assertThat(board).isEqualTo(board(who));
      }
    }
  }

  private static Map<String, JsonObject> board(Client who) {
    var board = new TreeMap<String, JsonObject>();
    crew.cards(who, "limit=1000").forEach(card -> board.put(id(card), card));
    return board;
  }

  private static void step(Random random) {
    var tasks = crew.cards(crew.alice, "limit=1000");
    if (tasks.size() < 3) {
      crew.make(crew.alice, "title", "Tâche", "assignees", people(crew.dan)).ok();
      return;
    }
    var task = tasks.get(random.nextInt(tasks.size()));
    switch (random.nextInt(6)) {
      case 0 -> crew.make(crew.alice, "title", "Autre").ok();
      case 1 -> crew.change(crew.alice, task, "assignees", JsonArray.EMPTY).ok();
      case 2 -> crew.change(crew.alice, task, "assignees", people(crew.dan)).ok();
      case 3 -> {
        var archived = crew.change(crew.alice, task, "archived", true).ok().json();
        crew.alice.delete(Crew.TASKS + id(archived)).ok();
      }
      case 4 -> crew.change(crew.alice, task, "archived", true).ok();
      default -> crew.change(crew.alice, task, "place", into("doing")).ok();
    }
  }

  @Test
  void a_change_comes_to_all_who_wait() {
    var since = now(crew.bruno);
    var bruno = waiting(crew.bruno, since);
    var chloe = waiting(crew.chloe, since);
    var dan = waiting(crew.dan, since);
    var made = crew.make(crew.alice, "title", "Tout de suite").ok().json();
    for (var waits : new CompletableFuture<?>[] {bruno, chloe}) {
      var news = ((Answer) Race.ended(waits)).ok().json();
      assertThat(Crew.objects(news, "tasks")).hasSize(1);
      assertThat(news.string("since").orElseThrow()).isNotEqualTo(since);
      assertThat(id(Crew.objects(news, "tasks").getFirst())).isEqualTo(id(made));
    }
    assertThat(after(crew.dan, since).array("tasks")).contains(JsonArray.EMPTY);
    crew.change(crew.alice, made, "assignees", people(crew.dan)).ok();
    assertThat(Crew.objects(Race.ended(dan).ok().json(), "tasks")).hasSize(1);
    var given = now(crew.dan);
    crew.change(crew.alice, crew.read(made), "assignees", JsonArray.EMPTY).ok();
    assertThat(after(crew.dan, given).array("gone")).contains(JsonArray.of(id(made)));
  }

  @Test
  void an_arranged_board_comes_too() {
    var waits = waiting(crew.bruno, now(crew.bruno));
    var board = crew.bruno.get(crew.here() + "/board").ok().json();
    var columns = Crew.objects(board, "columns").toArray();
    var version = board.integer("version").orElseThrow();
    var arranged = crew.arrange(crew.space, version, columns).ok().json();
    assertThat(Race.ended(waits).ok().json().object("board")).contains(arranged);
  }

  @Test
  void who_loses_the_right_or_the_session_is_told_nothing_more() {
    var finn = world.register("finn");
    finn.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    var since = now(finn);
    var waits = waiting(finn, since);
    crew.apart(finn, "none").ok();
    crew.make(crew.alice, "title", "Pas pour Finn").ok();
    assertThat(Race.ended(waits).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(finn.get(changes(since, 0)).errcode()).isEqualTo("M_FORBIDDEN");
    crew.apart(finn, "all").ok();
    var again = waiting(finn, now(finn));
    finn.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(Race.ended(again).status()).isEqualTo(401);
  }

  @Test
  void what_was_left_untold_is_told() {
    var made = crew.make(crew.alice, "title", "Oubliée").ok().json();
    var waits = waiting(crew.bruno, now(crew.bruno));
    world.db().write(tx -> tx.run(LEFT, id(made)));
    assertThat(Crew.objects(Race.ended(waits).ok().json(), "tasks"))
        .extracting(Crew::id)
        .contains(id(made));
  }

  @Test
  void a_task_that_is_gone_is_gone_for_whose_it_was_whatever_is_told_later() {
    var since = now(crew.dan);
    var made = crew.make(crew.dan, "title", "Effacée").ok().json();
    var archived = crew.change(crew.alice, made, "archived", true).ok().json();
    crew.alice.delete(Crew.TASKS + id(archived)).ok();
    var later = now(crew.bruno);
    var waits = waiting(crew.bruno, later);
    world.db().write(tx -> tx.run(LEFT, id(made)));
    assertThat(Race.ended(waits).ok().json().array("gone")).contains(JsonArray.of(id(made)));
    assertThat(after(crew.dan, since).array("gone").orElseThrow().strings()).contains(id(made));
    assertThat(after(crew.dan, later).array("gone")).contains(JsonArray.of(id(made)));
  }

  @Test
  void who_has_lost_a_task_is_told_so_once_and_has_it_when_they_get_it_back() {
    var since = now(crew.dan);
    var given = crew.make(crew.alice, "title", "Prêtée", "assignees", people(crew.dan)).ok().json();
    var taken = crew.change(crew.alice, given, "assignees", JsonArray.EMPTY).ok().json();
    var news = after(crew.dan, since);
    assertThat(news.array("gone").orElseThrow().strings()).contains(id(given));
    var lost = news.string("since").orElseThrow();
    var renamed = crew.change(crew.alice, taken, "title", "Rendue").ok().json();
    assertThat(after(crew.dan, lost).array("gone")).contains(JsonArray.EMPTY);
    var back = crew.change(crew.alice, renamed, "assignees", people(crew.dan)).ok().json();
    var all = after(crew.dan, since);
    assertThat(Crew.objects(all, "tasks")).extracting(Crew::id).contains(id(given));
    assertThat(all.array("gone").orElseThrow().strings()).doesNotContain(id(given));
    crew.change(
            crew.alice,
            crew.change(crew.alice, back, "archived", true).ok().json(),
            "assignees",
            JsonArray.EMPTY)
        .ok();
    crew.alice.delete(Crew.TASKS + id(given)).ok();
    assertThat(after(crew.dan, since).array("gone").orElseThrow().strings()).contains(id(given));
  }

  @Test
  void a_board_of_which_too_much_changed_is_to_be_read_anew() {
    var since = now(crew.bruno);
    world.db().write(tx -> tx.run(MANY));
    var news = after(crew.bruno, since.replaceAll("\\..*", ".0"));
    assertThat(news.bool("reset")).contains(true);
    assertThat(crew.bruno.get(changes("x", 0)).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(crew.bruno.get(changes(since, -1)).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(crew.bruno.get(crew.here() + "/tasks/changes").errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  private static Answer say(Client who, JsonObject task, String text, Client... mentioned) {
    var wish =
        JsonObject.of("request_id", "say " + text, "text", text, "mentions", people(mentioned));
    return who.post(Crew.TASKS + id(task) + "/comments", wish);
  }

  @Test
  void what_is_said_of_a_task_stays_with_those_who_see_it() {
    var task = crew.make(crew.alice, "title", "Discrète").ok().json();
    var path = Crew.TASKS + id(task) + "/comments";
    var feed = crew.eve.get(crew.here()).ok().string("feed_room");
    var said = events(feed);
    var since = now(crew.bruno);
    var first = say(crew.alice, task, "Entre nous", crew.bruno).ok().json();
    assertThat(say(crew.alice, task, "Entre nous", crew.bruno).ok().json()).isEqualTo(first);
    assertThat(Crew.objects(after(crew.bruno, since), "tasks").getFirst().integer("comments"))
        .hasValue(1);
    assertThat(events(feed)).isNotEmpty().isEqualTo(said);
    assertThat(crew.eve.get(path).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(crew.dan.get(path).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(say(crew.dan, task, "Moi aussi").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(say(crew.chloe, task, "Moi aussi").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(say(crew.alice, task, "Dan ?", crew.dan).errcode()).isEqualTo("M_INVALID_PARAM");
    say(crew.bruno, task, "Bien").ok();
    var all = Crew.objects(crew.chloe.get(path).ok().json(), "comments");
    assertThat(all)
        .extracting(one -> one.string("text").orElseThrow())
        .containsExactly("Bien", "Entre nous");
    assertThat(crew.bruno.delete(path + "/" + id(first)).errcode()).isEqualTo("M_FORBIDDEN");
    var anew = path + "/" + id(all.getFirst());
    var words = JsonObject.of("text", "Très bien");
    assertThat(crew.alice.put(anew, words).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(crew.dan.put(anew, words).errcode()).isEqualTo("M_NOT_FOUND");
    var reworded = crew.bruno.put(anew, words).ok().json();
    assertThat(reworded.string("text")).hasValue("Très bien");
    assertThat(reworded.integer("edited_at")).isPresent();
    var called = words.with("mentions", people(crew.dan));
    assertThat(crew.bruno.put(anew, called).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(Crew.objects(crew.chloe.get(path).ok().json(), "comments").getFirst())
        .isEqualTo(reworded);
    crew.alice.delete(path + "/" + id(all.getFirst())).ok();
    crew.alice.delete(path + "/" + id(first)).ok();
    assertThat(crew.read(task).integer("comments")).hasValue(0);
  }

  /// What Eve reads in a room, who has no tasks.
  private static List<String> events(String room) {
    var path = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/messages?dir=b";
    return Crew.objects(crew.eve.get(path).ok().json(), "chunk").stream()
        .map(event -> event.string("event_id").orElseThrow())
        .toList();
  }

  @Test
  void what_one_does_not_see_is_not_tied_for_them() {
    var task = crew.make(crew.alice, "title", "Liée", "assignees", people(crew.dan)).ok().json();
    var other = crew.make(crew.alice, "title", "Autre").ok().json();
    var links = Crew.TASKS + id(task) + "/links";
    var room = crew.alice.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).ok();
    var event = sent(room.string("room_id"));
    var message = JsonObject.of("kind", "message", "room", room.string("room_id"), "event", event);
    var first = crew.alice.post(links, message).ok().json();
    assertThat(crew.alice.post(links, message).ok().json()).isEqualTo(first);
    crew.alice.post(links, JsonObject.of("kind", "task", "task", id(other))).ok();
    assertThat(Crew.objects(crew.alice.get(links).ok().json(), "links")).hasSize(2);
    assertThat(crew.bruno.get(links).ok().json().array("links").orElseThrow().objects())
        .singleElement()
        .satisfies(link -> assertThat(link.string("title")).contains("Autre"));
    assertThat(Crew.objects(crew.dan.get(links).ok().json(), "links")).isEmpty();
    for (var foreign :
        new JsonObject[] {
          message, JsonObject.of("kind", "task", "task", id(other)), message.with("event", "$none")
        }) {
      assertThat(crew.dan.post(links, foreign).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(crew.alice.post(links, message.with("kind", "moon")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    var traces = "/api/v1/rooms/" + Client.segment(room.string("room_id")) + "/tasks";
    assertThat(Crew.objects(crew.alice.get(traces).ok().json(), "tasks"))
        .singleElement()
        .satisfies(trace -> assertThat(trace.string("event")).contains(event));
    assertThat(crew.bruno.get(traces).errcode()).isEqualTo("M_FORBIDDEN");
    crew.alice.delete(links + "/" + id(first)).ok();
    assertThat(Crew.objects(crew.alice.get(traces).ok().json(), "tasks")).isEmpty();
  }

  private static String sent(String room) {
    var path = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/send/m.room.message/1";
    var content = JsonObject.of("msgtype", "m.text", "body", "À faire");
    return crew.alice.put(path, content).ok().string("event_id");
  }

  @Test
  void everybody_finds_what_is_theirs_to_do() {
    var gina = world.register("gina");
    gina.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    for (var due : new String[] {"2026-11-23", "2026-11-24", "2026-11-29", "2026-11-30"}) {
      crew.make(crew.alice, "title", due, "due", due, "assignees", people(gina)).ok();
    }
    var undated = crew.make(crew.alice, "title", "sans", "assignees", people(gina)).ok().json();
    var mine = gina.get("/api/v1/tasks/mine?today=2026-11-24").ok().json();
    assertThat(kinds(mine))
        .containsExactly("2026-11-23", "2026-11-24", "2026-11-29", "2026-11-30", "sans");
    assertThat(Crew.objects(mine, "late").getFirst().string("space_name")).contains("Halle");
    assertThat(Crew.objects(mine, "today")).hasSize(1);
    assertThat(Crew.objects(mine, "week")).hasSize(1);
    crew.change(gina, undated, "place", into("review")).ok();
    var work = crew.alice.get("/api/v1/tasks/mine").ok().json();
    assertThat(Crew.objects(work, "to_validate")).extracting(Crew::id).contains(id(undated));
    crew.change(crew.alice, crew.read(undated), "place", into("done")).ok();
    var done = crew.alice.get("/api/v1/tasks/mine").ok().json();
    assertThat(Crew.objects(done, "validated")).extracting(Crew::id).contains(id(undated));
    assertThat(Crew.objects(done, "to_validate")).extracting(Crew::id).doesNotContain(id(undated));
    crew.apart(gina, "none").ok();
    assertThat(kinds(gina.get("/api/v1/tasks/mine").ok().json())).isEmpty();
  }

  private static List<String> kinds(JsonObject mine) {
    return Stream.of("late", "today", "week", "later")
        .flatMap(kind -> Crew.objects(mine, kind).stream())
        .map(card -> card.string("title").orElseThrow())
        .toList();
  }

  @Test
  void people_are_told_of_the_tasks_that_call_them() {
    var hugo = world.register("hugo");
    hugo.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    var task = crew.make(crew.alice, "title", "Appel", "assignees", people(hugo)).ok().json();
    say(crew.bruno, task, "Hugo ?", hugo).ok();
    var secret = crew.make(crew.alice, "title", "Rien", "assignees", people(hugo)).ok().json();
    crew.change(hugo, task, "place", into("review")).ok();
    crew.change(crew.alice, crew.read(task), "place", into("done")).ok();
    Race.until(
        () -> told(hugo).containsAll(List.of("task_assigned", "task_mentioned", "task_validated")));
    Race.until(() -> told(crew.alice).contains("task_to_validate"));
    var tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
    crew.change(crew.alice, secret, "due", tomorrow).ok();
    Race.until(() -> told(hugo).contains("task_due"));
    assertThat(told(crew.bruno)).doesNotContain("task_due", "task_assigned");
  }

  @Test
  void who_is_given_the_right_to_validate_is_told_what_waits_for_it() {
    var ivan = world.register("ivan");
    ivan.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    crew.apart(ivan, "validate").ok();
    var task = crew.make(crew.bruno, "title", "Pour Ivan").ok().json();
    crew.change(crew.bruno, task, "place", into("review")).ok();
    Race.until(() -> told(ivan).contains("task_to_validate"));
    assertThat(told(crew.chloe)).doesNotContain("task_to_validate");
  }

  @Test
  void comments_go_on_where_a_page_ended_though_its_last_one_is_gone() {
    var task = crew.make(crew.alice, "title", "Bavarde").ok().json();
    var path = Crew.TASKS + id(task) + "/comments";
    for (int i = 0; i < Comments.PAGE + 2; i++) {
      say(crew.alice, task, "mot " + i).ok();
    }
    var page = crew.bruno.get(path).ok().json();
    var last = Crew.objects(page, "comments").getLast();
    assertThat(last.string("text")).contains("mot 2");
    crew.alice.delete(path + "/" + id(last)).ok();
    var next = page.string("next").orElseThrow();
    assertThat(Crew.objects(crew.bruno.get(path + "?from=" + next).ok().json(), "comments"))
        .extracting(one -> one.string("text").orElseThrow())
        .containsExactly("mot 1", "mot 0");
    assertThat(crew.bruno.get(path + "?from=" + id(last)).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  /// What the server has told somebody of tasks.
  static List<String> told(Client who) {
    var rooms = who.get("/_matrix/client/v3/sync").ok().json().object("rooms");
    var invited = rooms.flatMap(all -> all.object("invite")).orElse(JsonObject.EMPTY);
    for (var room : invited.keys()) {
      who.post("/_matrix/client/v3/join/" + Client.segment(room), JsonObject.EMPTY).ok();
    }
    var joined = rooms.flatMap(all -> all.object("join")).orElse(JsonObject.EMPTY);
    return joined.entries().stream()
        .flatMap(room -> NOTICE.matcher(room.value().toString()).results())
        .map(found -> found.group(1))
        .toList();
  }
}
