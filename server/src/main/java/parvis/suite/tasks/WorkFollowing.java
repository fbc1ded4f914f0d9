package parvis.suite.tasks;

import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.sync.Waiting;
import parvis.platform.http.Reply;

/// A request that waits until something changes of what somebody has to do, in any of their spaces.
/// What changed and is not their matter is read once: it goes on behind it by itself.
final class WorkFollowing implements Waiting {
  private final WorkNews news;
  private final Actor actor;
  private final Duration timeout;

  /// The position in the log up to which its client knows all that concerns them.
  private volatile long since;

  WorkFollowing(WorkNews news, Actor actor, long since, Duration timeout) {
    this.news = news;
    this.actor = actor;
    this.since = since;
    this.timeout = timeout;
  }

  long since() {
    return since;
  }

  void goOn(long from) {
    since = from;
  }

  @Override
  public Actor actor() {
    return actor;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public Optional<Reply> news() {
    return news.after(this);
  }

  @Override
  public Reply end() {
    return news.end(this);
  }
}
