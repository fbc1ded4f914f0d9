package parvis.bench;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// An account that sends the messages it is given, one after the other; lives on the loop.
///
/// A message that is due while the one before it is still under way waits here, and its waiting
/// counts.
final class Sender {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final Link link;
  private final Account account;
  private final Script script;
  private final Heard heard;
  private final ArrayDeque<Due> queue = new ArrayDeque<>();
  private boolean busy;

  Sender(Link link, Account account, Script script, Heard heard) {
    this.link = link;
    this.account = account;
    this.script = script;
    this.heard = heard;
  }

  private record Due(Room room, int message, long at) {}

  /// What became of a message: a failure is how it is counted, none when it was accepted.
  interface Heard {
    void heard(int message, long due, Optional<String> failure);
  }

  /// A message to send, due at a moment of `System.nanoTime`.
  void offer(Room room, int message, long due) {
    queue.add(new Due(room, message, due));
    if (!busy) next();
  }

  private void next() {
    Due due = queue.poll();
    if (due == null) return;
    busy = true;
    // spec: cs-api#put_matrixclientv3roomsroomidsendeventtypetxnid
    String uri = due.room().path() + "/send/m.room.message/" + script.transaction(due.message());
    link.call(HttpMethod.PUT, uri, account.authorization(), script.body(due.message()), ANSWER_MAX)
        .onSuccess(
            answer -> done(due, answer.ok() ? Optional.empty() : Optional.of(answer.failure())))
        .onFailure(broken -> done(due, Optional.of(broken.getClass().getSimpleName())));
  }

  private void done(Due due, Optional<String> failure) {
    busy = false;
    heard.heard(due.message(), due.at(), failure);
    if (!busy) next();
  }
}
