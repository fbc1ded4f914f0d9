package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whoever looks at what they have to do hears of each change that concerns them, on any board, and
/// of no other.
class WorkNewsTest {
  private static final String MINE = Crew.TASKS + "mine";

  private static final String FILL =
      """
      insert into syncable (kind, "user", room, key, pos, value)
      select 9, 0, (select space from task_board order by space limit 1), 'k' || n, n, '[]'
        from generate_series(1, ?) as n""";

  private static final String EMPTY =
      "delete from syncable where kind = 9 and pos <= ? and key = 'k' || pos";

  private static final String AGE =
      "update task set made_ms = made_ms - ?, state_ms = state_ms - ? where id = ?";

  @AutoClose private static final World world = World.start();
  private static final Crew crew = new Crew(world);

  private static String now(Client who) {
    return who.get(MINE).ok().string("since");
  }

  private static JsonObject after(Client who, String since, int timeoutMs) {
    return who.get(MINE + "/changes?timeout=" + timeoutMs + "&since=" + since).ok().json();
  }

  private static boolean concerns(JsonObject told) {
    return told.bool("changed").orElseThrow();
  }

  /// What is done is told to who waits meanwhile.
  private static void hears(Client who, Runnable done) {
    var since = now(who);
    var waiting = Race.later(() -> who.get(MINE + "/changes?timeout=30000&since=" + since));
    done.run();
    assertThat(concerns(Race.ended(waiting).ok().json())).isTrue();
  }

  /// What is done is not told, and is not read again.
  private static void hearsNothing(Client who, Runnable done) {
    var since = now(who);
    done.run();
    var told = after(who, since, 0);
    assertThat(concerns(told)).isFalse();
    assertThat(told.string("since")).isNotEqualTo(since);
  }

  @Test
  void what_is_given_to_somebody_changed_and_taken_from_them_is_heard_on_any_board() {
    var task = crew.make(crew.alice, "title", "Poser").ok().json();
    hears(crew.dan, () -> crew.change(crew.alice, task, "assignees", Crew.people(crew.dan)).ok());
    hears(crew.dan, () -> crew.change(crew.alice, crew.read(task), "due", "2027-01-10").ok());
    hears(
        crew.dan,
        () -> crew.change(crew.alice, crew.read(task), "assignees", JsonArray.EMPTY).ok());
    var other = Crew.in(crew.space("project", "Commission"));
    hears(
        crew.bruno,
        () -> {
          var set = crew.wish("title", "Lire", "assignees", Crew.people(crew.bruno));
          crew.alice.post(other + "/tasks", set).ok();
        });
  }

  @Test
  void what_is_gone_is_heard_by_whose_it_was() {
    var task = crew.make(crew.alice, "title", "Poser", "assignees", Crew.people(crew.bruno)).ok();
    var archived = crew.change(crew.alice, task.json(), "archived", true).ok().json();
    hears(crew.bruno, () -> crew.alice.delete(Crew.TASKS + Crew.id(archived)).ok());
  }

  @Test
  void who_validates_hears_of_what_waits_for_them() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    hears(crew.alice, () -> crew.change(crew.bruno, task, "place", Crew.into("review")).ok());
    hears(crew.alice, () -> crew.change(crew.bruno, crew.read(task), "title", "Reposer").ok());
    hears(crew.alice, () -> crew.change(crew.bruno, crew.read(task), "archived", true).ok());
    hears(crew.alice, () -> crew.change(crew.bruno, crew.read(task), "archived", false).ok());
    hears(
        crew.alice,
        () -> crew.change(crew.bruno, crew.read(task), "place", Crew.into("doing")).ok());
  }

  @Test
  void who_validates_does_not_hear_of_what_was_long_not_to_be_validated() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    hearsNothing(crew.alice, () -> crew.change(crew.bruno, task, "title", "Déposer").ok());
    hearsNothing(crew.alice, () -> crew.make(crew.bruno, "title", "Lire").ok());
    crew.change(crew.bruno, crew.read(task), "place", Crew.into("review")).ok();
    crew.change(crew.bruno, crew.read(task), "place", Crew.into("doing")).ok();
    long ago = Duration.ofHours(3).toMillis();
    world.db().write(tx -> tx.run(AGE, ago + 1, ago, Crew.id(task)));
    hearsNothing(
        crew.alice, () -> crew.change(crew.bruno, crew.read(task), "title", "Redéposer").ok());
  }

  @Test
  void what_is_others_matter_is_not_heard() {
    var task = crew.make(crew.bruno, "title", "Poser").ok().json();
    hearsNothing(crew.dan, () -> crew.change(crew.bruno, task, "title", "Déposer").ok());
    hearsNothing(
        crew.eve, () -> crew.change(crew.bruno, crew.read(task), "due", "2027-01-10").ok());
    hearsNothing(crew.outsider, () -> crew.make(crew.bruno, "title", "Lire").ok());
    hearsNothing(
        crew.bruno, () -> crew.alice.put(crew.here() + "/board", JsonObject.of("base", 0)).ok());
  }

  @Test
  void who_was_away_for_too_much_reads_anew() {
    crew.make(crew.bruno, "title", "Poser").ok();
    var since = now(crew.dan);
    world.db().write(tx -> tx.run(FILL, WorkNews.CHANGES_MAX + 1));
    assertThat(concerns(after(crew.dan, since, 0))).isFalse();
    assertThat(concerns(after(crew.dan, since.replaceAll("\\..*", ".0"), 0))).isTrue();
    world.db().write(tx -> tx.run(EMPTY, WorkNews.CHANGES_MAX + 1));
    assertThat(crew.dan.get(MINE + "/changes?timeout=-1&since=" + since).status()).isEqualTo(400);
  }
}
