package parvis.suite.decisions;

import static org.assertj.core.api.Assertions.assertThat;

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
import parvis.protocol.json.JsonObject;

/// How much a register takes, and whom it tells what.
class DecisionBoundsTest {
  @AutoClose static final World world = World.start();
  private static final Circle circle = new Circle(world);
  private static final Client alice = circle.alice;
  private static final Client bruno = circle.bruno;
  private static final Client chloe = circle.chloe;

  private static final String LONG = "€".repeat(Field.TEXT_CHARS_MAX);
  private static final int LONG_BYTES = 2 * 3 * Field.TEXT_CHARS_MAX;
  private static final String CALL =
      """
      insert into decision_call (nid, decision, kind, "to", "by", at_ms, due_ms)
      select nextval('nid'), nid, 'TAKEN', ?, '', ?, ? from decision where id = ?""";

  @Test
  void what_is_long_goes_out_in_bounds() {
    var site = circle.space("committee", "Longue");
    var path = Circle.in(site) + "/decisions";
    for (int i = 0; i <= Table.BYTES_MAX / LONG_BYTES; i++) {
      alice.post(path, circle.wish("title", "n" + i, "text", LONG, "why", LONG)).ok();
    }
    var table = chloe.get(path + ".csv");
    assertThat(table.errcode()).isEqualTo("M_TOO_LARGE");
    assertThat(table.string("error")).contains("narrow it by a filter");
    assertThat(chloe.get(path + ".csv?text=n1").ok().text()).contains("\"n1\"");
    var page = chloe.get(path + "?whole=true&limit=100").ok().json();
    var titles = Circle.titles(page);
    assertThat(titles).hasSizeBetween(2, Filter.WHOLE_PAGE_MAX - 1);
    var next = page.integer("next").orElseThrow();
    var more = chloe.get(path + "?whole=true&from=" + next).ok().json();
    assertThat(Circle.titles(more)).isNotEmpty().doesNotContainAnyElementsOf(titles);
    assertThat(Circle.titles(chloe.get(path + "?limit=100").ok().json())).hasSize(100);
  }

  @Test
  void a_table_speaks_the_language_of_its_reader() {
    var site = circle.space("committee", "Langues");
    var path = Circle.in(site) + "/decisions";
    for (int i = 0; i <= Filter.WHOLE_PAGE_MAX; i++) {
      alice.post(path, circle.wish("title", "n" + i)).ok();
    }
    var request = chloe.request(path + ".csv").header("Accept-Language", "en").GET().build();
    assertThat(chloe.send(request).ok().text())
        .startsWith("\ufeff\"Number\";\"State\"")
        .contains("\"Draft\"", "\"n0\"", "\"n" + Filter.WHOLE_PAGE_MAX + "\"")
        .doesNotContain("Projet");
  }

  @Test
  void a_history_has_an_end() {
    var decision = circle.make(alice, "title", "Sans cesse").ok().json();
    var changes = 0;
    var answer = circle.change(alice, decision, "text", LONG, "why", LONG);
    for (; answer.status() == 200 && changes < 1000; changes++) {
      decision = answer.json();
      var said = changes % 2 == 0 ? "x" : LONG;
      answer = circle.change(alice, decision, "text", said, "why", said);
    }
    assertThat(answer.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat((long) changes * LONG_BYTES)
        .isBetween(HistoryStore.BYTES_MAX - 2 * LONG_BYTES, HistoryStore.BYTES_MAX + LONG_BYTES);
    assertThat(circle.read(decision)).isEqualTo(decision);
  }

  @Test
  void history_tells_of_links_to_who_sees_their_other_end() {
    var task = bruno.post(circle.here() + "/tasks", circle.wish("title", "Repeindre")).ok();
    var thing =
        JsonObject.of("kind", "thing", "of", "task", "thing", task.string("id"), "title", "x");
    var decision = circle.make(bruno, "title", "Peindre", "body", "Conseil").ok().json();
    var links = Circle.one(decision) + "/links";
    var first = bruno.post(links, thing).ok().string("id");
    bruno.delete(links + "/" + first).ok();
    bruno.delete(links + "/" + first).ok();
    var tied = bruno.post(links, thing).ok().string("id");
    bruno.post(links, thing).ok();
    circle.change(alice, decision, "state", "taken").ok();
    assertThat(bruno.delete(links + "/" + tied).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(alice.get(links).ok().text()).contains("Repeindre");
    alice.delete(links + "/" + tied).ok();
    var history = Circle.one(decision) + "/history";
    assertThat(ends(chloe, history, "to")).containsExactly("", "Repeindre", "", "Repeindre");
    assertThat(ends(chloe, history, "from")).containsExactly("Repeindre", "", "Repeindre", "");
    alice.put(circle.member(chloe), JsonObject.of("apps", JsonObject.of("tasks", "none"))).ok();
    assertThat(ends(chloe, history, "to")).isEmpty();
    assertThat(chloe.get(history).ok().text()).contains("state");
    alice.put(circle.member(chloe), JsonObject.of("apps", JsonObject.EMPTY)).ok();
  }

  @Test
  void a_link_says_which_of_the_two_came_of_the_other() {
    var task = bruno.post(circle.here() + "/tasks", circle.wish("title", "Ranger")).ok();
    var draft = circle.make(bruno, "title", "Ranger mieux").ok().json();
    var links = Circle.one(draft) + "/links";
    var thing = JsonObject.of("kind", "thing", "of", "task", "thing", task.string("id"));
    for (var wrong : List.of("up", "none", "FROM", "")) {
      assertThat(bruno.post(links, thing.with("way", wrong)).errcode())
          .as(wrong)
          .isEqualTo("M_INVALID_PARAM");
    }
    var bare = bruno.post(links, thing).ok().json();
    assertThat(bare.has("way")).isFalse();
    // What is tied keeps what was said of it first.
    assertThat(bruno.post(links, thing.with("way", "from")).ok().json()).isEqualTo(bare);
    bruno.delete(links + "/" + bare.string("id").orElseThrow()).ok();
    assertThat(bruno.post(links, thing.with("way", "from")).ok().string("way")).isEqualTo("from");
    assertThat(ways(chloe.get(links).ok().json())).containsExactly("from");
    var history = chloe.get(Circle.one(draft) + "/history").ok().json();
    assertThat(history.array("changes").orElseThrow().objects())
        .extracting(change -> change.object("to").flatMap(to -> to.string("way")))
        .containsExactly(Optional.of("from"), Optional.empty(), Optional.empty());
    var back = "/api/v1/tasks/" + task.string("id");
    var decision = JsonObject.of("kind", "thing", "of", "decision", "thing", Circle.id(draft));
    assertThat(bruno.post(back + "/links", decision.with("way", "up")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    bruno.post(back + "/links", decision.with("way", "to")).ok();
    assertThat(ways(chloe.get(back + "/links").ok().json())).containsExactly("to");
    var deeds = chloe.get(back + "/deeds").ok().json().array("deeds").orElseThrow().objects();
    assertThat(deeds)
        .extracting(deed -> deed.object("link").orElseThrow().string("way"))
        .containsExactly(Optional.of("to"));
  }

  private static List<String> ways(JsonObject of) {
    return of.array("links").orElseThrow().objects().stream()
        .map(one -> one.string("way").orElse(""))
        .toList();
  }

  /// What the links of a history lead to, or led to.
  private static List<String> ends(Client who, String history, String end) {
    return who.get(history).ok().json().array("changes").orElseThrow().objects().stream()
        .filter(change -> change.string("field").orElseThrow().equals(Decisions.LINK))
        .map(change -> change.object(end).flatMap(told -> told.string("title")).orElse(""))
        .toList();
  }

  @Test
  void what_one_does_not_see_keeps_nothing_of_a_room_from_who_looks() {
    var closed = circle.space("committee", "Fermée");
    var room = circle.space("committee", "Ouverte");
    circle.outsider.post(Circle.in(room) + "/join", JsonObject.EMPTY).ok();
    var hidden = alice.post(Circle.in(closed) + "/decisions", circle.wish("title", "Cachée")).ok();
    var shown = alice.post(Circle.in(room) + "/decisions", circle.wish("title", "Vue")).ok();
    var links = new LinkStore<>("decision", LinkKind.class);
    world
        .db()
        .write(
            tx -> {
              tie(tx, links, Circle.id(shown.json()), room, 0);
              IntStream.rangeClosed(1, Links.TRACES_MAX + 1)
                  .forEach(i -> tie(tx, links, Circle.id(hidden.json()), room, i));
              return true;
            });
    var traces = "/api/v1/rooms/" + Client.segment(room) + "/decisions";
    assertThat(circle.outsider.get(traces).ok().text()).contains("Vue").doesNotContain("Cachée");
    assertThat(alice.get(traces).ok().json().array("decisions").orElseThrow().size())
        .isEqualTo(Links.TRACES_MAX);
  }

  private static void tie(Tx tx, LinkStore<LinkKind> links, String decision, String room, int n) {
    var key = new DecisionStore().find(tx, decision).orElseThrow().key();
    var target = JsonObject.of("room", room, "event", "$" + n);
    var link = new Link<>(decision + n, LinkKind.MESSAGE, target, Way.NONE);
    links.add(tx, 1_000_000_000L + n, key.nid(), link, alice.user(), 1);
  }

  @Test
  void who_cannot_be_told_waits_behind_the_others() {
    var id = Circle.id(circle.make(alice, "title", "Dire").ok().json());
    var calls = new CallStore();
    world
        .db()
        .write(
            tx -> {
              for (var to : List.of("@a:x", "@b:x", "@c:x")) {
                tx.run(CALL, to, 1L, 0L, id);
              }
              var head = waiting(tx, calls, id, 1).getFirst();
              assertThat(head.to()).isEqualTo("@a:x");
              calls.putOff(tx, List.of(head.nid()), 2);
              assertThat(waiting(tx, calls, id, 1))
                  .extracting(Calling::to)
                  .containsExactly("@b:x", "@c:x");
              assertThat(waiting(tx, calls, id, 2)).extracting(Calling::to).endsWith("@a:x");
              calls.forget(tx, "@a:x");
              calls.forget(tx, "@b:x");
              calls.forget(tx, "@c:x");
              return true;
            });
  }

  private static List<Calling> waiting(Tx tx, CallStore calls, String decision, long nowMs) {
    return calls.due(tx, nowMs, 1000).stream()
        .filter(calling -> calling.decision().equals(decision))
        .toList();
  }

  @Test
  void what_a_later_version_calls_people_for_is_left_to_it() {
    var id = Circle.id(circle.make(alice, "title", "Plus tard").ok().json());
    var calls = new CallStore();
    var left = "select from decision_call where kind = 'OF_LATER'";
    world
        .db()
        .write(
            tx -> {
              tx.run(CALL.replace("TAKEN", "OF_LATER"), "@a:x", 5L, 0L, id);
              assertThat(waiting(tx, calls, id, 1)).isEmpty();
              calls.forgetUnknown(tx, 5);
              assertThat(tx.list(_ -> true, left)).hasSize(1);
              calls.forgetUnknown(tx, 6);
              assertThat(tx.list(_ -> true, left)).isEmpty();
              return true;
            });
  }

  @Test
  void what_somebody_was_to_hear_goes_with_their_account() {
    var gina = world.register("gina");
    var id = Circle.id(circle.make(alice, "title", "Pour Gina").ok().json());
    world.db().write(tx -> tx.run(CALL, gina.user(), 1L, Long.MAX_VALUE, id));
    var proof = JsonObject.of("auth", Client.proof(gina.user(), World.PASSWORD));
    gina.post("/_matrix/client/v3/account/deactivate", proof).ok();
    var left = "select count(*) as n from decision_call where \"to\" = ?";
    Race.until(
        () ->
            world.db().read(tx -> tx.first(row -> row.number("n"), left, gina.user())).orElseThrow()
                == 0);
  }
}
