package parvis.platform.log;

import java.util.List;

/// A program that writes into rooms until it is killed, and prints each event that was
/// acknowledged.
///
/// It takes each room up where the database has it, as a restarted server does.
final class CrashingWriter {
  private CrashingWriter() {}

  /// Arguments: address, run, nids of the rooms.
  public static void main(String[] args) {
    var db = new Address(args[0], args[1], args[2]).db();
    var world = new LogWorld(db);
    var run = Long.parseLong(args[3]);
    var rooms = List.of(args).subList(4, args.length).stream().map(Long::valueOf).toList();
    var threads = rooms.stream().map(room -> new Thread(() -> write(world, run, room))).toList();
    threads.forEach(Thread::start);
  }

  private static void write(LogWorld world, long run, long room) {
    var version = world.number("select version as n from room where nid = ?", room);
    for (long i = 0; ; i++) {
      var key = new SendKey(run, "PUT /rooms/" + room, "t" + i);
      var write = world.message(room, version, run + "/" + room + "/" + i, key);
      switch (world.outcome(write)) {
        case Outcome.Written(var pos, _) -> {
          version = write.versionAfter();
          System.out.println(room + " " + pos + " " + write.events().getFirst().nid());
        }
        case Outcome.Moved() ->
            version = world.number("select version as n from room where nid = ?", room);
        case Outcome.Used _ -> throw new IllegalStateException("a new key was used before");
      }
    }
  }
}
