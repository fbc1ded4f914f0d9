package parvis.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection for as long as one `Db.read` or `Db.write` lasts.
///
/// Arguments take the places of `?` in order: `Long`, `Integer`, `Short`, `Boolean`, `Double`,
/// `String`, `byte[]`, null, and the arrays `long[]`, `int[]`, `short[]`, `boolean[]`, `String[]`,
/// `byte[][]`, which become SQL arrays (for `= any(?)` and `unnest(?)`).
public final class Tx {
  private static final String WITHIN = "select set_config('statement_timeout', ?, true)";

  private final Connection connection;
  private final boolean writable;

  Tx(Connection connection, boolean writable) {
    this.connection = connection;
    this.writable = writable;
  }

  /// The first row, if there is one.
  public <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... args) {
    try (PreparedStatement statement = prepare(sql, args);
        ResultSet results = statement.executeQuery()) {
      return results.next() ? Optional.of(reader.read(new Row(results))) : Optional.empty();
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  /// Every row, in the order of the statement; the statement bounds how many there are.
  public <T> List<T> list(RowReader<T> reader, String sql, @Nullable Object... args) {
    try (PreparedStatement statement = prepare(sql, args);
        ResultSet results = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) rows.add(reader.read(row));
      return rows;
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  /// Runs a statement that changes something; the number of rows it changed.
  public int run(String sql, @Nullable Object... args) {
    if (!writable) throw new IllegalStateException("this statement changes data inside a read");
    try (PreparedStatement statement = prepare(sql, args)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  /// What came of two statements: how many rows the first one changed, and the first of the second.
  public record Both<T>(int changed, Optional<T> first) {}

  /// Runs a statement that changes something and one that gives a row, in this order, on one way
  /// there and back. It costs half of what two cost where the work is small.
  ///
  /// @param args those of the first, and then those of the second
  public <T> Both<T> both(String run, RowReader<T> reader, String first, @Nullable Object... args) {
    if (!writable) throw new IllegalStateException("this statement changes data inside a read");
    try (PreparedStatement statement = prepare(run + ";\n" + first, args)) {
      statement.execute();
      int changed = statement.getUpdateCount();
      statement.getMoreResults();
      try (ResultSet results = statement.getResultSet()) {
        return new Both<>(
            changed,
            results.next() ? Optional.of(reader.read(new Row(results))) : Optional.empty());
      }
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  /// From here on a statement of this transaction is cancelled when it takes longer.
  public void within(Duration most) {
    list(row -> true, WITHIN, Long.toString(most.toMillis()));
  }

  /// The bare connection, for what needs more of JDBC than this class offers; not to be closed.
  public Connection connection() {
    return connection;
  }

  private PreparedStatement prepare(String sql, @Nullable Object... args) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < args.length; i++) bind(statement, i + 1, args[i]);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, int place, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(place, Types.NULL);
      case String[] texts -> statement.setArray(place, connection.createArrayOf("text", texts));
      case byte[] bytes -> statement.setBytes(place, bytes);
      default -> statement.setObject(place, value);
    }
  }
}
