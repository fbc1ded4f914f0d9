package parvis.core.sync;

import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.platform.http.Reply;

/// A request that waits until there is something to tell.
public interface Waiting {
  Actor actor();

  Duration timeout();

  /// The answer; empty when nothing happened that this client wants to know.
  Optional<Reply> news();

  /// The answer in any case: nobody comes back to it.
  Reply end();
}
