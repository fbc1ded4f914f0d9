package parvis.app;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.list;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.http.Shape;
import parvis.platform.watch.Faults;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// How the parts of this house are, in words that lead to what is to be done. Whoever reads this is
/// known by the database: where that does not answer, nobody is told anything but that.
final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  /// A file of the data folder that the operator's backup touches when it is done.
  static final String BACKED_UP = "backed-up";

  /// For so long it is not asked again how large the database is: it looks at each of its files.
  private static final Duration SIZED_FOR = Duration.ofHours(1);

  private static final int VERSION_CHARS_MAX = 50;
  private static final int TROUBLE_CHARS_MAX = 1_000;

  /// Sentences of the log that are told.
  private static final int SAID_MAX = 5;

  private static final Shape STATE =
      word(Arrays.stream(HealthState.values()).map(HealthState::word).toArray(String[]::new));

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
                  needed(
                      "missing", count().says("Files, asked for since the start, that are gone")))),
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
                  needed("faults", count().says("Errors of Parvis in the log of the last day")),
                  needed("more", yesOrNo().says("Whether there are more than are counted")),
                  needed(
                      "said",
                      list(
                              object(
                                  needed("sentence", text(Faults.SAID_CHARS_MAX)),
                                  needed("times", count()),
                                  needed("last", count().says("When the last of them was"))),
                              SAID_MAX)
                          .says("What the log says of them, the latest first")))));

  private final Ground ground;
  private final Core core;
  private final Path data;
  private final long startedMs;
  private final AtomicReference<Optional<Sized>> sized = new AtomicReference<>(Optional.empty());

  /// How large the database was at a moment.
  private record Sized(long bytes, long atMs) {}

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

  private static JsonObject.Builder as(HealthState state) {
    return JsonObject.builder().put("state", state.word());
  }

  private JsonObject database() {
    long before = ground.nanos().getAsLong();
    ground.db().read(tx -> tx.first(row -> row.number("one"), "select 1 as one"));
    var took = Duration.ofNanos(ground.nanos().getAsLong() - before);
    return as(HealthState.ofDatabase(took))
        .put("own", ground.config().databaseUrl().isEmpty())
        .put("bytes", databaseBytes())
        .build();
  }

  private long databaseBytes() {
    long now = ground.clock().millis();
    var known = sized.get().filter(it -> now - it.atMs() < SIZED_FOR.toMillis());
    if (known.isPresent()) return known.get().bytes();
    long bytes =
        ground
            .db()
            .read(
                tx ->
                    tx.first(
                        row -> row.number("bytes"),
                        "select pg_database_size(current_database()) as bytes"))
            .orElseThrow();
    sized.set(Optional.of(new Sized(bytes, now)));
    return bytes;
  }

  private JsonObject disk() {
    long missing = core.media().gone();
    try {
      var store = Files.getFileStore(data);
      long free = store.getUsableSpace();
      long total = store.getTotalSpace();
      return as(HealthState.ofDisk(free, total, missing))
          .put("free", free)
          .put("total", total)
          .put("missing", missing)
          .build();
    } catch (IOException fault) {
      LOG.warn("The disk does not say how full it is", fault);
      return as(HealthState.UNKNOWN).put("free", 0).put("total", 0).put("missing", missing).build();
    }
  }

  private JsonObject backup() {
    var mark = data.resolve(BACKED_UP);
    try {
      var at =
          Files.exists(mark)
              ? Optional.of(Files.getLastModifiedTime(mark).toMillis())
              : Optional.<Long>empty();
      var age = at.map(ms -> Duration.ofMillis(ground.clock().millis() - ms));
      return as(HealthState.ofBackup(age)).putIf("at", at).build();
    } catch (IOException fault) {
      LOG.warn("When the last backup was cannot be read", fault);
      return as(HealthState.UNKNOWN).build();
    }
  }

  private JsonObject mail(ServerName server) {
    var leads = core.mail().leads();
    var trouble = core.mail().trouble();
    var now = ground.outbox().standing(server);
    return as(HealthState.ofMail(leads, !trouble.isEmpty(), now.late() + now.failed()))
        .put("server", leads)
        .put("trouble", trouble)
        .put("waiting", now.waiting())
        .put("late", now.late())
        .put("failed", now.failed())
        .build();
  }

  private JsonObject search() {
    long behind = core.search().behind();
    return as(HealthState.ofSearch(behind, core.search().still())).put("behind", behind).build();
  }

  private JsonObject push() {
    int behind = core.push().behind();
    return as(HealthState.ofPush(behind)).put("behind", behind).build();
  }

  private JsonObject work() {
    var faults = ground.faults().counted();
    var said =
        faults.said().stream()
            .limit(SAID_MAX)
            .map(
                of ->
                    JsonObject.of(
                        "sentence", of.sentence(), "times", of.times(), "last", of.last()))
            .toArray();
    return as(HealthState.ofWork(faults.count()))
        .put("faults", faults.count())
        .put("more", faults.more())
        .put("said", JsonArray.of(said))
        .build();
  }
}
