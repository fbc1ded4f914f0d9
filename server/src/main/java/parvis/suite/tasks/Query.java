package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.RowReader;
import parvis.platform.db.Tx;

/// A question to the table of tasks, put together of constant parts: what is not asked is not part
/// of it, so that the database finds the index for what is.
final class Query {
  private final StringBuilder sql;
  private final List<@Nullable Object> args = new ArrayList<>();
  private String before = " where ";

  Query(String columns) {
    this.sql = new StringBuilder(columns);
  }

  /// One more condition, and what it is compared with.
  Query and(String condition, @Nullable Object... values) {
    var where = before;
    before = " and ";
    return append(where, condition, values);
  }

  /// What else it says: what it is joined to, its order and bound.
  Query then(String end, @Nullable Object... values) {
    return append("", end, values);
  }

  private Query append(String between, String part, @Nullable Object... values) {
    sql.append(between).append(part);
    args.addAll(Arrays.asList(values));
    return this;
  }

  <T> List<T> list(Tx tx, RowReader<T> reader) {
    return tx.list(reader, sql.toString(), args.toArray());
  }
}
