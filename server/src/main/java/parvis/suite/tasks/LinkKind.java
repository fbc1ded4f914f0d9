package parvis.suite.tasks;

/// What a task may be tied to.
enum LinkKind {
  MESSAGE,
  TASK,
  MEDIA,
  /// A thing of another leaf, by the word of its kind and its id.
  THING
}
