package parvis.suite.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// What a space decides stands in its register, and stays there.
class DecisionsTest {
  @AutoClose static final World world = World.start();
  private static final Circle circle = new Circle(world);
  private static final Client alice = circle.alice;
  private static final Client bruno = circle.bruno;
  private static final Client chloe = circle.chloe;
  private static final Client outsider = circle.outsider;

  @Test
  void a_draft_is_taken_then_executed_and_its_history_tells_how() {
    var draft =
        circle.make(bruno, "title", " Ouvrir le samedi ", "question", "Quand ?").ok().json();
    assertThat(draft.string("title")).contains("Ouvrir le samedi");
    assertThat(draft.string("state")).contains("draft");
    assertThat(draft.get("day")).isEqualTo(JsonNull.NULL);
    assertThat(draft.array("superseded_by")).contains(JsonArray.EMPTY);
    assertThat(circle.change(bruno, draft, "state", "taken").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(circle.change(alice, draft, "state", "taken").errcode())
        .isEqualTo("M_INVALID_PARAM");
    var taken = circle.change(alice, draft, "state", "taken", "body", "Le conseil").ok().json();
    assertThat(taken.string("day").orElseThrow()).hasSize(10);
    assertThat(taken.string("state_by")).contains(alice.user());
    assertThat(circle.change(bruno, taken, "title", "Autre").errcode()).isEqualTo("M_FORBIDDEN");
    var done = circle.change(bruno, taken, "state", "executed").ok().json();
    assertThat(done.string("state")).contains("executed");
    assertThat(circle.change(chloe, done, "state", "taken").errcode()).isEqualTo("M_FORBIDDEN");
    var history = chloe.get(Circle.one(draft) + "/history").ok().json().array("changes");
    assertThat(history.orElseThrow().objects())
        .extracting(one -> one.string("field").orElseThrow())
        .containsExactly("state", "body", "day", "state");
    var back = circle.change(bruno, done, "state", "taken").ok().json();
    assertThat(circle.change(alice, back, "state", "draft").ok().string("state"))
        .isEqualTo("draft");
  }

  @Test
  void numbers_follow_each_other_in_each_space() {
    var site = circle.space("committee", "Autre");
    for (int i = 1; i <= 3; i++) {
      var made = alice.post(Circle.in(site) + "/decisions", circle.wish("title", "n" + i)).ok();
      assertThat(made.json().integer("number")).hasValue(i);
    }
    var page = alice.get(Circle.in(site) + "/decisions?limit=2").ok().json();
    assertThat(page.integer("next")).hasValue(2);
    assertThat(Circle.titles(page)).containsExactly("n3", "n2");
    assertThat(Circle.titles(alice.get(Circle.in(site) + "/decisions?from=2").ok().json()))
        .containsExactly("n1");
  }

  @Test
  void what_is_decided_is_not_withdrawn_and_what_is_proposed_is() {
    var draft = circle.make(bruno, "title", "Peut-être").ok().json();
    var others = circle.make(alice, "title", "À Alice").ok().json();
    assertThat(circle.change(bruno, others, "state", "withdrawn").errcode())
        .isEqualTo("M_FORBIDDEN");
    var gone = circle.change(bruno, draft, "state", "withdrawn").ok().json();
    assertThat(circle.change(alice, gone, "state", "taken", "body", "x").status()).isEqualTo(409);
    circle.change(bruno, gone, "state", "draft").ok();
    var taken = circle.taken("Tenue");
    assertThat(circle.change(alice, taken, "state", "withdrawn").status()).isEqualTo(409);
  }

  @Test
  void a_later_decision_takes_the_place_of_an_earlier_one() {
    var first = circle.taken("Premier règlement");
    var draft = circle.make(alice, "title", "Second", "supersedes", id(first)).ok().json();
    assertThat(circle.read(first).array("superseded_by")).contains(JsonArray.EMPTY);
    var second = circle.change(alice, draft, "state", "taken", "body", "Le conseil").ok().json();
    assertThat(second.object("earlier").orElseThrow().string("title"))
        .contains("Premier règlement");
    var by = circle.read(first).array("superseded_by").orElseThrow().objects();
    assertThat(by).extracting(one -> one.string("title").orElseThrow()).containsExactly("Second");
    assertThat(circle.change(alice, circle.read(first), "state", "draft").status()).isEqualTo(409);
    refused(first, "supersedes", id(first));
    refused(first, "supersedes", id(second));
    refused(first, "supersedes", "nothing");
    refused(first, "supersedes", id(circle.make(alice, "title", "Brouillon").ok().json()));
    var site = circle.space("committee", "Ailleurs");
    var other = alice.post(Circle.in(site) + "/decisions", circle.wish("title", "Autre")).ok();
    refused(first, "supersedes", id(other.json()));
  }

  @Test
  void two_who_supersede_each_other_at_once_make_no_circle() {
    var one = circle.taken("L'une");
    var two = circle.taken("L'autre");
    var first = Race.later(() -> circle.change(alice, one, "supersedes", id(two)));
    var second = Race.later(() -> circle.change(alice, two, "supersedes", id(one)));
    assertThat(List.of(Race.ended(first).status(), Race.ended(second).status()))
        .containsExactlyInAnyOrder(200, 400);
  }

  @Test
  void a_chain_of_decisions_has_an_end() {
    var last = circle.taken("0");
    for (int i = 1; i < Changing.EARLIER_MAX; i++) {
      last = circle.taken(Integer.toString(i), "supersedes", id(last));
    }
    refused(circle.taken("La dernière"), "supersedes", id(last));
  }

  @Test
  void who_changes_different_values_keep_them_and_the_second_at_one_value_is_told() {
    var made = circle.make(alice, "title", "Avant").ok().json();
    circle.change(alice, made, "title", "Après").ok();
    assertThat(circle.change(bruno, made, "why", "Parce que").ok().string("title"))
        .isEqualTo("Après");
    var late = circle.change(bruno, made, "title", "Autre");
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(late.json().array("fields").orElseThrow().strings()).containsExactly("title");
    assertThat(late.json().object("decision").orElseThrow().string("why")).contains("Parce que");
    var answers =
        IntStream.range(0, 10)
            .mapToObj(i -> Race.later(() -> circle.change(bruno, made, "question", "q" + i)))
            .toList()
            .stream()
            .map(Race::ended)
            .toList();
    assertThat(answers).filteredOn(one -> one.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(one -> one.status() == 409).hasSize(9);
  }

  @Test
  void what_is_asked_again_is_not_done_again() {
    var wish = JsonObject.of("request_id", "once", "set", JsonObject.of("title", "Une fois"));
    var made = bruno.post(circle.here() + "/decisions", wish).ok().json();
    assertThat(bruno.post(circle.here() + "/decisions", wish).ok().json()).isEqualTo(made);
    var edit = Circle.edit(made, "twice", "title", "Deux fois");
    Circle.patch(bruno, made, edit).ok();
    assertThat(Circle.patch(bruno, made, edit).ok().json().integer("version")).hasValue(2);
    var other = circle.make(bruno, "title", "Autre").ok().json();
    assertThat(Circle.patch(bruno, other, edit).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void what_is_wrong_is_refused_by_its_name_and_changes_nothing() {
    var made = circle.make(alice, "title", "Intacte").ok().json();
    refused(made, "title", " ");
    refused(made, "title", "a\u202Eb");
    refused(made, "title", "a\u0007b");
    refused(made, "title", "x".repeat(Field.TITLE_CHARS_MAX + 1));
    refused(made, "text", "x".repeat(Field.TEXT_CHARS_MAX + 1));
    refused(made, "why", "a\0b");
    refused(made, "question", "x".repeat(Field.QUESTION_CHARS_MAX + 1));
    refused(made, "body", "deux\nlignes");
    refused(made, "meeting", "x".repeat(Field.MEETING_CHARS_MAX + 1));
    refused(made, "meeting", "deux\nlignes");
    refused(made, "day", "9999-01-01");
    refused(made, "day", "demain");
    refused(made, "state", "lost");
    refused(made, "supersedes", "a b");
    refused(made, "deciders", JsonArray.of("nobody"));
    refused(made, "deciders", JsonArray.of("@nobody:" + World.SERVER));
    refused(made, "deciders", JsonArray.of(outsider.user()));
    refused(made, "asked", JsonArray.of(bruno.user()));
    refused(made, "opened", JsonArray.of(outsider.user()));
    var crowd = IntStream.rangeClosed(0, Field.DECIDERS_MAX).mapToObj(i -> "@p" + i + ":x");
    refused(made, "deciders", JsonArray.of(crowd.toArray()));
    refused(made, "colour", "red");
    assertThat(circle.change(alice, made, "text", 3).errcode()).isEqualTo("M_BAD_JSON");
    assertThat(circle.change(alice, made, "deciders", "x").errcode()).isEqualTo("M_BAD_JSON");
    assertThat(circle.change(alice, made.with("version", 9), "title", "x").errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(
            circle
                .change(alice, made, "state", "taken", "body", "x", "day", "2200-01-01")
                .errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(circle.read(made)).isEqualTo(made);
    for (var wrong :
        List.of("limit=0", "year=9999", "year=x", "state=lost", "text=" + "x".repeat(201))) {
      assertThat(chloe.get(circle.here() + "/decisions?" + wrong).errcode())
          .isEqualTo("M_INVALID_PARAM");
    }
  }

  private static void refused(JsonObject decision, Object... set) {
    assertThat(circle.change(alice, circle.read(decision), set).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void decisions_are_found_by_their_words_their_state_and_their_year() {
    var site = circle.space("committee", "Recherche");
    var path = Circle.in(site) + "/decisions";
    var holds =
        new Object[] {"title", "Fermer l'été", "text", "Œuvres à l'abri", "body", "Conseil"};
    var taken = alice.post(path, circle.wish(holds)).ok().json();
    assertThat(taken.string("meeting")).contains("");
    taken = circle.change(alice, taken, "meeting", " Séance plénière, point 3 ").ok().json();
    assertThat(taken.string("meeting")).contains("Séance plénière, point 3");
    circle.change(alice, taken, "state", "taken", "day", "2024-07-14").ok();
    alice.post(path, circle.wish("title", "Ouvrir l'hiver")).ok();
    assertThat(Circle.titles(chloe.get(path + "?text=ETE").ok().json()))
        .containsExactly("Fermer l'été");
    assertThat(Circle.titles(chloe.get(path + "?text=oeuv%20abri").ok().json()))
        .containsExactly("Fermer l'été");
    assertThat(Circle.titles(chloe.get(path + "?text=pleni").ok().json()))
        .containsExactly("Fermer l'été");
    assertThat(Circle.titles(chloe.get(path + "?year=2024").ok().json()))
        .containsExactly("Fermer l'été");
    assertThat(Circle.titles(chloe.get(path + "?state=draft").ok().json()))
        .containsExactly("Ouvrir l'hiver");
    assertThat(Circle.titles(chloe.get(path + "?text=rien").ok().json())).isEmpty();
    var whole = chloe.get(path + "?whole=true&year=2024").ok().json();
    assertThat(whole.array("decisions").orElseThrow().objects().getFirst().string("text"))
        .contains("Œuvres à l'abri");
  }

  @Test
  void a_table_holds_the_register_and_no_formula() {
    var site = circle.space("committee", "Table");
    var path = Circle.in(site) + "/decisions";
    var set =
        circle.wish("title", "=1+1", "body", "@SUM(A1)", "meeting", "-1", "text", "Un \"mot\"");
    alice.post(path, set).ok();
    var table = chloe.get(path + ".csv").ok();
    assertThat(table.header("content-type")).startsWith("text/csv");
    assertThat(table.text())
        .startsWith("\ufeff\"Numéro\";\"État\"")
        .contains("\"1\";\"Projet\";")
        .contains("\"'=1+1\"")
        .contains("\"'@SUM(A1)\"")
        .contains(";\"Réunion\";")
        .contains("\"'-1\"")
        .contains("\"\"mot\"\"");
    assertThat(outsider.get(path + ".csv").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_decision_is_tied_to_what_its_reader_sees_alone() {
    var task = bruno.post(circle.here() + "/tasks", circle.wish("title", "Afficher")).ok();
    var taskId = task.string("id");
    var decision = circle.taken("Afficher les horaires");
    var links = Circle.one(decision) + "/links";
    var thing = JsonObject.of("kind", "thing", "of", "task", "thing", taskId);
    var tied = bruno.post(links, thing).ok().json();
    assertThat(tied.string("title")).contains("Afficher");
    assertThat(tied.bool("over")).contains(false);
    assertThat(bruno.post(links, thing).ok().json()).isEqualTo(tied);
    var back = JsonObject.of("kind", "thing", "of", "decision", "thing", id(decision));
    var backwards = bruno.post("/api/v1/tasks/" + taskId + "/links", back).ok().json();
    assertThat(backwards.string("title")).contains("Afficher les horaires");
    assertThat(backwards.string("state")).contains("taken");
    var set = JsonObject.of("place", JsonObject.of("column", "done"));
    var move = JsonObject.of("request_id", "done", "base", 1, "set", set);
    Circle.send(alice, "/api/v1/tasks/" + taskId, move).ok();
    var told = chloe.get(links).ok().json().array("links").orElseThrow().objects();
    assertThat(told).extracting(one -> one.bool("over").orElseThrow()).containsExactly(true);
    for (var wrong :
        List.of(
            back,
            thing.with("thing", "nothing"),
            thing.with("of", "dragon"),
            thing.with("kind", "person"),
            JsonObject.of("kind", "message", "room", circle.space, "event", "$none"))) {
      assertThat(bruno.post(links, wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    alice.put(circle.member(chloe), JsonObject.of("apps", JsonObject.of("tasks", "none"))).ok();
    assertThat(chloe.get(links).ok().json().array("links")).contains(JsonArray.EMPTY);
    alice.put(circle.member(chloe), JsonObject.of("apps", JsonObject.EMPTY)).ok();
    alice.delete(links + "/" + tied.string("id").orElseThrow()).ok();
    assertThat(chloe.get(links).ok().json().array("links")).contains(JsonArray.EMPTY);
    assertThat(chloe.post(links, thing).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(chloe.delete(links + "/x").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_message_is_tied_for_who_reads_its_room() {
    var room =
        alice.post(circle.here() + "/rooms", JsonObject.of("name", "Bureau", "private", true));
    var id = room.ok().string("room_id");
    var path = "/_matrix/client/v3/rooms/" + Client.segment(id) + "/send/m.room.message/one";
    var event = alice.put(path, JsonObject.of("msgtype", "m.text", "body", "Décidé")).ok();
    var decision = circle.taken("Dite au bureau");
    var links = Circle.one(decision) + "/links";
    var said = JsonObject.of("kind", "message", "room", id, "event", event.string("event_id"));
    alice.post(links, said).ok();
    assertThat(alice.get(links).ok().json().array("links").orElseThrow().size()).isEqualTo(1);
    var traces = "/api/v1/rooms/" + Client.segment(id) + "/decisions";
    assertThat(alice.get(traces).ok().text()).contains("Dite au bureau");
    assertThat(bruno.get(traces).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(bruno.get(links).ok().json().array("links")).contains(JsonArray.EMPTY);
    assertThat(bruno.post(links, said).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_decision_has_so_many_links_and_no_more() {
    var decision = circle.make(alice, "title", "Trop").ok().json();
    for (int i = 0; i <= Links.LINKS_MAX; i++) {
      var other = circle.make(alice, "title", "Autre " + i).ok().json();
      var thing = JsonObject.of("kind", "thing", "of", "decision", "thing", id(other));
      var answer = alice.post(Circle.one(decision) + "/links", thing);
      assertThat(answer.status() == 200).isEqualTo(i < Links.LINKS_MAX);
    }
  }

  @Test
  void who_is_not_of_the_space_learns_of_no_decision() {
    var made = circle.make(alice, "title", "Interne").ok().json();
    for (var path : List.of("", "/history", "/links")) {
      assertThat(outsider.get(Circle.one(made) + path).errcode()).isEqualTo("M_NOT_FOUND");
    }
    assertThat(outsider.get(circle.here() + "/decisions").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(circle.make(chloe, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(circle.change(chloe, made, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void an_archived_space_and_one_without_a_register_take_none() {
    var site = circle.space("committee", "Fini");
    var made = alice.post(Circle.in(site) + "/decisions", circle.wish("title", "Une")).ok().json();
    alice.put(Circle.in(site), JsonObject.of("archived", true)).ok();
    assertThat(Circle.titles(alice.get(Circle.in(site) + "/decisions").ok().json())).hasSize(1);
    assertThat(circle.change(alice, made, "title", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    var without = circle.space("project", "Sans registre");
    assertThat(alice.get(Circle.in(without) + "/decisions").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void who_is_asked_and_who_decided_is_told_by_a_notice() {
    var set =
        new Object[] {
          "title",
          "Prévenir Dan",
          "asked",
          JsonArray.of(alice.user()),
          "deciders",
          JsonArray.of(chloe.user(), bruno.user())
        };
    var draft = circle.make(bruno, set).ok().json();
    circle.awaitNotice(alice, "decision_to_take", id(draft));
    circle.awaitNotice(chloe, "decision_decider", id(draft));
    circle.change(alice, draft, "state", "taken").ok();
    circle.awaitNotice(bruno, "decision_taken", id(draft));
  }

  private static String id(JsonObject decision) {
    return Circle.id(decision);
  }
}
