package parvis.platform.log;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/// What an error of the committer's statement tells about whether it was written.
enum Failure {
  /// Nobody knows: the connection broke before the answer came, or the answer came with a warning.
  UNSURE,
  /// It is written already: an earlier attempt of the same batch had gone through.
  WRITTEN_BEFORE,
  /// Not written: a key of it was used before.
  KEY_USED,
  /// Not written: the log has no partition for its end.
  NO_PARTITION,
  /// Not written, and the same may go through in a moment.
  PASSING,
  /// Not written, and never will be: something in it is not acceptable to the database.
  LASTING;

  static Failure of(SQLException e) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "23505" -> violated(e);
      case "23514" -> constraint(e).isEmpty() ? NO_PARTITION : LASTING;
      case "40001", "40P01", "55P03", "57014" -> PASSING;
      case "25006", "40003", "" -> UNSURE;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "57" -> UNSURE;
            case "53", "58" -> PASSING;
            default -> LASTING;
          };
    };
  }

  private static Failure violated(SQLException e) {
    return switch (constraint(e)) {
      case "send_key_used" -> KEY_USED;
      case "log_batch_written" -> WRITTEN_BEFORE;
      default -> LASTING;
    };
  }

  private static String constraint(SQLException e) {
    var server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    var name = server == null ? null : server.getConstraint();
    return name == null ? "" : name;
  }
}
