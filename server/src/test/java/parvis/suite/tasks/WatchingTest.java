package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Gathering;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who watches tasks comes and goes as they like, and hears that these go on: once of each at a
/// time, after all others who are called.
class WatchingTest {
  private static final Pattern WATCHED =
      Pattern.compile("\"kind\":\"task_watched\".+?\"task\":\"([^\"]+)\"");

  private static final TestClock clock = new TestClock();

  @AutoClose static final World world = World.start(Map.of(), clock);
  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;
  private static final Client chloe = crew.chloe;

  /// Somebody new in the space.
  private static Client newcomer(String name) {
    var who = world.register(name);
    who.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    return who;
  }

  /// The tasks of which somebody was told because they watch them, as often as they were told, once
  /// all that was to be told by now is: two looks of the server are over.
  private static List<String> watched(Client who) {
    for (int look = 0; look < 2; look++) {
      long before = asked(who);
      crew.make(alice, "title", "Pour toi", "assignees", people(who)).ok();
      Race.until(() -> asked(who) > before);
    }
    var rooms = who.get("/_matrix/client/v3/sync").ok().json().object("rooms");
    return WATCHED
        .matcher(rooms.flatMap(all -> all.object("join")).orElse(JsonObject.EMPTY).toString())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static long asked(Client who) {
    return NewsTest.told(who).stream().filter("task_assigned"::equals).count();
  }

  @Test
  void who_watches_a_task_is_told_once_that_it_goes_on_but_not_of_their_own_changes() {
    var kim = newcomer("kim");
    var moved = crew.make(alice, "title", "Déplacée", "watchers", people(kim)).ok().json();
    var said = crew.make(alice, "title", "Commentée", "watchers", people(kim)).ok().json();
    var put = crew.make(alice, "title", "Remise", "watchers", people(kim)).ok().json();
    var own = crew.make(alice, "title", "À Kim", "watchers", people(kim)).ok().json();
    var left = crew.make(alice, "title", "Laissée", "watchers", people(kim)).ok().json();
    crew.change(alice, moved, "place", into("doing")).ok();
    crew.change(alice, crew.read(moved), "place", into("review")).ok();
    say(bruno, said, "Bientôt").ok();
    crew.change(bruno, put, "due", "2031-03-04").ok();
    crew.change(kim, own, "place", into("doing")).ok();
    crew.change(bruno, left, "title", "Laissée là", "watchers", people()).ok();
    crew.change(bruno, crew.read(left), "place", into("doing")).ok();
    assertThat(watched(kim)).containsExactlyInAnyOrder(id(moved), id(said), id(put));
    crew.change(alice, crew.read(moved), "place", into("doing")).ok();
    say(bruno, said, "Plus tard").ok();
    say(bruno, said, "Ou jamais").ok();
    assertThat(watched(kim)).as("within the hour").hasSize(3);
    clock.advance(Calls.PAUSE);
    assertThat(watched(kim))
        .as("all that went on meanwhile, as one")
        .containsExactlyInAnyOrder(id(moved), id(said), id(put), id(moved), id(said));
    clock.advance(Calls.PAUSE);
    assertThat(watched(kim)).as("when nothing went on").hasSize(5);
  }

  private static Answer say(Client who, JsonObject task, String text) {
    var wish = JsonObject.of("request_id", text, "text", text);
    return who.post(TASKS + id(task) + "/comments", wish);
  }

  @Test
  void who_left_before_they_were_told_hears_of_it_no_more() {
    var lea = newcomer("lea");
    var task = crew.make(alice, "title", "Quittée", "watchers", people(lea)).ok().json();
    crew.change(alice, task, "place", into("doing")).ok();
    assertThat(watched(lea)).containsExactly(id(task));
    crew.change(alice, crew.read(task), "place", into("review")).ok();
    crew.change(lea, crew.read(task), "watchers", people()).ok();
    clock.advance(Calls.PAUSE);
    assertThat(watched(lea)).containsExactly(id(task));
  }

  @Test
  void who_watches_is_told_after_all_others() {
    var before = crew.make(alice, "title", "Suivie", "watchers", people(bruno)).ok().json();
    var store = new CallStore();
    var kinds =
        world
            .db()
            .write(
                tx -> {
                  var task = new TaskStore().lock(tx, id(before)).orElseThrow();
                  var by = new Fact(alice.user(), clock.millis());
                  var room = new CallStore.Room();
                  var to = List.of(bruno.user());
                  store.add(tx, task, Calling.Kind.WATCHED, to, by, room);
                  store.add(tx, task, Calling.Kind.MENTIONED, to, by, room);
                  store.add(tx, task, Calling.Kind.ASSIGNED, to, by, room);
                  var all = store.oldest(tx, clock.millis(), 1_000);
                  var first = store.oldest(tx, clock.millis(), all.size() - 1);
                  store.done(tx, all, 0);
                  return List.of(kinds(all), kinds(first));
                });
    assertThat(kinds.getFirst()).endsWith(Calling.Kind.WATCHED);
    assertThat(kinds.getLast()).contains(Calling.Kind.MENTIONED, Calling.Kind.ASSIGNED);
    assertThat(kinds.getLast()).doesNotContain(Calling.Kind.WATCHED);
  }

  private static List<Calling.Kind> kinds(List<Calling> all) {
    return all.stream().map(Calling::kind).toList();
  }

  @Test
  void one_change_calls_no_more_of_those_who_watch_than_may_be() {
    var watching = new ArrayList<>(List.of(bruno, chloe, crew.dan));
    for (int i = 0; i < 3; i++) {
      watching.add(newcomer("many-" + i));
    }
    var all = people(watching.toArray(Client[]::new));
    var tasks = new ArrayList<JsonObject>();
    for (int i = 0; i < Many.TASKS_MAX; i++) {
      tasks.add(crew.make(alice, "title", "Lot " + i, "watchers", all).ok().json());
    }
    var wish =
        JsonObject.of(
            "request_id", "all",
            "set", JsonObject.of("place", into("doing")),
            "tasks",
                JsonArray.of(
                    tasks.stream().map(one -> JsonObject.of("id", id(one), "base", 1)).toArray()));
    Gathering.patch(alice, crew.here() + "/tasks", wish).ok();
    assertThat(Many.TASKS_MAX * watching.size()).isGreaterThan(CallStore.WATCHED_MAX);
    var ids = tasks.stream().map(Crew::id).toArray(String[]::new);
    var ofThese = " from task_watch_call where task in (select nid from task where id = any(?))";
    var called =
        world
            .db()
            .write(
                tx -> {
                  var n =
                      tx.first(
                          row -> row.number("n"), "select count(*) as n" + ofThese, (Object) ids);
                  tx.run("delete" + ofThese, (Object) ids);
                  return n.orElseThrow();
                });
    assertThat(called).isEqualTo(CallStore.WATCHED_MAX);
  }

  @Test
  void what_a_later_version_calls_people_for_is_left_to_it_and_keeps_nobody_waiting() {
    var task = crew.make(alice, "title", "D'une autre version").ok().json();
    var add =
        """
        insert into task_call (nid, task, kind, "to", "by", at_ms)
        select nextval('nid'), nid, 'OF_LATER', ?, '', ? from task where id = ?""";
    var noa = newcomer("noa");
    world.db().write(tx -> tx.run(add, noa.user(), clock.millis(), id(task)));
    assertThat(watched(noa)).isEmpty();
    assertThat(ofLater()).isEqualTo(1);
    world.db().write(tx -> forgotten(tx, clock.millis()));
    assertThat(ofLater()).as("while it may be known to others").isEqualTo(1);
    world.db().write(tx -> forgotten(tx, clock.millis() + 1));
    assertThat(ofLater()).isZero();
  }

  private static boolean forgotten(Tx tx, long beforeMs) {
    new CallStore().forget(tx, beforeMs);
    return true;
  }

  private static long ofLater() {
    return world
        .db()
        .read(tx -> tx.list(_ -> true, "select from task_call where kind = 'OF_LATER'"))
        .size();
  }
}
