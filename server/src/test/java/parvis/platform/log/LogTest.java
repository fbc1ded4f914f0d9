package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.base.Refused;
import parvis.harness.TestDatabase;
import parvis.platform.db.DatabaseFault;

class LogTest {
  @AutoClose private final LogWorld world = new LogWorld(TestDatabase.fresh());

  @Test
  void whatIsAnsweredIsStoredAndToldInOrder() {
    var room = world.room();
    var answers = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < 1_000; i++) {
      answers.add(world.append(world.message(room, i, "m" + i, null)));
    }
    long last = 0;
    for (var answer : answers) {
      assertThat(answer.join()).isInstanceOf(Outcome.Written.class);
      var written = (Outcome.Written) answer.join();
      assertThat(written.first()).isEqualTo(written.last()).isGreaterThan(last);
      last = written.last();
    }
    assertThat(world.log.applied()).isEqualTo(last);
    assertThat(world.seen().stream().map(LogRow::payload))
        .containsExactlyElementsOf(
            answers.stream().<Object>map(a -> "m" + answers.indexOf(a)).toList());
    assertThat(world.number("select version as n from room where nid = ?", room)).isEqualTo(1_000);
    assertThat(
            world.number(
                "select count(*) as n from event e join log l on l.ref = e.nid"
                    + " and l.pos = e.pos join event_bytes b on b.event = e.nid"))
        .isEqualTo(1_000);
  }

  @Test
  void theSameKeyFindsTheSameEvent() {
    var room = world.room();
    var key = new SendKey(1, "PUT /rooms/r/send/m.room.message", "t1");
    var first = world.message(room, 0, "once", key);
    var inFlight = world.append(first);
    var atOnce = world.append(world.message(room, 1, "again", key));
    var builtOnIt = world.append(world.message(room, 2, "on top", null));
    assertThat(inFlight.join()).isInstanceOf(Outcome.Written.class);
    assertThat(atOnce.join()).isEqualTo(new Outcome.Used(LogWorld.eventId(first)));
    assertThat(builtOnIt.join()).isEqualTo(new Outcome.Moved());
    assertThat(world.outcome(world.message(room, 1, "later", key)))
        .isEqualTo(new Outcome.Used(LogWorld.eventId(first)));
    var other = new SendKey(2, key.path(), key.txn());
    assertThat(world.outcome(world.message(room, 1, "another session", other)))
        .isInstanceOf(Outcome.Written.class);
    assertThat(world.log.used(key)).contains(LogWorld.eventId(first));
    assertThat(world.log.used(new SendKey(3, "", ""))).isEmpty();
  }

  @Test
  void aKeyUsedBeforeARestartIsFoundInTheDatabase() {
    var room = world.room();
    var quiet = world.room();
    var key = new SendKey(1, "PUT /rooms/r/send/m.room.message", "t1");
    var first = world.message(room, 0, "once", key);
    world.outcome(first);
    try (var next = new LogWorld(world.db)) {
      assertThat(next.log.used(key)).contains(LogWorld.eventId(first));
      var before = next.append(next.message(room, 1, "before", null));
      var again = next.append(next.message(room, 2, "again", key));
      var after = next.append(next.message(room, 3, "after", null));
      var elsewhere = next.append(next.message(quiet, 0, "elsewhere", null));
      assertThat(again.join()).isEqualTo(new Outcome.Used(LogWorld.eventId(first)));
      assertThat(before.join()).isInstanceOf(Outcome.Written.class);
      assertThat(after.join()).isEqualTo(new Outcome.Moved());
      assertThat(elsewhere.join()).isInstanceOf(Outcome.Written.class);
      assertThat(next.outcome(next.message(room, 2, "after", null)))
          .isInstanceOf(Outcome.Written.class);
    }
    assertThat(world.number("select count(*) as n from event where room = ?", room)).isEqualTo(3);
  }

  @Test
  void aRoomThatMovedIsPreparedAgain() {
    var room = world.room();
    try (var other = new LogWorld(world.db)) {
      assertThat(other.outcome(other.message(room, 0, "theirs", null)))
          .isInstanceOf(Outcome.Written.class);
      var stale = world.append(world.message(room, 0, "stale", null));
      var onTop = world.append(world.message(room, 1, "on top", null));
      assertThat(stale.join()).isEqualTo(new Outcome.Moved());
      assertThat(onTop.join()).isEqualTo(new Outcome.Moved());
      var fresh = world.append(world.message(room, 1, "fresh", null));
      assertThat(fresh.join()).isInstanceOf(Outcome.Written.class);
      assertThat(other.log.await(((Outcome.Written) fresh.join()).last(), Duration.ofSeconds(5)))
          .isTrue();
      assertThat(other.seen().stream().map(LogRow::pos))
          .containsExactlyElementsOf(world.seen().stream().map(LogRow::pos).toList());
      assertThat(other.seen().getLast().payload()).isNull();
    }
  }

  /// Versions count events, so another node can bring a room to the number that a dropped write
  /// would have made. What was built on the dropped one must not pass for that.
  @Test
  void aWriteBuiltOnADroppedOneNeverPassesForAnother() {
    var room = world.room();
    var key = new SendKey(1, "path", "txn");
    world.outcome(world.message(room, 0, "first", key));
    assertThat(world.outcome(world.message(room, 1, "dropped", key)))
        .isInstanceOf(Outcome.Used.class);
    try (var other = new LogWorld(world.db)) {
      other.outcome(other.message(room, 1, "theirs", null));
    }
    assertThat(world.outcome(world.message(room, 2, "built on the dropped one", null)))
        .isEqualTo(new Outcome.Moved());
    assertThat(world.outcome(world.message(room, 2, "prepared again", null)))
        .isInstanceOf(Outcome.Written.class);
  }

  @Test
  void theLastValueOfAThingIsKeptWithItsPosition() {
    var first = world.append(new SyncableWrite(List.of(thing("a", "1"), thing("b", "1"))));
    var second = world.append(new SyncableWrite(List.of(thing("a", "2"))));
    first.join();
    var last = ((Outcome.Written) second.join()).last();
    assertThat(world.number("select pos as n from syncable where key = 'a'")).isEqualTo(last);
    assertThat(world.number("select count(*) as n from syncable where value = '2'::bytea"))
        .isEqualTo(1);
    assertThat(world.seen().getLast().key()).isEqualTo("a");
    assertThat(world.seen().getLast().payload()).isEqualTo("2");
  }

  @Test
  void thingsUnderAUsedKeyAreWrittenOnce() {
    var key = new SendKey(1, "PUT sendToDevice m.example", "t1");
    var first = world.append(new SyncableWrite(List.of(thing("a", "1"), thing("b", "1")), key));
    var atOnce = world.append(new SyncableWrite(List.of(thing("a", "2")), key));
    var other = world.append(new SyncableWrite(List.of(thing("c", "1"))));
    assertThat(first.join()).isInstanceOf(Outcome.Written.class);
    assertThat(atOnce.join()).isEqualTo(new Outcome.Used(""));
    assertThat(other.join()).isInstanceOf(Outcome.Written.class);
    assertThat(world.outcome(new SyncableWrite(List.of(thing("a", "3")), key)))
        .isEqualTo(new Outcome.Used(""));
    try (var next = new LogWorld(world.db)) {
      var beside = next.append(new SyncableWrite(List.of(thing("d", "1"))));
      var later = next.append(new SyncableWrite(List.of(thing("a", "4"), thing("e", "1")), key));
      assertThat(later.join()).isEqualTo(new Outcome.Used(""));
      assertThat(beside.join()).isInstanceOf(Outcome.Written.class);
    }
    assertThat(world.number("select count(*) as n from syncable where value = '1'::bytea"))
        .isEqualTo(4);
    assertThat(world.number("select count(*) as n from log")).isEqualTo(4);
  }

  private static Syncable thing(String key, String value) {
    return new Syncable(
        LogRow.RECEIPT, 1, 2, key, value.getBytes(StandardCharsets.UTF_8), false, value);
  }

  @Test
  void whatOneEventOfABatchDoesToAnotherIsDone() {
    var room = world.room();
    var target = world.event("target", 0, 0, 0);
    var joins = world.event("joins", 0, 77, 2);
    var leaves = world.event("leaves", 0, 77, 3);
    var redaction = world.event("redaction", target.nid(), 0, 0);
    world.outcome(world.write(room, 0, null, target, joins, leaves, redaction));
    assertThat(world.number("select redacted_by as n from event where nid = ?", target.nid()))
        .isEqualTo(redaction.nid());
    assertThat(world.number("select membership as n from membership where room = ?", room))
        .isEqualTo(3);
    var later = world.event("redaction of another batch", joins.nid(), 77, 2);
    world.outcome(world.write(room, 4, null, later));
    assertThat(world.number("select redacted_by as n from event where nid = ?", joins.nid()))
        .isEqualTo(later.nid());
    assertThat(world.number("select event as n from membership where room = ?", room))
        .isEqualTo(later.nid());
  }

  @Test
  void oneUnacceptableWriteFailsAlone() {
    var room = world.room();
    var answers = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < 20; i++) {
      answers.add(world.append(world.message(world.room(), 0, "good", null)));
    }
    var bad = world.append(world.message(room, 0, "bad", new SendKey(1, "path", "\0")));
    var after = world.append(world.message(room, 1, "after", null));
    assertThatThrownBy(bad::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(DatabaseFault.class);
    assertThat(after.join()).isEqualTo(new Outcome.Moved());
    for (var answer : answers) {
      assertThat(answer.join()).isInstanceOf(Outcome.Written.class);
    }
  }

  @Test
  void aKilledBackendLosesAndDoublesNothing() throws Exception {
    var rooms = new long[8];
    for (int i = 0; i < rooms.length; i++) {
      rooms[i] = world.room();
    }
    var answers = new ArrayList<CompletableFuture<Outcome>>();
    for (int i = 0; i < 4_000; i++) {
      answers.add(world.append(world.message(rooms[i % 8], i / 8, "m" + i, null)));
      if (i % 400 == 399) {
        world.db.read(
            tx ->
                tx.list(
                    r -> r.bool("done"),
                    "select pg_terminate_backend(pid) as done from pg_stat_activity"
                        + " where pid <> pg_backend_pid() and datname = current_database()"
                        + " and query like '%room_lock%'"));
        answers.get(i - 100).get(20, TimeUnit.SECONDS);
      }
    }
    for (var answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Written.class);
    }
    assertThat(world.number("select count(*) as n from log")).isEqualTo(4_000);
    assertThat(world.seen().stream().map(LogRow::pos).distinct().sorted().toList())
        .isEqualTo(world.seen().stream().map(LogRow::pos).toList());
    assertThat(world.seen().stream().map(LogRow::payload).toList())
        .isEqualTo(answers.stream().<Object>map(a -> "m" + answers.indexOf(a)).toList());
    assertThat(world.log.trouble()).isEmpty();
  }

  @Test
  void aFollowerThatFailsEndsTheLogInsteadOfLosingRows() throws Exception {
    var ended = new CompletableFuture<Void>();
    var told = new CopyOnWriteArrayList<LogRow>();
    try (var log = new Log(world.db, Clock.systemUTC(), new Random())) {
      log.follow(
          _ -> {
            throw new IllegalStateException("it cannot take it");
          });
      log.follow(told::addAll);
      log.whenDead(() -> ended.complete(null));
      log.start();
      var before = log.applied();
      var room = world.room();
      var answer = log.append(world.message(room, 0, "m", null));
      ended.get(20, TimeUnit.SECONDS);
      assertThat(log.trouble()).contains("log-publisher ended");
      assertThat(answer).isNotDone();
      assertThat(told).isEmpty();
      assertThat(log.applied()).isEqualTo(before);
      var next = world.message(room, 1, "n", null);
      assertThatThrownBy(() -> log.append(next)).isInstanceOf(Refused.class);
    }
  }
}
