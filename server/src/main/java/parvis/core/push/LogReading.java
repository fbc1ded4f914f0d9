package parvis.core.push;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.db.DatabaseFault;
import parvis.platform.db.Db;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Places;

/// The durable reader of the log that finds who is to be told of what, on a thread of its own: the
/// log's own only wakes it.
final class LogReading implements Follower, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogReading.class);

  /// Its name among the log's consumers.
  private static final String CONSUMER = "push";

  private static final int ROWS_A_READ = 1_000;

  /// Rows gather for so long after each look.
  private static final long PAUSE_MS = 20;

  /// How often its position is written down, and those are tried again who fell behind.
  private static final long EACH_MS = 1_000;

  /// The same while nobody is to be told of anything.
  private static final long EACH_IDLE_MS = 60_000;

  private static final long STOP_MS = 5_000;

  private final Db db;
  private final Log log;
  private final Rooms rooms;
  private final Pushers pushers;
  private final Sleepers sleepers;
  private final Notices notices;
  private final Lines lines;
  private final Delivery delivery;
  private final Digests digests;
  private final LongSupplier nanos;
  private final Semaphore woken = new Semaphore(0);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("push").daemon().unstarted(this::run);
  private final LongAdder judged = new LongAdder();
  private long savedNanos;
  private long saved;

  /// @param nanos a clock that only goes forward
  LogReading(
      Db db,
      Log log,
      Rooms rooms,
      Pushers pushers,
      Notices notices,
      Lines lines,
      Delivery delivery,
      Digests digests,
      LongSupplier nanos) {
    this.db = db;
    this.log = log;
    this.rooms = rooms;
    this.pushers = pushers;
    this.sleepers = new Sleepers(pushers);
    this.notices = notices;
    this.lines = lines;
    this.delivery = delivery;
    this.digests = digests;
    this.nanos = nanos;
  }

  @Override
  public void applied(List<LogRow> rows) {
    if (pushers.any() && woken.availablePermits() == 0) {
      woken.release();
    }
  }

  /// Goes on where it had come to; a new server begins where the log is now. The log has started.
  void start() {
    db.write(tx -> Places.begin(tx, CONSUMER, log.applied()));
    saved = db.read(tx -> Places.of(tx, CONSUMER));
    lines.begin(saved);
    pushers.start();
    for (var is : pushers.behind()) {
      lines.fellBehind(new Lines.Name(is.user(), is.nid()), is.after());
    }
    savedNanos = nanos.getAsLong();
    thread.start();
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        boolean went = guarded(this::step);
        guarded(this::keepUp);
        if (went && lines.read() < log.applied()) {
          continue;
        }
        var _ = woken.tryAcquire(EACH_MS, TimeUnit.MILLISECONDS);
        var _ = stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean guarded(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException fault) {
      LOG.warn("Push cannot read the log at the moment; trying again", fault);
      return false;
    }
  }

  private void step() {
    var from = lines.read();
    if (!pushers.any()) {
      lines.add(List.of(), Math.max(from, log.applied()));
      return;
    }
    if (from >= log.applied()) {
      return;
    }
    var rows = log.rows(from, ROWS_A_READ);
    if (rows.isEmpty()) {
      return;
    }
    delivery.begin(lines.add(entries(rows), rows.getLast().pos()));
  }

  private List<Lines.Entry> entries(List<LogRow> rows) {
    var places = new HashMap<Long, Room>();
    for (var row : rows) {
      if (row.kind() == LogRow.EVENT && !places.containsKey(row.room())) {
        rooms.find(row.room()).ifPresent(room -> places.put(row.room(), room));
      }
    }
    var sleeping = new HashMap<Long, List<Long>>();
    places.forEach((nid, room) -> sleeping.put(nid, sleepers.in(room)));
    var asleep = pushers.of(concerned(rows, sleeping.values()));
    var entries = new ArrayList<Lines.Entry>();
    if (asleep.isEmpty()) {
      return entries;
    }
    for (var row : rows) {
      try {
        var readers = sleeping.getOrDefault(row.room(), List.of());
        add(entries, row, Optional.ofNullable(places.get(row.room())), readers, asleep);
      } catch (DatabaseFault fault) {
        throw fault;
      } catch (RuntimeException fault) {
        LOG.error("Nobody is told of the row {} of the log", row.pos(), fault);
      }
    }
    return entries;
  }

  /// All who may be to be told of something.
  private static Set<Long> concerned(List<LogRow> rows, Collection<List<Long>> sleeping) {
    var concerned = new HashSet<Long>();
    sleeping.forEach(concerned::addAll);
    for (var row : rows) {
      if (row.user() != 0 && (row.kind() == LogRow.EVENT || row.kind() == LogRow.RECEIPT)) {
        concerned.add(row.user());
      }
    }
    return concerned;
  }

  /// @param inside who of the room has a pusher
  private void add(
      List<Lines.Entry> entries,
      LogRow row,
      Optional<Room> place,
      List<Long> inside,
      Map<Long, List<Pusher>> asleep) {
    if (row.kind() == LogRow.RECEIPT) {
      lessIsUnread(entries, asleep.getOrDefault(row.user(), List.of()));
    }
    if (row.kind() != LogRow.EVENT || place.isEmpty()) {
      return;
    }
    var room = place.get();
    var readers = new ArrayList<>(inside);
    if (row.user() != 0 && asleep.containsKey(row.user()) && !inside.contains(row.user())) {
      readers.add(row.user());
    }
    var event = readers.isEmpty() ? Optional.<RoomEvent>empty() : event(room, row.pos());
    for (var reader : readers) {
      var devices = asleep.getOrDefault(reader, List.of());
      event.ifPresent(one -> add(entries, reader, room, one, devices));
    }
  }

  private void add(
      List<Lines.Entry> entries, long reader, Room room, RoomEvent event, List<Pusher> devices) {
    if (event.senderNid() == reader) {
      lessIsUnread(entries, devices);
      return;
    }
    judged.increment();
    notices
        .of(notices.actor(reader), room, event)
        .ifPresent(
            notice -> {
              for (var one : devices) {
                if (one.isMail()) digests.note(one, notice.pos(), notice.highlights());
                else entries.add(entry(one, notice));
              }
            });
  }

  /// A device shows how much; a mail does not.
  private static void lessIsUnread(List<Lines.Entry> entries, List<Pusher> devices) {
    for (var one : devices) {
      if (!one.isMail()) entries.add(entry(one));
    }
  }

  private static Lines.Entry entry(Pusher pusher) {
    return new Lines.Entry(new Lines.Name(pusher.user(), pusher.nid()), null);
  }

  private static Lines.Entry entry(Pusher pusher, Notice notice) {
    return new Lines.Entry(new Lines.Name(pusher.user(), pusher.nid()), notice);
  }

  private Optional<RoomEvent> event(Room room, long pos) {
    var ring = room.ring().after(pos - 1, pos, 1);
    return (ring.isEmpty() ? rooms.last(room, pos - 1, pos, 1) : ring).stream().findFirst();
  }

  /// How often it was asked what an event is to somebody who has a device to tell.
  long judged() {
    return judged.sum();
  }

  /// How often it was asked whether somebody in a room has one.
  long looked() {
    return sleepers.looked();
  }

  private void keepUp() {
    var now = nanos.getAsLong();
    if (now - savedNanos < TimeUnit.MILLISECONDS.toNanos(pushers.any() ? EACH_MS : EACH_IDLE_MS)) {
      return;
    }
    savedNanos = now;
    save();
    delivery.tryAgain();
    if (pushers.any()) digests.writeDue(lines.read());
  }

  private void save() {
    var told = lines.told();
    if (told > saved) {
      db.write(tx -> Places.move(tx, CONSUMER, told));
      saved = told;
    }
  }

  @Override
  public void close() {
    delivery.stop();
    stopping.countDown();
    woken.release();
    try {
      thread.join(STOP_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    guarded(this::save);
  }
}
