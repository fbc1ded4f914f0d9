package parvis.app;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.http.Shape;
import parvis.platform.watch.Faults;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonObject;

/// How the parts of this house are, in words that lead to what is to be done. What a state is
/// called because of which figure is decided here alone. Whoever reads this is known by the
/// database: where that does not answer, nobody is told anything but that.
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  /// A file of the data folder that the operator's backup touches when it is done.
  static final String BACKED_UP = "backed-up";

  private static final Duration DATABASE_SLOW = Duration.ofSeconds(1);

  /// So much of the disk is to be free, or the rest of a day may fill it.
  private static final double FREE_PART = 0.1;

  /// Below this PostgreSQL and uploads soon have no room to write.
  private static final long FREE_BYTES_MIN = 1L << 30;

  private static final Duration BACKUP_OLD = Duration.ofDays(2);
  private static final Duration BACKUP_TOO_OLD = Duration.ofDays(7);

  /// Positions that search reads in some seconds.
  private static final long BEHIND_MAX = 10_000;

  private static final int VERSION_CHARS_MAX = 50;
  private static final int TROUBLE_CHARS_MAX = 1_000;

  /// Nobody knows; it is well; somebody should look; it does not work.
  private enum State {
    UNKNOWN,
    GOOD,
    LOOK,
    BAD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Shape STATE =
      word(Arrays.stream(State.values()).map(State::word).toArray(String[]::new));

  static final Shape SHAPE =
      object(
          needed("version", text(VERSION_CHARS_MAX)),
          needed("started", count().says("When it was started")),
          needed(
              "database",
              part(
                  needed("own", yesOrNo().says("Whether Parvis runs PostgreSQL itself")),
                  needed("bytes", count()))),
          needed(
              "disk",
              part(
                  needed("free", count().says("Bytes, where files are kept")),
                  needed("total", count()),
                  needed("missing", count().says("Files that were asked for and are gone")))),
          needed("backup", part(may("at", count().says("When the last one was done")))),
          needed(
              "mail",
              part(
                  needed("server", yesOrNo().says("Whether there is a mail server")),
                  needed("trouble", text(TROUBLE_CHARS_MAX).says("Why it takes nothing now")),
                  needed("waiting", count()),
                  needed("late", count().says("Those that were tried already")),
                  needed("failed", count().says("Those of the last day that will not go")))),
          needed("search", part(needed("behind", count().says("Entries it has still to read")))),
          needed("push", part(needed("behind", count().says("Devices that cannot be told")))),
          needed(
              "work",
              part(
                  needed("faults", count().says("Errors in the log of the last day")),
                  may("last", count().says("When the last one was")),
                  needed("said", text(Faults.SAID_CHARS_MAX).says("What the log says of it")))));

  private final Ground ground;
  private final Core core;
  private final Path data;
  private final long startedMs;

  Health(Ground ground, Core core) {
    this.ground = ground;
    this.core = core;
    this.data = ground.config().data();
    this.startedMs = ground.clock().millis();
  }

  private static Shape part(Shape.Part... figures) {
    return object(Stream.concat(Stream.of(needed("state", STATE)), Stream.of(figures)).toList());
  }

  /// @param server whose mails are counted
  JsonObject told(ServerName server) {
    return JsonObject.builder()
        .put("version", Main.VERSION)
        .put("started", startedMs)
        .put("database", database())
        .put("disk", disk())
        .put("backup", backup())
        .put("mail", mail(server))
        .put("search", search())
        .put("push", push())
        .put("work", work())
        .build();
  }

  private static JsonObject.Builder as(State state) {
    return JsonObject.builder().put("state", state.word());
  }

  private JsonObject database() {
    var own = ground.config().databaseUrl().isEmpty();
    long before = ground.nanos().getAsLong();
    long bytes = databaseBytes();
    long ms = TimeUnit.NANOSECONDS.toMillis(ground.nanos().getAsLong() - before);
    return as(ms > DATABASE_SLOW.toMillis() ? State.LOOK : State.GOOD)
        .put("own", own)
        .put("bytes", bytes)
        .build();
  }

  private long databaseBytes() {
    return ground
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.number("bytes"),
                    "select pg_database_size(current_database()) as bytes"))
        .orElseThrow();
  }

  private JsonObject disk() {
    long missing = core.media().missing();
    try {
      var store = Files.getFileStore(data);
      long free = store.getUsableSpace();
      long total = store.getTotalSpace();
      var state =
          free < FREE_BYTES_MIN
              ? State.BAD
              : free < total * FREE_PART || missing > 0 ? State.LOOK : State.GOOD;
      return as(state).put("free", free).put("total", total).put("missing", missing).build();
    } catch (IOException fault) {
      LOG.warn("The disk does not say how full it is", fault);
      return as(State.UNKNOWN).put("free", 0).put("total", 0).put("missing", missing).build();
    }
  }

  private JsonObject backup() {
    var mark = data.resolve(BACKED_UP);
    try {
      if (!Files.exists(mark)) return as(State.UNKNOWN).build();
      long at = Files.getLastModifiedTime(mark).toMillis();
      long age = ground.clock().millis() - at;
      var state =
          age > BACKUP_TOO_OLD.toMillis()
              ? State.BAD
              : age > BACKUP_OLD.toMillis() ? State.LOOK : State.GOOD;
      return as(state).put("at", at).build();
    } catch (IOException fault) {
      LOG.warn("When the last backup was cannot be read", fault);
      return as(State.UNKNOWN).build();
    }
  }

  private JsonObject mail(ServerName server) {
    var leads = core.mail().leads();
    var trouble = core.mail().trouble();
    var now = ground.outbox().standing(server);
    var state =
        !trouble.isEmpty()
            ? State.BAD
            : !leads || now.late() + now.failed() > 0 ? State.LOOK : State.GOOD;
    return as(state)
        .put("server", leads)
        .put("trouble", trouble)
        .put("waiting", now.waiting())
        .put("late", now.late())
        .put("failed", now.failed())
        .build();
  }

  private JsonObject search() {
    long behind = core.search().behind();
    return as(behind > BEHIND_MAX ? State.LOOK : State.GOOD).put("behind", behind).build();
  }

  private JsonObject push() {
    int behind = core.push().behind();
    return as(behind > 0 ? State.LOOK : State.GOOD).put("behind", behind).build();
  }

  private JsonObject work() {
    var faults = ground.faults().counted();
    return as(faults.count() > 0 ? State.LOOK : State.GOOD)
        .put("faults", faults.count())
        .putIf("last", faults.last())
        .put("said", faults.said())
        .build();
  }
}
