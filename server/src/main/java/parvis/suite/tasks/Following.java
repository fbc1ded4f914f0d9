package parvis.suite.tasks;

import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.sync.Waiting;
import parvis.platform.http.Reply;

/// A request that waits until something of a board changes.
///
/// @param since the position in the log up to which its client knows the board
record Following(News from, Actor actor, String spaceId, long space, long since, Duration timeout)
    implements Waiting {

  @Override
  public Optional<Reply> news() {
    return from.after(this);
  }

  @Override
  public Reply end() {
    return from.end(this);
  }
}
