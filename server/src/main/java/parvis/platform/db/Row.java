package parvis.platform.db;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The row a statement is at; valid only inside its `RowReader`.
///
/// Columns are named as the statement names them. A column that may be null is read by an
/// `optional…` method; reading a null by any other is a fault of the program, not of the data.
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  public String text(String column) {
    return present(column, raw(column, ResultSet::getString));
  }

  public Optional<String> optionalText(String column) {
    return Optional.ofNullable(raw(column, ResultSet::getString));
  }

  public long number(String column) {
    try {
      long value = results.getLong(column);
      if (value == 0 && results.wasNull()) throw absent(column);
      return value;
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  public OptionalLong optionalNumber(String column) {
    try {
      long value = results.getLong(column);
      return results.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  public boolean bool(String column) {
    return present(column, raw(column, (row, name) -> row.getBoolean(name)));
  }

  public byte[] bytes(String column) {
    return present(column, raw(column, ResultSet::getBytes));
  }

  public Optional<byte[]> optionalBytes(String column) {
    return Optional.ofNullable(raw(column, ResultSet::getBytes));
  }

  /// The numbers of a `bigint[]`, `integer[]` or `smallint[]`.
  public long[] numbers(String column) {
    Object[] values = array(column);
    return Arrays.stream(values).mapToLong(value -> ((Number) value).longValue()).toArray();
  }

  /// The strings of a `text[]`.
  public List<String> texts(String column) {
    return Arrays.stream(array(column)).map(String.class::cast).toList();
  }

  private Object[] array(String column) {
    try {
      Array array = present(column, results.getArray(column));
      return (Object[]) array.getArray();
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  private <T> @Nullable T raw(String column, Reading<T> reading) {
    try {
      T value = reading.read(results, column);
      return results.wasNull() ? null : value;
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  private static <T> T present(String column, @Nullable T value) {
    if (value == null) throw absent(column);
    return value;
  }

  private static IllegalStateException absent(String column) {
    return new IllegalStateException("column " + column + " is null");
  }

  private interface Reading<T> {
    @Nullable T read(ResultSet row, String column) throws SQLException;
  }
}
