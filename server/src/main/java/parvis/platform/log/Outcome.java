package parvis.platform.log;

/// What became of a write.
public sealed interface Outcome {

  /// It is durable, and every follower of this node has seen it.
  ///
  /// @param first the position of its first row; `last` that of its last
  record Written(long first, long last) implements Outcome {}

  /// Its key was used before and it was dropped: this is the event that the key stands for, or an
  /// empty text where it stands for things that are no events.
  record Used(String eventId) implements Outcome {}

  /// The room is not what it was prepared on and it was dropped: prepare it again, with new nids.
  record Moved() implements Outcome {}
}
