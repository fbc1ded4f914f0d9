package parvis.platform.config;

/// The least important thing that is still logged.
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG
}
