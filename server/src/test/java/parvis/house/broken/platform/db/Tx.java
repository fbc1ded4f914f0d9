package parvis.house.broken.platform.db;

/// What runs SQL.
public interface Tx {
  /// Runs it.
  int run(String sql);
}
