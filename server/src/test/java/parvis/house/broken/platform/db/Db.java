package parvis.house.broken.platform.db;

/// A database.
public record Db() {}
