package parvis.platform.db;

/// How one row becomes a value.
@FunctionalInterface
public interface RowReader<T> {
  T read(Row row);
}
