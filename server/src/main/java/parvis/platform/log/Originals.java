package parvis.platform.log;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// The bytes of redacted events as they were sent. They are kept for a while, then replaced by what
/// the redaction leaves; nothing else ever changes an event's bytes.
///
/// What is to be wiped is noted by the statement that makes the redaction durable, and forgotten by
/// the transaction that wipes it: a process that is killed loses nothing, and several share the
/// work.
public final class Originals {
  private static final Logger logger = LoggerFactory.getLogger(Originals.class);

  /// How long the bytes of a redacted event stay, at most, while a process runs.
  public static final Duration KEPT_MAX = Duration.ofDays(7);

  /// How often rounds begin.
  public static final Duration EVERY = Duration.ofMinutes(10);

  /// Events of one transaction.
  static final int BATCH_MAX = 100;

  /// Transactions of one round; what is left waits for the next one.
  private static final int BATCHES_MAX = 1_000;

  private static final String DUE =
      """
      select o.event, o.redacted_ms, r.version_id, b.bytes
        from original o
        join event_bytes b on b.event = o.event
        join event e on e.nid = o.event
        join room r on r.nid = e.room
       where o.redacted_ms < ? and (o.redacted_ms, o.event) > (?, ?)
       order by o.redacted_ms, o.event limit ?
         for update of o skip locked""";

  private static final String WIPE =
      """
      update event_bytes b set bytes = left_over.bytes
        from unnest(?::bigint[], ?::bytea[]) as left_over (event, bytes)
       where b.event = left_over.event""";

  /// What an event relates to is a part of its content, too; that an edit was one stays known.
  private static final String UNRELATE =
      """
      update event set relates_to = null,
                       rel_type = case rel_type when 'm.replace' then rel_type end
       where nid = any (?) and rel_type is not null""";

  private static final String FORGET = "delete from original where event = any (?)";

  private final Db db;
  private final Clock clock;
  private final Redacting redacting;
  private volatile boolean stopping;
  private final AtomicLong wiped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// Which bytes redaction leaves of an event.
  public interface Redacting {
    byte[] of(byte[] original, String roomVersion);
  }

  private record Original(long event, long at, String roomVersion, byte[] bytes) {}

  /// Where a round stands.
  ///
  /// @param found how many events the last transaction looked at
  private record Place(long at, long event, int found) {}

  public Originals(Db db, Clock clock, Redacting redacting) {
    this.db = db;
    this.clock = clock;
    this.redacting = redacting;
  }

  /// How many events this process has wiped.
  public long wiped() {
    return wiped.get();
  }

  /// How often an event could not be wiped.
  public long failed() {
    return failed.get();
  }

  /// The moment before which redactions are due.
  public long due() {
    return clock.millis() - KEPT_MAX.minus(EVERY).toMillis();
  }

  /// One round: wipes what is due, in transactions of a few events each.
  public void wipe() {
    var due = due();
    var place = new Place(0, 0, BATCH_MAX);
    try {
      for (int i = 0; i < BATCHES_MAX && place.found() == BATCH_MAX && !stopping; i++) {
        place = batch(due, place);
      }
    } catch (DatabaseFault fault) {
      logger.warn("redacted events cannot be wiped at the moment", fault);
    }
  }

  /// Ends the round after the transaction that runs, and every later one.
  public void stop() {
    stopping = true;
  }

  private Place batch(long due, Place from) {
    record Done(Place place, int wiped) {}
    var done =
        db.write(
            tx -> {
              var found = tx.list(Originals::read, DUE, due, from.at(), from.event(), BATCH_MAX);
              var count = wipe(tx, found);
              if (found.isEmpty()) {
                return new Done(new Place(from.at(), from.event(), 0), 0);
              }
              var last = found.getLast();
              return new Done(new Place(last.at(), last.event(), found.size()), count);
            });
    wiped.addAndGet(done.wiped());
    return done.place();
  }

  private int wipe(Tx tx, List<Original> found) {
    var events = new ArrayList<Long>();
    var bytes = new ArrayList<byte[]>();
    for (var original : found) {
      try {
        bytes.add(redacting.of(original.bytes(), original.roomVersion()));
        events.add(original.event());
      } catch (RuntimeException fault) {
        failed.incrementAndGet();
        logger.error("event {} cannot be read and is not wiped", original.event(), fault);
      }
    }
    var nids = events.stream().mapToLong(nid -> nid).toArray();
    tx.run(WIPE, nids, bytes.toArray(byte[][]::new));
    tx.run(UNRELATE, (Object) nids);
    return tx.run(FORGET, (Object) nids);
  }

  private static Original read(Row row) {
    return new Original(
        row.number("event"), row.number("redacted_ms"), row.text("version_id"), row.bytes("bytes"));
  }
}
