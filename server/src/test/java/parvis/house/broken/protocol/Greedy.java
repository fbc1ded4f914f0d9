package parvis.house.broken.protocol;

import java.sql.Connection;
import java.sql.SQLException;

/// A pure function that reaches for a database.
public final class Greedy {
  /// Asks what `java.base` does not know.
  public boolean isOpen(Connection database) throws SQLException {
    return !database.isClosed();
  }
}
