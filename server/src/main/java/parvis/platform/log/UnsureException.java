package parvis.platform.log;

import java.sql.SQLException;
import java.sql.SQLWarning;

/// A commit that PostgreSQL did not promise to keep, such as a cancelled wait for the standby.
final class UnsureException extends SQLException {
  private static final long serialVersionUID = 1L;

  UnsureException(SQLWarning warning) {
    super(warning.getMessage(), "08007", warning);
  }
}
