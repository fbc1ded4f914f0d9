package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;
import static parvis.suite.tasks.Crew.people;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// What tasks do though nobody asks for it: each by itself, and where somebody is there for it.
class LooksTest {
  private static final String LONG_AGO = "2020-01-01";
  private static final JsonObject DAILY = JsonObject.of("rule", "FREQ=DAILY", "when", "day");

  @AutoClose static final World world = World.start();

  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;

  private static JsonObject daily(Client who, String site, String title, Object... more) {
    var later = LocalDate.now(ZoneOffset.UTC).plusDays(9).toString();
    var set = JsonObject.of("title", title, "due", later, "repeats", DAILY).toBuilder();
    for (int i = 0; i < more.length; i += 2) {
      set.put((String) more[i], more[i + 1]);
    }
    var wish = JsonObject.of("request_id", "daily " + title, "set", set.build());
    return who.post(in(site) + "/tasks", wish).ok().json();
  }

  private static void run(String sql, Object... args) {
    world.db().write(tx -> tx.run(sql, args));
  }

  private static String text(String sql, Object... args) {
    return world
        .db()
        .read(tx -> tx.first(row -> row.optionalText("said").orElse("none"), sql, args))
        .orElseThrow();
  }

  private static long number(String sql, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, args)).orElseThrow();
  }

  private static void bringDay(JsonObject task) {
    run("update task set again_on = ? where id = ?", LONG_AGO, id(task));
  }

  private static long called(String title) {
    return number("select count(*) as n from task where content::jsonb ->> 'title' = ?", title);
  }

  private static String follower(JsonObject task) {
    return text("select followed_by as said from task where id = ?", id(task));
  }

  private static void awaitPutOff(JsonObject task) {
    Race.until(
        () ->
            text("select again_on as said from task where id = ?", id(task)).compareTo(LONG_AGO)
                > 0);
    assertThat(follower(task)).isEqualTo("none");
    assertThat(called(task.string("title").orElseThrow())).isEqualTo(1);
  }

  @Test
  void nothing_comes_again_where_it_is_archived_or_has_no_tasks() {
    var archived = crew.space("project", "Fermé");
    var off = crew.space("project", "Éteint");
    var shut = daily(alice, archived, "Au fermé");
    var dark = daily(alice, off, "À l'éteint");
    alice.put(in(archived), JsonObject.of("archived", true)).ok();
    alice.put(in(off), JsonObject.of("apps", JsonArray.of("feed"))).ok();
    bringDay(shut);
    bringDay(dark);
    awaitPutOff(shut);
    awaitPutOff(dark);
    alice.put(in(archived), JsonObject.of("archived", false)).ok();
    bringDay(shut);
    Race.until(() -> called("Au fermé") == 2);
  }

  @Test
  void what_somebody_made_who_is_gone_comes_for_whoever_does_it_or_not_at_all() {
    var gina = world.register("gina");
    gina.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    var shared = daily(gina, crew.space, "À Bruno", "assignees", people(bruno));
    var alone = daily(gina, crew.space, "À personne");
    var proof = JsonObject.of("auth", Client.proof(gina.user(), World.PASSWORD));
    gina.post("/_matrix/client/v3/account/deactivate", proof).ok();
    bringDay(alone);
    awaitPutOff(alone);
    bringDay(shared);
    Race.until(() -> called("À Bruno") == 2);
    assertThat(alice.get(TASKS + follower(shared)).ok().json().string("made_by"))
        .contains(bruno.user());
  }

  @Test
  void what_cannot_come_again_holds_up_no_other() {
    var broken = daily(alice, crew.space, "Cassée");
    run(
        "update task set content = replace(content, '\"due\":\"2', '\"due\":\"x') where id = ?",
        id(broken));
    bringDay(broken);
    awaitPutOff(broken);
    var whole = daily(alice, crew.space, "Entière");
    bringDay(whole);
    Race.until(() -> called("Entière") == 2);
  }

  @Test
  void what_has_no_place_comes_no_more_and_names_none_that_is_not_there() {
    var full = crew.space("project", "Plein");
    var last = daily(alice, full, "La dernière");
    run(
        "update task_board set held = ? where space = (select space from task where id = ?)",
        Tasks.TASKS_MAX,
        id(last));
    bringDay(last);
    Race.until(() -> follower(last).isEmpty());
    var closed = crew.space("project", "Sans ouvert");
    var column = JsonObject.of("id", "fait", "name", "Fait", "state", "validated");
    crew.arrange(closed, 0, column).ok();
    var done = daily(alice, closed, "Faite", "place", Crew.into("fait"));
    bringDay(done);
    Race.until(() -> follower(done).isEmpty());
    assertThat(called("La dernière") + called("Faite")).isEqualTo(2);
  }

  @Test
  void nobody_is_called_at_night_for_what_is_due_tomorrow() {
    var paris = ZoneId.of("Europe/Paris");
    var night = LocalDate.of(2026, 11, 27).atTime(0, 30).atZone(paris);
    assertThat(Calls.callingDay(night)).isEmpty();
    assertThat(Calls.callingDay(night.withHour(7).withMinute(59))).isEmpty();
    assertThat(Calls.callingDay(night.withHour(8).withMinute(0)))
        .contains(LocalDate.of(2026, 11, 28));
    // In UTC it is the day before still.
    var far = night.withZoneSameLocal(ZoneId.of("Pacific/Auckland")).withHour(9);
    assertThat(Calls.callingDay(far)).contains(LocalDate.of(2026, 11, 28));
  }

  @Test
  void in_an_archived_space_no_day_calls_anybody() {
    var site = crew.space("project", "Classé");
    var tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
    var wish = crew.wish("title", "Classée", "assignees", people(crew.dan));
    var task = alice.post(in(site) + "/tasks", wish).ok().json();
    Race.until(() -> NewsTest.told(crew.dan).contains("task_assigned"));
    alice.put(in(site), JsonObject.of("archived", true)).ok();
    run("update task set due = ? where id = ?", tomorrow, id(task));
    Race.until(
        () ->
            text("select due_told as said from task where id = ?", id(task)).equals(tomorrow)
                && number("select count(*) as n from task_call") == 0);
    assertThat(NewsTest.told(crew.dan)).doesNotContain("task_due");
  }

  @Test
  void whom_it_cannot_be_told_holds_up_nobody() {
    var task = crew.make(alice, "title", "Appels").ok().json();
    run(
        """
        insert into task_call (nid, task, kind, "to", "by", at_ms, due_ms)
        select nextval('nid'), nid, 'ASSIGNED', ?, '', ?, ? from task, generate_series(1, 200)
         where id = ?""",
        bruno.user(),
        System.currentTimeMillis(),
        Long.MAX_VALUE,
        id(task));
    crew.change(alice, task, "assignees", people(bruno)).ok();
    Race.until(() -> NewsTest.told(bruno).contains("task_assigned"));
    assertThat(number("select count(*) as n from task_call where due_ms > 0")).isEqualTo(200);
    run("delete from task_call");
  }

  @Test
  void who_has_a_reminder_changes_it_though_a_task_has_no_more() {
    var later = LocalDate.now(ZoneOffset.UTC).plusDays(30);
    var task = crew.make(alice, "title", "Rappels", "due", later.toString()).ok().json();
    var path = TASKS + id(task) + "/reminder";
    var wish = JsonObject.of("days_before", 2, "minute", 540, "zone", "Europe/Paris");
    var first = bruno.put(path, wish).ok().json();
    run(
        """
        insert into task_reminder (task, "user", days, minute, zone, at_ms)
        select nid, '@u' || i, 0, 0, 'UTC', 1 from task, generate_series(1, ?) as i where id = ?""",
        Reminders.OF_TASK_MAX - 1,
        id(task));
    assertThat(alice.put(path, wish).errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat(bruno.put(path, wish.with("minute", 541)).ok().json().integer("at"))
        .hasValue(first.integer("at").orElseThrow() + 60_000);
    var sooner = crew.change(alice, task, "due", later.minusDays(1).toString()).ok().json();
    assertThat(bruno.get(path).ok().json().integer("at").orElseThrow())
        .isLessThan(first.integer("at").orElseThrow());
    var midnight = later.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    assertThat(moved(task, midnight)).isEqualTo(Reminders.OF_TASK_MAX - 1);
    crew.change(alice, sooner, "due", JsonNull.NULL).ok();
    assertThat(bruno.get(path).ok().json().integer("at")).isEmpty();
  }

  private static long moved(JsonObject task, long atMs) {
    return number(
        """
        select count(*) as n from task_reminder r join task t on t.nid = r.task
         where t.id = ? and r.at_ms = ? and not r.told""",
        id(task),
        atMs);
  }

  @Test
  void more_than_a_part_tells_at_once_is_counted_and_asked_for() {
    var paul = world.register("paul");
    paul.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    var late = crew.make(alice, "title", "Un", "assignees", people(paul), "due", "2026-01-02");
    run(
        """
        insert into task (nid, id, space, number, version, versions, content, texts, "column", rank,
                          state, state_by, state_ms, assignees, own, archived, due, made_by, made_ms,
                          changed_ms)
        select nextval('nid'), 'heap' || n, space, 100000 + n, 1, versions, content, texts, "column",
               rank || n, state, state_by, state_ms, assignees, own, archived, due, made_by, made_ms,
               changed_ms
          from task, generate_series(1, 204) n where id = ?""",
        id(late.ok().json()));
    var mine = "/api/v1/tasks/mine?today=2026-11-24";
    var first = paul.get(mine).ok().json();
    assertThat(Crew.objects(first, "late")).hasSize(200);
    assertThat(first.object("more").orElseThrow()).isEqualTo(JsonObject.of("late", 5));
    assertThat(first.bool("cut")).contains(false);
    var whole = paul.get(mine + "&part=late").ok().json();
    assertThat(Crew.objects(whole, "late")).hasSize(205);
    assertThat(whole.has("today")).isFalse();
    assertThat(paul.get(mine + "&part=soon").errcode()).isEqualTo("M_INVALID_PARAM");
    run("delete from task where id like 'heap%'");
  }
}
