package parvis.house.broken.core.media;

import parvis.house.broken.platform.db.Db;

/// A door.
public record Media(Db db) {}
