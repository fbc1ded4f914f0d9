package parvis.conformance;

import java.nio.file.Path;
import java.util.Map;

/// What was committed of a stopped container: a copy of its files and of its database.
///
/// @param files the copy, below the work folder; the database has the name `database()`
record Image(
    Id id,
    String tag,
    Launcher launcher,
    Map<String, String> labels,
    Path files,
    long madeSeconds) {

  String database() {
    return "image_" + id.brief();
  }

  /// As Docker writes the ids of images.
  String longId() {
    return "sha256:" + id.text();
  }
}
