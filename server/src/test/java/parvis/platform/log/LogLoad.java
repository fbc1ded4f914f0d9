package parvis.platform.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import parvis.platform.db.Db;

/// A program that measures the log alone: senders that wait for each answer, as clients do.
///
/// `LogLoad JDBC-URL USER PASSWORD SENDERS SECONDS` on a migrated database; prints accepted events
/// a second, their latency, and the CPU time that this process and PostgreSQL spent on each.
final class LogLoad {
  private static final int ROOMS = 10;
  private static final int EVENT_BYTES = 700;
  private static final double TICKS = 100;

  private LogLoad() {}

  public static void main(String[] args) throws Exception {
    var db = new Address(args[0], args[1], args[2]).db();
    var senders = Integer.parseInt(args[3]);
    var seconds = Integer.parseInt(args[4]);
    try (var world = new LogWorld(db)) {
      var rooms = new ArrayList<Room>();
      for (int i = 0; i < ROOMS; i++) {
        rooms.add(new Room(world.room()));
      }
      load(world, rooms, senders, 5);
      var postgres = postgres(db);
      long before = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
      double postgresBefore = cpu(postgres);
      var latencies = load(world, rooms, senders, seconds);
      double ours =
          (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() - before)
              / 1e3;
      double theirs = (cpu(postgres) - postgresBefore) * 1e6;
      var sorted = latencies.stream().mapToLong(n -> n).sorted().toArray();
      System.out.printf(
          "%d senders: %,d events/s, p50 %.2f ms, p99 %.2f ms, CPU us an event: %.1f here,"
              + " %.1f PostgreSQL, statements of %.1f events%n",
          senders,
          sorted.length / seconds,
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length * 99 / 100] / 1e6,
          ours / sorted.length,
          theirs / sorted.length,
          (double) world.number("select count(*) as n from log")
              / world.number("select count(*) as n from log_batch"));
    }
  }

  private static final class Room {
    final long nid;
    long version;

    Room(long nid) {
      this.nid = nid;
    }
  }

  private static Collection<Long> load(LogWorld world, List<Room> rooms, int senders, int seconds)
      throws Exception {
    var latencies = new ConcurrentLinkedQueue<Long>();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    var text = "x".repeat(EVENT_BYTES);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int s = 0; s < senders; s++) {
        var room = rooms.get(s % rooms.size());
        var session = world.nids.next();
        threads.submit(
            () -> {
              for (int i = 0; System.nanoTime() < end; i++) {
                var key =
                    new SendKey(session, "PUT /rooms/!abcdefghijkl/send/m.room.message", "m" + i);
                long begun = System.nanoTime();
                CompletableFuture<Outcome> answer;
                synchronized (room) {
                  var write = world.message(room.nid, room.version, text, key);
                  answer = world.append(write);
                  room.version = write.versionAfter();
                }
                if (!(answer.join() instanceof Outcome.Written)) {
                  throw new IllegalStateException("not written");
                }
                latencies.add(System.nanoTime() - begun);
              }
              return latencies;
            });
      }
    }
    return latencies;
  }

  private static long[] postgres(Db db) {
    return db.read(tx -> tx.list(r -> r.number("pid"), "select pid from pg_stat_activity")).stream()
        .mapToLong(p -> p)
        .toArray();
  }

  /// Seconds of CPU time that processes have spent so far; those that are gone count nothing.
  private static double cpu(long[] pids) throws IOException {
    double ticks = 0;
    for (long pid : pids) {
      var stat = Path.of("/proc/" + pid + "/stat");
      if (Files.exists(stat)) {
        var text = Files.readString(stat);
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        ticks += Arrays.stream(fields, 11, 13).mapToLong(Long::parseLong).sum();
      }
    }
    return ticks / TICKS;
  }
}
