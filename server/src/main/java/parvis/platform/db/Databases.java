package parvis.platform.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;

/// The databases inside our own server.
final class Databases {
  private Databases() {}

  static void createWhenMissing(Driver driver, String url, Properties login, String name) {
    try (Connection connection = driver.connect(url, login)) {
      if (connection == null) throw new IllegalArgumentException("not a PostgreSQL address");
      if (exists(connection, name)) return;
      try (Statement statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
    } catch (SQLException e) {
      throw new DatabaseFault(e);
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    String sql = "select 1 from pg_database where datname = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet results = statement.executeQuery()) {
        return results.next();
      }
    }
  }
}
