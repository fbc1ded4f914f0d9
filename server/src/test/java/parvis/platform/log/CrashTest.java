package parvis.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import parvis.harness.TestDatabase;
import parvis.platform.db.Db;

class CrashTest {
  private static final int KILLS = 3;
  private static final int ACKNOWLEDGED_BEFORE_A_KILL = 1_500;
  private static final int ROOMS = 8;

  /// An event that a writer was told is durable.
  private record Acknowledged(long room, long pos, long nid) {}

  @Test
  void aKilledProcessLosesDoublesAndReordersNothingAcknowledged() throws IOException {
    var address = Address.of(TestDatabase.freshUrl());
    var db = address.db();
    db.write(
        tx ->
            tx.run(
                "insert into room (nid, room_id, version_id) select n, '!' || n, '12'"
                    + " from generate_series(1, ?) n",
                ROOMS));
    assertThat(setting(db, "fsync")).isEqualTo("on");
    assertThat(setting(db, "full_page_writes")).isEqualTo("on");
    assertThat(setting(db, "synchronous_commit")).isEqualTo("on");
    var ledger = new ArrayList<Acknowledged>();
    for (int run = 1; run <= KILLS; run++) {
      ledger.addAll(untilKilled(address, run));
    }
    try (var _ = new LogWorld(db)) {
      check(db, ledger);
    }
  }

  private static List<Acknowledged> untilKilled(Address address, int run) throws IOException {
    var args = new ArrayList<>(List.of("" + run));
    LongStream.rangeClosed(1, ROOMS).forEach(room -> args.add("" + room));
    var writer = address.java(CrashingWriter.class, args.toArray(String[]::new));
    var acknowledged = new ArrayList<Acknowledged>();
    try (BufferedReader lines = writer.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var numbers = line.split(" ");
        if (numbers.length == 3) {
          acknowledged.add(
              new Acknowledged(
                  Long.parseLong(numbers[0]),
                  Long.parseLong(numbers[1]),
                  Long.parseLong(numbers[2])));
        }
        if (acknowledged.size() == ACKNOWLEDGED_BEFORE_A_KILL) {
          writer.toHandle().destroyForcibly();
        }
      }
    } finally {
      writer.destroyForcibly();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_A_KILL);
    return acknowledged;
  }

  private static void check(Db db, List<Acknowledged> ledger) {
    var stored =
        db.read(
            tx ->
                tx.list(
                    r -> new Acknowledged(r.number("room"), r.number("pos"), r.number("nid")),
                    "select e.room, e.pos, e.nid from event e join log l on l.pos = e.pos"
                        + " and l.ref = e.nid join event_bytes b on b.event = e.nid order by e.pos"));
    assertThat(stored).containsAll(ledger);
    for (long room = 1; room <= ROOMS; room++) {
      var in = room;
      var inOrder = ledger.stream().filter(a -> a.room() == in).map(Acknowledged::pos).toList();
      assertThat(inOrder).isSorted();
    }
    var texts =
        db.read(
            tx ->
                tx.list(
                    r -> r.text("text"),
                    "select convert_from(bytes, 'UTF8') as text from event_bytes"));
    assertThat(texts).doesNotHaveDuplicates();
    var off =
        db.read(
            tx ->
                tx.first(
                    r -> r.number("n"),
                    "select count(*) as n from room r where r.version <>"
                        + " (select count(*) from event e where e.room = r.nid)"));
    assertThat(off).contains(0L);
    System.out.printf(
        "%d kills: %,d acknowledged, %,d stored%n", KILLS, ledger.size(), stored.size());
  }

  private static String setting(Db db, String name) {
    return db.read(tx -> tx.first(r -> r.text("s"), "select current_setting(?) as s", name))
        .orElseThrow();
  }
}
