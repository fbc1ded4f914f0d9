package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.platform.watch.Faults;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// How the server is, told to who runs it. Nobody else logs errors meanwhile.
@Isolated
@Timeout(60)
class HealthTest {
  private static final String HEALTH = "/api/v1/administration/health";

  /// Some megabytes.
  private static final String FILL =
      "create table filling as select repeat('x', 900) as x from generate_series(1, 9000)";

  private static final Logger log = LoggerFactory.getLogger("parvis.app.HealthTest");

  private final TestClock clock = new TestClock();
  @AutoClose private final World world = World.start(Map.of(), clock);
  private final Client admin = world.administrator("house");

  private JsonObject part(String name) {
    return admin.get(HEALTH).ok().json().object(name).orElseThrow();
  }

  private String state(String part) {
    return part(part).string("state").orElseThrow();
  }

  @Test
  void who_runs_the_server_is_told_what_it_is_and_nobody_else_is() {
    long started = clock.millis();
    clock.advance(Duration.ofHours(3));
    var told = admin.get(HEALTH).ok().json();
    assertThat(told.string("version")).hasValue(Main.VERSION);
    assertThat(told.integer("started")).hasValue(started);
    assertThat(part("database").integer("bytes").orElseThrow()).isGreaterThan(1_000_000);
    assertThat(state("database")).isEqualTo("good");
    assertThat(state("search")).isEqualTo("good");
    assertThat(state("push")).isEqualTo("good");
    assertThat(world.register("agent").get(HEALTH).errcode()).isEqualTo("M_FORBIDDEN");
    var mayor = world.register("mayor");
    Town.put(admin, Town.organisation(admin, "Ville"), mayor, "administrator").ok();
    assertThat(mayor.get(HEALTH).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(world.stranger().get(HEALTH).errcode()).isEqualTo("M_MISSING_TOKEN");
  }

  @Test
  void how_large_the_database_is_it_is_asked_once_an_hour() {
    long bytes = part("database").integer("bytes").orElseThrow();
    world.db().write(tx -> tx.run(FILL));
    assertThat(part("database").integer("bytes")).hasValue(bytes);
    clock.advance(Duration.ofHours(1));
    assertThat(part("database").integer("bytes").orElseThrow()).isGreaterThan(bytes);
  }

  @Test
  void the_disk_tells_what_is_free_where_files_are_kept() throws IOException {
    var store = Files.getFileStore(world.data());
    var disk = part("disk");
    assertThat(disk.integer("total")).hasValue(store.getTotalSpace());
    assertThat(disk.integer("free").orElseThrow()).isPositive().isLessThan(store.getTotalSpace());
    assertThat(disk.integer("missing")).hasValue(0);
  }

  @Test
  void the_last_backup_is_known_by_what_it_leaves_and_grows_old() throws IOException {
    assertThat(part("backup")).isEqualTo(JsonObject.of("state", "unknown"));
    Path mark = Files.createFile(world.data().resolve(Health.BACKED_UP));
    Files.setLastModifiedTime(mark, FileTime.from(clock.instant()));
    long at = clock.millis();
    assertThat(part("backup")).isEqualTo(JsonObject.of("state", "good", "at", at));
    clock.advance(Duration.ofDays(3));
    assertThat(part("backup")).isEqualTo(JsonObject.of("state", "look", "at", at));
    clock.advance(Duration.ofDays(5));
    assertThat(part("backup")).isEqualTo(JsonObject.of("state", "bad", "at", at));
    long ahead = clock.millis() + Duration.ofDays(1).toMillis();
    Files.setLastModifiedTime(mark, FileTime.fromMillis(ahead));
    assertThat(part("backup")).isEqualTo(JsonObject.of("state", "unknown", "at", ahead));
  }

  @Test
  void mails_that_do_not_go_are_counted() {
    assertThat(part("mail"))
        .isEqualTo(
            JsonObject.of(
                "state", "look", "server", false, "trouble", "", "waiting", 0, "late", 0, "failed",
                0));
    for (var to : new String[] {"un@ville.example", "deux@ville.example"}) {
      admin.post("/api/v1/mails", JsonObject.of("to", to)).ok();
      Mails.kept(admin, to);
    }
    long later = clock.millis() + Duration.ofHours(1).toMillis();
    become("un@ville.example", "waiting", later);
    become("deux@ville.example", "refused", later);
    var mail = part("mail");
    assertThat(mail.integer("waiting")).hasValue(1);
    assertThat(mail.integer("late")).hasValue(1);
    assertThat(mail.integer("failed")).hasValue(1);
    clock.advance(Duration.ofDays(2));
    assertThat(part("mail").integer("failed")).as("two days later").hasValue(0);
  }

  private void become(String to, String state, long due) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "update mail set state = ?, tries = 1, due_ms = ? where recipient = ?",
                    state,
                    due,
                    to));
  }

  @Test
  void what_failed_is_told_for_a_day_by_what_the_log_says() {
    assertThat(part("work"))
        .isEqualTo(
            JsonObject.of("state", "good", "faults", 0, "more", false, "said", JsonArray.EMPTY));
    log.warn("Something is tried again");
    log.error("An import did not go on");
    long first = clock.millis();
    clock.advance(Duration.ofHours(1));
    log.error("A copy of {} pages could not be made", 2);
    log.error("A copy of {} pages could not be made", 3);
    assertThat(part("work"))
        .isEqualTo(
            JsonObject.of(
                "state",
                "look",
                "faults",
                3,
                "more",
                false,
                "said",
                JsonArray.of(
                    said("A copy of 3 pages could not be made", 2, clock.millis()),
                    said("An import did not go on", 1, first))));
    clock.advance(Duration.ofDays(2));
    assertThat(state("work")).isEqualTo("good");
  }

  private static JsonObject said(String sentence, int times, long last) {
    return JsonObject.of("sentence", sentence, "times", times, "last", last);
  }

  @Test
  void what_happens_often_is_counted_up_to_a_bound_and_hides_nothing_else() {
    log.error("An import did not go on");
    for (int n = 0; n < Faults.COUNTED_MAX; n++) {
      log.error("The file {} is gone", n);
    }
    assertThat(part("work").integer("faults")).hasValue(Faults.COUNTED_MAX + 1);
    assertThat(part("work").bool("more")).hasValue(false);
    log.error("The file {} is gone", "last");
    assertThat(part("work").integer("faults")).hasValue(Faults.COUNTED_MAX + 1);
    assertThat(part("work").bool("more")).hasValue(true);
    assertThat(part("work").array("said").orElseThrow().objects())
        .extracting(one -> one.string("sentence").orElseThrow())
        .containsExactly("The file last is gone", "An import did not go on");
  }
}
