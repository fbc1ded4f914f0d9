package parvis.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, to be stopped in the opposite order.
final class Closing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closing.class);
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /// Remembers something that runs, and hands it back.
  <T extends AutoCloseable> T later(T running) {
    started.push(running);
    return running;
  }

  /// Stops everything; a part that cannot stop does not keep the others from it.
  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("a part of Parvis did not stop in order", e);
      }
    }
  }
}
