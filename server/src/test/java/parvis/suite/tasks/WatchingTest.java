package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.into;
import static parvis.suite.tasks.Crew.people;
import static parvis.suite.tasks.Crew.version;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

  private static Answer join(Client who, JsonObject task) {
    return who.put(watching(task), JsonObject.EMPTY);
  }

  private static Answer leave(Client who, JsonObject task) {
    return who.delete(watching(task));
  }

  private static String watching(JsonObject task) {
    return TASKS + id(task) + "/watching";
  }

  private static JsonArray watchers(JsonObject task) {
    return task.array("watchers").orElseThrow();
  }

  private static void archive(boolean archived) {
    alice.put(crew.here(), JsonObject.of("archived", archived)).ok();
  }

  @Test
  void who_reads_only_comes_and_goes_among_those_who_watch_and_changes_nothing_else() {
    var task = crew.make(alice, "title", "Charpente", "watchers", people(bruno)).ok().json();
    assertThat(crew.change(chloe, task, "watchers", people(bruno, chloe)).status()).isEqualTo(403);
    var joined = join(chloe, task).ok().json();
    assertThat(watchers(joined)).isEqualTo(people(bruno, chloe));
    assertThat(join(chloe, task).ok().json()).isEqualTo(joined);
    assertThat(watchers(leave(chloe, task).ok().json())).isEqualTo(people(bruno));
    var left = crew.read(task);
    assertThat(leave(chloe, task).ok().json()).isEqualTo(left);
    assertThat(version(left)).isEqualTo(3);
  }

  @Test
  void who_comes_and_goes_leaves_no_trace_in_the_history_and_the_task_as_old_as_it_was() {
    var task = crew.make(alice, "title", "Poutre").ok().json();
    var changed = crew.change(bruno, task, "title", "Solive").ok().json();
    var bytes = historyBytes(task);
    clock.advance(Duration.ofMinutes(1));
    for (int turn = 0; turn < HistoryStore.PAGE_VERSIONS; turn++) {
      join(chloe, task).ok();
      leave(chloe, task).ok();
    }
    assertThat(historyBytes(task)).isEqualTo(bytes);
    assertThat(crew.read(task).integer("changed_at")).isEqualTo(changed.integer("changed_at"));
    crew.change(bruno, crew.read(task), "title", "Chevron").ok();
    var history = alice.get(TASKS + id(task) + "/history").ok().json();
    assertThat(Crew.objects(history, "changes"))
        .extracting(change -> change.string("from").orElseThrow())
        .containsExactly("Solive", "Poutre");
    assertThat(history.has("next")).isFalse();
  }

  private static long historyBytes(JsonObject task) {
    var bytes = "select history_bytes as n from task where id = ?";
    return world.db().read(tx -> tx.first(row -> row.number("n"), bytes, id(task))).orElseThrow();
  }

  @Test
  void a_task_that_is_archived_is_left_and_nobody_joins() {
    var task = crew.make(alice, "title", "Rangée", "watchers", people(chloe)).ok().json();
    crew.change(alice, task, "archived", true).ok();
    assertThat(join(bruno, task).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(watchers(leave(chloe, task).ok().json())).isEqualTo(people());
    assertThat(join(chloe, task).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void who_is_named_in_a_space_that_is_archived_leaves_and_nobody_joins() {
    var named = people(bruno, chloe);
    var task = crew.make(alice, "title", "Au grenier", "watchers", named).ok().json();
    archive(true);
    try {
      assertThat(join(alice, task).errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(watchers(leave(chloe, task).ok().json())).isEqualTo(people(bruno));
      assertThat(watchers(leave(bruno, task).ok().json())).isEqualTo(people());
    } finally {
      archive(false);
    }
  }

  @Test
  void who_does_not_see_a_task_is_told_of_none() {
    var task = crew.make(alice, "title", "À d'autres").ok().json();
    for (var who : List.of(crew.dan, crew.eve, crew.outsider)) {
      assertThat(join(who, task).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(leave(who, task).errcode()).isEqualTo("M_NOT_FOUND");
    }
    assertThat(crew.read(task)).isEqualTo(task);
    var own = crew.make(alice, "title", "À Dan", "assignees", people(crew.dan)).ok().json();
    assertThat(watchers(join(crew.dan, own).ok().json())).isEqualTo(people(crew.dan));
  }

  @Test
  void those_who_leave_at_once_while_others_change_the_task_do_all_leave() {
    var all = people(alice, bruno, chloe);
    var task = crew.make(alice, "title", "Ensemble", "watchers", all).ok().json();
    var answers =
        world
            .db()
            .write(
                tx -> {
                  tx.list(_ -> true, "select from task where id = ? for update", id(task));
                  var both =
                      List.of(
                          Race.later(() -> leave(bruno, task)),
                          Race.later(() -> crew.change(alice, task, "title", "Chacun pour soi")),
                          Race.later(() -> leave(chloe, task)));
                  Race.until(() -> Race.waiting(tx) == both.size());
                  return both;
                });
    assertThat(answers).map(Race::ended).allMatch(answer -> answer.status() == 200);
    assertThat(watchers(crew.read(task))).isEqualTo(people(alice));
    assertThat(crew.read(task).string("title")).contains("Chacun pour soi");
  }

  @Test
  void no_more_people_join_than_may_watch() {
    var task = watchedByAll("Courue");
    assertThat(join(chloe, task).errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat(crew.read(task)).isEqualTo(task);
    assertThat(watchers(task).strings()).hasSize(Values.WATCHERS_MAX);
  }

  /// A task that as many people watch as may, who are nobody.
  private static JsonObject watchedByAll(String title) {
    var task = crew.make(alice, "title", title).ok().json();
    var all =
        JsonArray.of(
            IntStream.range(0, Values.WATCHERS_MAX)
                .mapToObj(n -> "@n" + n + ":" + World.SERVER)
                .toArray());
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "update task set content = replace(content, '\"watchers\":[]', ?) where id = ?",
                    "\"watchers\":" + all,
                    id(task)));
    return crew.read(task);
  }

  /// Somebody new in the space.
  private static Client newcomer(String name) {
    var who = world.register(name);
    who.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    return who;
  }

  /// The tasks of which somebody was told because they watch them, as often as they were told, once
  /// all that was to be told by now is.
  private static List<String> watched(Client who) {
    Race.until(() -> waiting(who) == 0);
    return lines(who);
  }

  /// The same, of what was told by now.
  private static List<String> lines(Client who) {
    NewsTest.told(who);
    var rooms = who.get("/_matrix/client/v3/sync").ok().json().object("rooms");
    return WATCHED
        .matcher(rooms.flatMap(all -> all.object("join")).orElse(JsonObject.EMPTY).toString())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static int waiting(Client who) {
    var due =
        """
        select from task_watch_call
         where "to" = ? and not told and (telling or due_ms <= ?)""";
    return world.db().read(tx -> tx.list(_ -> true, due, who.user(), clock.millis())).size();
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
    return say(who, id(task), text);
  }

  private static Answer say(Client who, String task, String text) {
    var wish = JsonObject.of("request_id", text, "text", text);
    return who.post(TASKS + task + "/comments", wish);
  }

  @Test
  void who_left_before_they_were_told_hears_of_it_no_more() {
    var lea = newcomer("lea");
    var task = crew.make(alice, "title", "Quittée", "watchers", people(lea)).ok().json();
    crew.change(alice, task, "place", into("doing")).ok();
    assertThat(watched(lea)).containsExactly(id(task));
    crew.change(alice, crew.read(task), "place", into("review")).ok();
    leave(lea, task).ok();
    clock.advance(Calls.PAUSE);
    assertThat(watched(lea)).containsExactly(id(task));
  }

  @Test
  void what_happens_while_somebody_is_told_is_told_after_the_pause() {
    var nour = newcomer("nour");
    var task = crew.make(alice, "title", "Entre-temps", "watchers", people(nour)).ok().json();
    var store = new WatchCallStore();
    var again = clock.millis() + Calls.PAUSE.toMillis();
    var taken =
        world
            .db()
            .write(
                tx -> {
                  var there = new TaskStore().lock(tx, id(task)).orElseThrow();
                  var by = new Fact(alice.user(), clock.millis());
                  store.add(tx, there.key(), List.of(nour.user()), by);
                  return store.take(tx, clock.millis(), again, 1_000);
                });
    say(bruno, task, "Juste après").ok();
    say(bruno, task, "Et encore").ok();
    world.db().write(tx -> told(store, tx, taken, again));
    assertThat(watched(nour)).as("within the hour").isEmpty();
    clock.advance(Calls.PAUSE);
    assertThat(watched(nour)).containsExactly(id(task));
    clock.advance(Calls.PAUSE);
    assertThat(watched(nour)).as("when nothing went on").hasSize(1);
  }

  private static boolean told(WatchCallStore store, Tx tx, List<Calling> all, long againMs) {
    store.told(tx, all.stream().mapToLong(Calling::nid).toArray(), againMs);
    return true;
  }

  @Test
  void whom_a_node_stopped_telling_is_told_by_the_next_one() {
    var olga = newcomer("olga");
    var task = crew.make(alice, "title", "Arrêt", "watchers", people(olga)).ok().json();
    var store = new WatchCallStore();
    var again = clock.millis() + Calls.PAUSE.toMillis();
    world
        .db()
        .write(
            tx -> {
              var there = new TaskStore().lock(tx, id(task)).orElseThrow();
              store.add(tx, there.key(), List.of(olga.user()), new Fact("", clock.millis()));
              return store.take(tx, clock.millis(), again, 1_000);
            });
    clock.advance(Calls.PAUSE);
    assertThat(watched(olga)).containsExactly(id(task));
  }

  @Test
  void whom_a_node_stopped_telling_is_told_once_of_what_happened_meanwhile_as_well() {
    var zita = newcomer("zita");
    var task = crew.make(alice, "title", "Relève", "watchers", people(zita)).ok().json();
    var store = new WatchCallStore();
    var again = clock.millis() + Calls.PAUSE.toMillis();
    world
        .db()
        .write(
            tx -> {
              var there = new TaskStore().lock(tx, id(task)).orElseThrow();
              store.add(tx, there.key(), List.of(zita.user()), new Fact("", clock.millis()));
              return store.take(tx, clock.millis(), again, 1_000);
            });
    say(bruno, task, "Pendant l'arrêt").ok();
    clock.advance(Calls.PAUSE);
    assertThat(watched(zita)).containsExactly(id(task));
    clock.advance(Calls.PAUSE);
    assertThat(watched(zita)).as("when nothing went on").hasSize(1);
  }

  @Test
  void nobody_is_told_of_a_task_while_somebody_changes_it() {
    var yann = newcomer("yann");
    var held = crew.make(alice, "title", "Tenue", "watchers", people(yann)).ok().json();
    var free = crew.make(alice, "title", "Libre", "watchers", people(yann)).ok().json();
    var both = List.of(id(held), id(free));
    both.forEach(one -> say(bruno, one, "Une fois, " + one).ok());
    assertThat(watched(yann)).containsExactlyInAnyOrderElementsOf(both);
    both.forEach(one -> say(bruno, one, "Encore, " + one).ok());
    var meanwhile =
        world
            .db()
            .write(
                tx -> {
                  new TaskStore().lock(tx, id(held)).orElseThrow();
                  clock.advance(Calls.PAUSE);
                  Race.until(() -> Collections.frequency(lines(yann), id(free)) == 2);
                  return lines(yann);
                });
    assertThat(meanwhile).containsOnlyOnce(id(held));
    assertThat(Collections.frequency(watched(yann), id(held))).as("once it is over").isEqualTo(2);
  }

  @Test
  void whom_a_node_of_the_version_before_calls_is_told_and_once_within_the_hour() {
    var pia = newcomer("pia");
    var task = crew.make(alice, "title", "D'avant", "watchers", people(pia)).ok().json();
    var add =
        """
        insert into task_call (nid, task, kind, "to", "by", at_ms)
        select nextval('nid'), nid, 'WATCHED', ?, '', ? from task, generate_series(1, 2)
         where id = ?""";
    var left = "select from task_call where kind = 'WATCHED'";
    world.db().write(tx -> tx.run(add, pia.user(), clock.millis(), id(task)));
    Race.until(() -> world.db().read(tx -> tx.list(_ -> true, left)).isEmpty());
    assertThat(watched(pia)).containsExactly(id(task));
    world.db().write(tx -> tx.run(add, pia.user(), clock.millis(), id(task)));
    Race.until(() -> world.db().read(tx -> tx.list(_ -> true, left)).isEmpty());
    assertThat(watched(pia)).as("within the hour").hasSize(1);
    clock.advance(Calls.PAUSE);
    assertThat(watched(pia)).containsExactly(id(task), id(task));
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
                  var to = List.of(bruno.user());
                  store.add(tx, task, Calling.Kind.WATCHED, to, by);
                  store.add(tx, task, Calling.Kind.MENTIONED, to, by);
                  store.add(tx, task, Calling.Kind.ASSIGNED, to, by);
                  var first = store.oldest(tx, clock.millis(), clock.millis(), 2);
                  var all = store.oldest(tx, clock.millis(), clock.millis(), 1_000);
                  store.done(tx, all, 0);
                  return List.of(kinds(first), kinds(all));
                });
    assertThat(kinds.getFirst()).hasSize(2).doesNotContain(Calling.Kind.WATCHED);
    assertThat(kinds.getLast()).endsWith(Calling.Kind.WATCHED);
    assertThat(kinds.getLast()).contains(Calling.Kind.MENTIONED, Calling.Kind.ASSIGNED);
  }

  private static List<Calling.Kind> kinds(List<Calling> all) {
    return all.stream().map(Calling::kind).toList();
  }

  @Test
  void
      one_change_calls_those_who_watch_as_often_as_may_be_and_everybody_once_before_others_again() {
    var tasks = new ArrayList<JsonObject>();
    for (int n = 0; n <= CallStore.WATCHED_MAX; n += Values.WATCHERS_MAX) {
      tasks.add(watchedByAll("Lot " + n));
    }
    var rose = newcomer("rose");
    tasks.add(crew.make(alice, "title", "La sienne", "watchers", people(rose)).ok().json());
    var wish =
        JsonObject.of(
            "request_id", "all",
            "set", JsonObject.of("place", into("doing")),
            "tasks",
                JsonArray.of(
                    tasks.stream().map(one -> JsonObject.of("id", id(one), "base", 1)).toArray()));
    Gathering.patch(alice, crew.here() + "/tasks", wish).ok();
    var ids = tasks.stream().map(Crew::id).toArray(String[]::new);
    var ofThese = " from task_watch_call where task in (select nid from task where id = any(?))";
    var called =
        world
            .db()
            .write(
                tx -> {
                  var to = tx.list(row -> row.text("to"), "select \"to\"" + ofThese, (Object) ids);
                  tx.run("delete" + ofThese, (Object) ids);
                  return to;
                });
    assertThat(called).hasSize(CallStore.WATCHED_MAX).contains(rose.user());
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
    crew.make(alice, "title", "Pour Noa", "assignees", people(noa)).ok();
    Race.until(() -> NewsTest.told(noa).contains("task_assigned"));
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
