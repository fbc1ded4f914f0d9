package parvis.core.sync;

import java.time.Duration;
import java.util.Optional;
import parvis.base.Actor;
import parvis.platform.http.Reply;

/// A sync that waits.
record WaitingSync(Answers answers, SyncRequest request) implements Waiting {
  @Override
  public Actor actor() {
    return request.actor();
  }

  @Override
  public Duration timeout() {
    return request.timeout();
  }

  @Override
  public Optional<Reply> news() {
    return answers.answer(request);
  }

  @Override
  public Reply end() {
    return answers.answerOrNothing(request);
  }
}
