package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;
import static parvis.suite.tasks.Crew.people;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// What tasks are to each other, up to which bounds, and for whom.
class RelationsTest {
  @AutoClose static final World world = World.start();
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client dan = crew.dan;

  /// Tasks of which each is part of the one before.
  private static List<JsonObject> chain(String title, int length) {
    var chain = new ArrayList<JsonObject>();
    for (int i = 0; i < length; i++) {
      var parent = chain.isEmpty() ? JsonNull.NULL : id(chain.getLast());
      chain.add(crew.make(alice, "title", title + " " + i, "parent", parent).ok().json());
    }
    return chain;
  }

  @Test
  void parts_have_parts_up_to_a_bound_whatever_is_moved_below_what() {
    var chain = chain("Étage", Relations.PARENTS_MAX);
    var deeper = crew.make(alice, "title", "Trop bas", "parent", id(chain.getLast()));
    assertThat(deeper.errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(deeper.string("error")).contains("deeper than " + Relations.PARENTS_MAX);
    var moved = chain("Bloc", 2);
    var last = chain.get(Relations.PARENTS_MAX - 2);
    assertThat(crew.change(alice, moved.getFirst(), "parent", id(last)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    var fits = chain.get(Relations.PARENTS_MAX - 3);
    crew.change(alice, moved.getFirst(), "parent", id(fits)).ok();
    assertThat(crew.make(alice, "title", "Non", "parent", id(moved.getLast())).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  private static JsonObject wait(JsonObject task, String kind, long lag) {
    return JsonObject.of("task", id(task), "kind", kind, "lag_days", lag);
  }

  @Test
  void a_task_waits_for_others_in_four_ways_and_so_many_days() {
    var one = crew.make(alice, "title", "Attend").ok().json();
    var kinds = List.of("FS", "SS", "FF", "SF");
    var lags = List.of(0L, 5L, Values.LAG_DAYS_MAX, -Values.LAG_DAYS_MAX);
    var waits = new ArrayList<JsonObject>();
    for (int i = 0; i < kinds.size(); i++) {
      var other = crew.make(alice, "title", kinds.get(i)).ok().json();
      waits.add(wait(other, kinds.get(i), lags.get(i)));
    }
    var wish = JsonArray.of(waits.toArray());
    crew.change(alice, one, "waits_for", wish).ok();
    assertThat(crew.bruno.get(TASKS + id(one)).ok().json().array("waits_for")).contains(wish);
    var other = crew.make(alice, "title", "Loin").ok().json();
    for (long lag : new long[] {Values.LAG_DAYS_MAX + 1, -Values.LAG_DAYS_MAX - 1}) {
      var far = JsonArray.of(wait(other, "FS", lag));
      assertThat(crew.change(alice, crew.read(one), "waits_for", far).errcode())
          .isEqualTo("M_INVALID_PARAM");
    }
    assertThat(crew.read(one).array("waits_for")).contains(wish);
  }

  @Test
  void who_sees_few_tasks_is_told_the_ids_of_no_others() {
    var whole = crew.make(alice, "title", "Le tout d'Alice").ok().json();
    var hers = crew.make(alice, "title", "À Alice").ok().json();
    var his = crew.make(dan, "title", "À Dan").ok().json();
    var since = dan.get(crew.here() + "/tasks?limit=1").ok().string("since");
    var part =
        crew.make(
                alice,
                "title",
                "Partie de Dan",
                "assignees",
                people(dan),
                "parent",
                id(whole),
                "waits_for",
                JsonArray.of(wait(hers, "FS", 0), wait(his, "SS", 1)))
            .ok()
            .json();
    crew.change(alice, part, "parent", JsonNull.NULL).ok();
    crew.change(alice, crew.read(part), "parent", id(whole)).ok();
    var path = TASKS + id(part);
    for (var asked :
        List.of(
            path,
            path + "/history",
            crew.here() + "/tasks?limit=1000",
            crew.here() + "/tasks/changes?since=" + since,
            crew.here() + "/tasks/stream?timeout=0&since=" + since,
            crew.here() + "/board/lanes?by=parent",
            TASKS + "mine")) {
      assertThat(dan.get(asked).ok().text())
          .as(asked)
          .isNotEmpty()
          .doesNotContain(id(whole), id(hers));
    }
    assertThat(dan.get(path).ok().text()).contains(id(his));
    var changes = crew.here() + "/tasks/changes?since=" + since;
    assertThat(dan.get(changes).ok().text()).contains(id(part), id(his));
    assertThat(alice.get(changes).ok().text()).contains(id(whole), id(hers), id(his));
    assertThat(alice.get(path + "/history").ok().text()).contains(id(whole));
    var lanes = dan.get(crew.here() + "/board/lanes?by=parent").ok().json();
    assertThat(Crew.objects(lanes, "counts"))
        .allMatch(lane -> lane.string("lane").orElseThrow().isEmpty());
  }

  @Test
  void what_somebody_does_not_see_stays_when_they_change_what_they_see() {
    var whole = crew.make(alice, "title", "Caché").ok().json();
    var hers = crew.make(alice, "title", "Cachée aussi").ok().json();
    var his = crew.make(dan, "title", "Vue").ok().json();
    var hidden = wait(hers, "FS", 0);
    var part =
        crew.make(
                alice,
                "title",
                "Commune",
                "assignees",
                people(dan),
                "parent",
                id(whole),
                "waits_for",
                JsonArray.of(hidden, wait(his, "SS", 1)))
            .ok()
            .json();
    var seen = dan.get(TASKS + id(part)).ok().json();
    assertThat(seen.get("parent")).isEqualTo(JsonNull.NULL);
    assertThat(seen.array("waits_for")).contains(JsonArray.of(wait(his, "SS", 1)));
    var freed =
        crew.change(dan, seen, "parent", JsonNull.NULL, "waits_for", JsonArray.EMPTY).ok().json();
    assertThat(freed.array("waits_for")).contains(JsonArray.EMPTY);
    var kept = crew.read(part);
    assertThat(kept.string("parent")).contains(id(whole));
    assertThat(kept.array("waits_for")).contains(JsonArray.of(hidden));
    crew.change(alice, kept, "title", "Renommée").ok();
    var late = crew.change(dan, seen, "title", "Trop tard");
    assertThat(late.errcode()).isEqualTo("FR_PARVIS_CHANGED");
    assertThat(late.text()).doesNotContain(id(whole), id(hers));
  }

  @Test
  void a_task_is_tied_to_files_and_things_that_are_here_alone() {
    var task = crew.make(alice, "title", "Jointe").ok().json();
    var links = TASKS + id(task) + "/links";
    var bytes = new byte[] {1, 2, 3};
    var uri =
        alice
            .send("POST", "/_matrix/media/v3/upload?filename=plan.pdf", "application/pdf", bytes)
            .ok()
            .string("content_uri");
    var plan =
        JsonObject.of("kind", "media", "uri", uri, "name", "Plan", "type", "application/pdf");
    assertThat(alice.post(links, plan).ok().string("uri")).isEqualTo(uri);
    var announced = alice.post("/_matrix/media/v1/create", JsonObject.EMPTY).ok();
    for (var wrong :
        List.of(
            "mxc://ailleurs.example/abc",
            uri.replace(World.SERVER, "ailleurs.example"),
            uri + "x",
            announced.string("content_uri"),
            "https://parvis.example/plan.pdf",
            "mxc://" + World.SERVER + "/../secret")) {
      assertThat(alice.post(links, plan.with("uri", wrong)).errcode())
          .as(wrong)
          .isEqualTo("M_INVALID_PARAM");
    }
    for (var type : List.of("pdf", "text/html\r\nX: y", "a/b/c", "", "text/<script>")) {
      assertThat(alice.post(links, plan.with("type", type)).errcode())
          .as(type)
          .isEqualTo("M_INVALID_PARAM");
    }
    var thing = JsonObject.of("kind", "thing", "of", "decision", "thing", "nothing");
    var committee = crew.space("committee", "Conseil");
    var set = JsonObject.of("title", "Close");
    var decision =
        alice
            .post(in(committee) + "/decisions", JsonObject.of("request_id", "d", "set", set))
            .ok()
            .string("id");
    alice.delete(in(committee) + "/members/" + Client.segment(crew.bruno.user())).ok();
    var foreign = thing.with("thing", decision);
    assertThat(alice.post(links, thing).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(alice.post(links, thing.with("of", "moon")).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(crew.bruno.post(links, foreign).errcode()).isEqualTo("M_INVALID_PARAM");
    alice.post(links, foreign).ok();
    assertThat(Crew.objects(crew.bruno.get(links).ok().json(), "links"))
        .extracting(link -> link.string("kind").orElseThrow())
        .containsExactly("media");
  }
}
