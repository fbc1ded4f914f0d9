package parvis.platform.config;

/// How a log line is written.
public enum LogFormat {
  /// For a person at a terminal.
  PLAIN,
  /// One JSON object a line, for a collector.
  JSON
}
