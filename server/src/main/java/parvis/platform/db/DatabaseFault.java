package parvis.platform.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A statement that PostgreSQL did not run, with the five characters that say why.
///
/// Its message never carries the row: PostgreSQL's `detail` holds values and is left out.
public final class DatabaseFault extends RuntimeException {
  /// The SQLSTATE of a unique key that was violated.
  public static final String UNIQUE = "23505";

  private static final long serialVersionUID = 1;
  private final String state;
  private final String constraint;

  public DatabaseFault(SQLException cause) {
    super(sentence(cause), cause);
    this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
    ServerErrorMessage server = cause instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String name = server == null ? null : server.getConstraint();
    this.constraint = name == null ? "" : name;
  }

  private static String sentence(SQLException cause) {
    ServerErrorMessage server = cause instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String message = server == null ? cause.getMessage() : server.getMessage();
    return message + " (" + cause.getSQLState() + ")";
  }

  /// The SQLSTATE, or an empty string.
  public String state() {
    return state;
  }

  /// Whether a unique or primary key of this name was violated.
  public boolean violatesUnique(String key) {
    return state.equals(UNIQUE) && constraint.equals(key);
  }

  /// Whether there was no connection to run it on: the database is down, starting, or fully used.
  public boolean unavailable() {
    return getCause() instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("53300");
  }

  boolean worthTryingAgain() {
    return state.equals("40P01") || state.equals("40001");
  }
}
