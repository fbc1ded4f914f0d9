package parvis.platform.log;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.Db;

/// A log on a database, a follower that remembers, and short ways to write.
final class LogWorld implements AutoCloseable {
  final Db db;
  final Nids nids;
  final Log log;
  private final List<LogRow> seen = new ArrayList<>();

  LogWorld(Db db) {
    this(db, Clock.systemUTC());
  }

  LogWorld(Db db, Clock clock) {
    this.db = db;
    this.nids = new Nids(db);
    this.log = new Log(db, clock, new Random());
    log.follow(
        rows -> {
          synchronized (seen) {
            seen.addAll(rows);
          }
        });
    log.start();
  }

  List<LogRow> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /// A room without events; its nid.
  long room() {
    var nid = nids.next();
    db.write(
        tx ->
            tx.run(
                "insert into room (nid, room_id, version_id) values (?, ?, '12')", nid, "!" + nid));
    return nid;
  }

  RoomWrite message(long room, long version, String text, @Nullable SendKey key) {
    return write(room, version, key, event(text, 0, 0, 0));
  }

  RoomWrite write(long room, long version, @Nullable SendKey key, EventRow... events) {
    return new RoomWrite(
        room, version, 1, "tip", version + events.length, List.of(events), List.of(), key);
  }

  EventRow event(String text, long redacts, long member, int membership) {
    var nid = nids.next();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new EventRow(
        nid,
        "$" + nid,
        1,
        1,
        "m.room.message",
        1,
        0,
        1,
        bytes,
        (short) 0,
        "",
        "",
        0,
        redacts,
        member,
        (short) membership,
        text);
  }

  CompletableFuture<Outcome> append(Write write) {
    return log.append(write);
  }

  Outcome outcome(Write write) {
    return log.append(write).join();
  }

  long number(String sql, Object... args) {
    return db.read(tx -> tx.first(r -> r.number("n"), sql, args)).orElseThrow();
  }

  static String eventId(RoomWrite write) {
    return write.events().getLast().eventId();
  }

  @Override
  public void close() {
    log.close();
  }
}
