package parvis.suite.decisions;

import parvis.protocol.json.JsonObject;

/// What a decision is tied to.
///
/// @param target a message, by its room and its event; or a thing of another leaf, by the word of
///     its kind and its id
record Link(String id, Kind kind, JsonObject target) {
  /// What there is to be tied to.
  enum Kind {
    MESSAGE,
    THING
  }
}
