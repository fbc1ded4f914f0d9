package parvis.platform.log;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/// [CommitSql] prepared on one connection, with columns as arrays in PostgreSQL's binary form.
final class CommitStatement implements AutoCloseable {
  private final PGConnection arrays;
  private final PreparedStatement statement;
  private int place;

  CommitStatement(Connection connection, Ordering ordering) throws SQLException {
    arrays = connection.unwrap(PGConnection.class);
    statement = connection.prepareStatement(CommitSql.with(ordering));
    statement.unwrap(PGStatement.class).setPrepareThreshold(1);
  }

  /// What a statement wrote.
  ///
  /// @param first the position of the first row, 0 when there is none
  /// @param rooms nids of the rooms that were still as prepared on; the others' writes were left
  /// out
  record Placed(long rows, long first, long last, Set<Long> rooms) {}

  /// Runs the statement.
  ///
  /// @throws UnsureException when it ran but the server would not promise that it stays
  Placed run(Contents contents, long at, long node, long batch) throws SQLException {
    place = 0;
    bindRooms(contents.rooms());
    bindEvents(contents.events());
    bindBytes(contents.events());
    bindSnapshots(contents.snapshots());
    statement.setLong(++place, at);
    bindKeys(contents.keys());
    statement.setLong(++place, at);
    bindThings(contents.things());
    statement.setLong(++place, node);
    statement.setLong(++place, batch);
    statement.clearWarnings();
    try (var results = statement.executeQuery()) {
      results.next();
      var placed =
          new Placed(
              results.getLong("rows"),
              results.getLong("first"),
              results.getLong("last"),
              numbers(results, "rooms"));
      if (statement.getWarnings() != null) {
        throw new UnsureException(statement.getWarnings());
      }
      return placed;
    }
  }

  private void bindRooms(List<Contents.Head> rooms) throws SQLException {
    longs(rooms, Contents.Head::nid);
    longs(rooms, Contents.Head::version);
    integers(rooms, Contents.Head::events);
    longs(rooms, Contents.Head::snapshot);
    texts(rooms, Contents.Head::tip);
    longs(rooms, Contents.Head::depth);
  }

  private void bindEvents(List<Contents.Item> events) throws SQLException {
    longs(events, e -> e.row().nid());
    longs(events, Contents.Item::room);
    texts(events, e -> e.row().eventId());
    longs(events, e -> e.row().depth());
    longs(events, e -> e.row().ts());
    texts(events, e -> e.row().type());
    longs(events, e -> e.row().sender());
    longs(events, e -> e.row().slot());
    longs(events, e -> e.row().snapshot());
    shorts(events, e -> e.row().push());
    texts(events, e -> e.row().relType());
    texts(events, e -> e.row().relatesTo());
    longs(events, e -> e.row().thread());
    longs(events, e -> e.row().redacts());
    longs(events, Contents.Item::redactedBy);
    longs(events, Contents.Item::member);
    shorts(events, e -> e.row().membership());
  }

  private void bindBytes(List<Contents.Item> events) throws SQLException {
    longs(events, e -> e.row().nid());
    longs(events, Contents.Item::room);
    bytes(events, e -> e.row().bytes());
  }

  private void bindSnapshots(List<Contents.Snapshot> snapshots) throws SQLException {
    longs(snapshots, s -> s.row().nid());
    longs(snapshots, Contents.Snapshot::room);
    longs(snapshots, s -> s.row().parent());
    integers(snapshots, s -> s.row().steps());
    bytes(snapshots, s -> s.row().delta());
  }

  private void bindKeys(List<Contents.Key> keys) throws SQLException {
    longs(keys, Contents.Key::room);
    longs(keys, k -> k.key().scope());
    texts(keys, k -> k.key().path());
    texts(keys, k -> k.key().txn());
    texts(keys, Contents.Key::eventId);
  }

  private void bindThings(List<Syncable> things) throws SQLException {
    shorts(things, Syncable::kind);
    longs(things, Syncable::user);
    longs(things, Syncable::room);
    texts(things, Syncable::key);
    bytes(things, Syncable::value);
    var tombstones = new boolean[things.size()];
    for (int i = 0; i < tombstones.length; i++) {
      tombstones[i] = things.get(i).tombstone();
    }
    bind("bool", tombstones);
  }

  private <T> void longs(List<T> rows, ToLongFunction<T> column) throws SQLException {
    bind("int8", rows.stream().mapToLong(column).toArray());
  }

  private <T> void integers(List<T> rows, Function<T, Integer> column) throws SQLException {
    bind("int4", rows.stream().mapToInt(column::apply).toArray());
  }

  private <T> void shorts(List<T> rows, Function<T, Short> column) throws SQLException {
    var values = new short[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    bind("int2", values);
  }

  private <T> void texts(List<T> rows, Function<T, String> column) throws SQLException {
    bind("text", rows.stream().map(column).toArray(String[]::new));
  }

  private <T> void bytes(List<T> rows, Function<T, byte[]> column) throws SQLException {
    bind("bytea", rows.stream().map(column).toArray(byte[][]::new));
  }

  private void bind(String type, Object values) throws SQLException {
    statement.setArray(++place, arrays.createArrayOf(type, values));
  }

  private static Set<Long> numbers(ResultSet results, String column) throws SQLException {
    Array array = results.getArray(column);
    return new HashSet<>(List.of((Long[]) array.getArray()));
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
