package parvis.platform.db;

import java.nio.file.Path;

/// Where the database is.
public sealed interface DatabasePlace {
  /// A PostgreSQL of our own, started and stopped with this process.
  ///
  /// @param folder its cluster, password and log
  /// @param programs where its programs are unpacked once
  record Embedded(Path folder, Path programs) implements DatabasePlace {}

  /// A PostgreSQL 15 to 18 run by others.
  ///
  /// @param url `postgresql://user:password@host:port/name`, or the same as a JDBC URL
  record External(String url) implements DatabasePlace {}
}
