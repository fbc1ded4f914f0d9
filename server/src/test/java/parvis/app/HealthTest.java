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
import org.slf4j.LoggerFactory;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// How the server is, told to who runs it. Nobody else logs errors meanwhile.
@Isolated
@Timeout(60)
class HealthTest {
  private static final String HEALTH = "/api/v1/administration/health";

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
    assertThat(world.stranger().get(HEALTH).errcode()).isEqualTo("M_MISSING_TOKEN");
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
    assertThat(part("work")).isEqualTo(JsonObject.of("state", "good", "faults", 0, "said", ""));
    var log = LoggerFactory.getLogger("parvis.app.HealthTest");
    log.warn("Something is tried again");
    log.error("An import did not go on");
    log.error("A copy of {} pages could not be made", 3);
    assertThat(part("work"))
        .isEqualTo(
            JsonObject.of(
                "state",
                "look",
                "faults",
                2,
                "last",
                clock.millis(),
                "said",
                "A copy of 3 pages could not be made"));
    clock.advance(Duration.ofDays(2));
    assertThat(state("work")).isEqualTo("good");
  }
}
