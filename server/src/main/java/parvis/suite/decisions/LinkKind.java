package parvis.suite.decisions;

/// What a decision may be tied to.
enum LinkKind {
  MESSAGE,
  /// A thing of another leaf, by the word of its kind and its id.
  THING
}
