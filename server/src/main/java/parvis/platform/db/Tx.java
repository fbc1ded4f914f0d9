package parvis.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A connection for as long as one `Db.read` or `Db.write` lasts.
///
/// Arguments take the places of `?` in order: `Long`, `Integer`, `Short`, `Boolean`, `Double`,
/// `String`, `byte[]`, null, and the arrays `long[]`, `int[]`, `short[]`, `boolean[]`, `String[]`,
/// `byte[][]`, which become SQL arrays (for `= any(?)` and `unnest(?)`).
public final class Tx {
  private static final String COMMIT = ";\ncommit";
  private static final String PLANNED = "select set_config('plan_cache_mode', ?, true)";
  private static final String WITHIN = "select set_config('statement_timeout', ?, true)";

  /// Statements that wait for the next one.
  private static final int WAITING_MAX = 16;

  private final Connection connection;
  private final boolean writable;
  private final List<Sent<?>> waiting = new ArrayList<>();

  Tx(Connection connection, boolean writable) {
    this.connection = connection;
    this.writable = writable;
  }

  /// The first row, if there is one.
  public <T> Optional<T> first(RowReader<T> reader, String sql, @Nullable Object... args) {
    return send(new Sent<>(sql, args, statement -> first(statement, reader)));
  }

  /// Every row, in the order of the statement; the statement bounds how many there are.
  public <T> List<T> list(RowReader<T> reader, String sql, @Nullable Object... args) {
    return send(new Sent<>(sql, args, statement -> list(statement, reader)));
  }

  /// Runs a statement that changes something; the number of rows it changed.
  public int run(String sql, @Nullable Object... args) {
    requireWritable();
    return send(new Sent<>(sql, args, Statement::getUpdateCount));
  }

  /// Runs a statement that changes something later: on the way of the next one, or of the commit,
  /// but before it. One way there and back costs as much as the work of a small statement.
  ///
  /// @return how many rows it changed, once that is known
  public Later<Integer> runLater(String sql, @Nullable Object... args) {
    requireWritable();
    return later(new Sent<>(sql, args, Statement::getUpdateCount));
  }

  /// The same of the first row of a statement, if there is one.
  public <T> Later<Optional<T>> firstLater(
      RowReader<T> reader, String sql, @Nullable Object... args) {
    return later(new Sent<>(sql, args, statement -> first(statement, reader)));
  }

  /// The same of every row.
  public <T> Later<List<T>> listLater(RowReader<T> reader, String sql, @Nullable Object... args) {
    return later(new Sent<>(sql, args, statement -> list(statement, reader)));
  }

  private <T> Later<T> later(Sent<T> sent) {
    if (waiting.size() == WAITING_MAX) {
      send("");
    }
    waiting.add(sent);
    return sent.result;
  }

  private void requireWritable() {
    if (!writable) throw new IllegalStateException("this statement changes data inside a read");
  }

  /// What came of a statement, which is known when one that was run after it has been answered, or
  /// the commit.
  public static final class Later<T> {
    private @Nullable T value;

    private Later() {}

    /// What is known already.
    public static <T> Later<T> of(T value) {
      var known = new Later<T>();
      known.value = value;
      return known;
    }

    public T now() {
      if (value == null) throw new IllegalStateException("this statement was not sent yet");
      return value;
    }
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(PreparedStatement statement) throws SQLException;
  }

  private static final class Sent<T> {
    private final String sql;
    private final @Nullable Object[] args;
    private final Reader<T> reader;
    private final Later<T> result = new Later<>();

    Sent(String sql, @Nullable Object[] args, Reader<T> reader) {
      this.sql = sql;
      this.args = args;
      this.reader = reader;
    }

    void read(PreparedStatement statement) throws SQLException {
      result.value = reader.read(statement);
    }
  }

  private static <T> Optional<T> first(PreparedStatement statement, RowReader<T> reader)
      throws SQLException {
    try (ResultSet results = statement.getResultSet()) {
      return results.next() ? Optional.of(reader.read(new Row(results))) : Optional.empty();
    }
  }

  private static <T> List<T> list(PreparedStatement statement, RowReader<T> reader)
      throws SQLException {
    try (ResultSet results = statement.getResultSet()) {
      List<T> rows = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) rows.add(reader.read(row));
      return rows;
    }
  }

  /// Commits, with what waits.
  void commit() throws SQLException {
    if (!waiting.isEmpty()) {
      send(COMMIT);
    }
    // Nothing is left to do for the driver where that was said already.
    connection.commit();
  }

  private <T> T send(Sent<T> last) {
    waiting.add(last);
    send("");
    return last.result.now();
  }

  /// Sends what waits, in its order; where one fails, none after it is run.
  private void send(String end) {
    var all = List.copyOf(waiting);
    waiting.clear();
    try (PreparedStatement statement = prepare(sql(all) + end, args(all))) {
      statement.execute();
      for (int i = 0; i < all.size(); i++) {
        if (i > 0) statement.getMoreResults();
        all.get(i).read(statement);
      }
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  private static String sql(List<Sent<?>> all) {
    return all.size() == 1
        ? all.getFirst().sql
        : all.stream().map(one -> one.sql).collect(Collectors.joining(";\n"));
  }

  private static @Nullable Object[] args(List<Sent<?>> all) {
    return all.size() == 1
        ? all.getFirst().args
        : all.stream().flatMap(one -> Arrays.stream(one.args)).toArray();
  }

  /// From here on a statement of this transaction is cancelled when it takes longer.
  public void within(Duration most) {
    list(row -> true, WITHIN, Long.toString(most.toMillis()));
  }

  /// Lets the database plan each statement of this transaction for what it is asked with: where one
  /// question finds nearly everything and the next one nearly nothing.
  public void plannedAnew() {
    list(row -> true, PLANNED, "force_custom_plan");
  }

  /// Lets the database plan them for whatever may be asked: it would look at hundreds of words one
  /// by one to find out, and be wrong.
  public void plannedOnce() {
    list(row -> true, PLANNED, "force_generic_plan");
  }

  /// The bare connection, for what needs more of JDBC than this class offers; not to be closed.
  public Connection connection() {
    if (!waiting.isEmpty()) {
      send("");
    }
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
