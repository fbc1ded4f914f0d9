package parvis.suite.tasks;

import parvis.protocol.json.JsonObject;

/// What a task is tied to.
///
/// @param target what its kind names: a message, another task, a file
record Link(String id, Kind kind, JsonObject target) {
  /// What there is to be tied to.
  enum Kind {
    MESSAGE,
    TASK,
    MEDIA,
    /// A thing of another leaf, by the word of its kind and its id.
    THING
  }
}
