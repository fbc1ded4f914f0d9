package parvis.platform.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Four connections that write as fast as they can, some of it rolled back; also a program.
final class OrderingWriters {
  static final int CONNECTIONS = 4;
  private static final int ROLLED_BACK_EVERY = 25;

  private OrderingWriters() {}

  /// A sequence and nothing else: what the contract is there to refuse.
  record PlainSequence() implements Ordering {
    @Override
    public String lock(String after, String rows) {
      return "select 0::bigint as base from " + after;
    }

    @Override
    public String position() {
      return "nextval('log_pos')";
    }
  }

  static Ordering ordering(String name) {
    return switch (name) {
      case "advisory lock" -> Ordering.advisoryLock();
      case "counter row" -> Ordering.counterRow();
      default -> new PlainSequence();
    };
  }

  /// Arguments: address, ordering, first room, statements of each connection, rows of a statement.
  public static void main(String[] args) throws Exception {
    write(
        new Address(args[0], args[1], args[2]),
        ordering(args[3]),
        Long.parseLong(args[4]),
        Integer.parseInt(args[5]),
        Integer.parseInt(args[6]));
  }

  static void write(Address address, Ordering ordering, long firstRoom, int statements, int rows)
      throws Exception {
    try (var pool = Executors.newFixedThreadPool(CONNECTIONS)) {
      var done = new ArrayList<Future<?>>();
      for (int i = 0; i < CONNECTIONS; i++) {
        var room = firstRoom + i;
        done.add(
            pool.submit(
                () -> {
                  writeRoom(address, ordering, room, statements, rows);
                  return room;
                }));
      }
      for (var one : done) {
        one.get();
      }
    }
  }

  private static void writeRoom(
      Address address, Ordering ordering, long room, int statements, int rows) throws SQLException {
    try (var connection = address.connect();
        var set = connection.createStatement()) {
      set.execute("set plan_cache_mode = force_generic_plan");
      try (var statement = new CommitStatement(connection, ordering)) {
        long version = 0;
        for (int i = 0; i < statements; i++) {
          var contents = contents(room, version, (long) i * rows, rows);
          if (i % ROLLED_BACK_EVERY == ROLLED_BACK_EVERY - 1) {
            rolledBack(connection, statement, contents, room, i);
          } else {
            statement.run(contents, 0, room, i);
            version += rows;
          }
        }
      }
    }
  }

  private static void rolledBack(
      Connection connection, CommitStatement statement, Contents contents, long room, int batch)
      throws SQLException {
    connection.setAutoCommit(false);
    statement.run(contents, 0, room, batch);
    connection.rollback();
    connection.setAutoCommit(true);
  }

  private static Contents contents(long room, long version, long number, int rows) {
    var items = new ArrayList<Contents.Item>();
    for (int i = 0; i < rows; i++) {
      var nid = room * 1_000_000 + number + i;
      var row =
          new EventRow(
              nid,
              "$" + nid,
              1,
              1,
              "m",
              1,
              0,
              1,
              new byte[64],
              (short) 0,
              "",
              "",
              0,
              0,
              0,
              (short) 0,
              "");
      items.add(new Contents.Item(room, row, 0, 0));
    }
    var head = new Contents.Head(room, version, rows, 1, "", version);
    return new Contents(List.of(head), items, List.of(), List.of(), List.of());
  }
}
