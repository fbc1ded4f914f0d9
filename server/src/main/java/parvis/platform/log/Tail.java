package parvis.platform.log;

import java.util.function.LongConsumer;

/// Numbers the changes of what is of one node and one moment, and not in the log: who is typing,
/// and who is there. It is what a [Token] carries as its tail.
public final class Tail {
  private volatile long last;

  /// The number of the last change that is to be seen.
  public long last() {
    return last;
  }

  /// Makes a change, which is given its number: whoever has read that number sees the change.
  public synchronized void next(LongConsumer change) {
    var number = last + 1;
    change.accept(number);
    last = number;
  }
}
