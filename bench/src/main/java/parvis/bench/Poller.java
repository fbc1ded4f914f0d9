package parvis.bench;

import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// An account that follows its rooms by long polls, one after the other; lives on the loop.
final class Poller {
  private static final Duration BROKEN_PAUSE = Duration.ofMillis(500);

  private final Wire wire;
  private final Link link;
  private final Account account;
  private final String path;
  private final Duration timeout;
  private final Told told;
  private String since;
  private boolean stopped;

  Poller(Wire wire, Account account, String filter, String since, Duration timeout, Told told) {
    this.wire = wire;
    this.link = wire.link();
    this.account = account;
    this.path = path(filter, timeout);
    this.since = since;
    this.timeout = timeout;
    this.told = told;
  }

  /// What a poll brought.
  interface Told {
    /// The bytes of an answer.
    void told(byte[] sync);

    /// A poll failed and is asked again.
    void broke(String failure);
  }

  /// The path of a sync but for its token.
  ///
  /// spec: cs-api#get_matrixclientv3sync
  static String path(String filter, Duration timeout) {
    return "/_matrix/client/v3/sync?set_presence=offline&filter="
        + URLEncoder.encode(filter, StandardCharsets.UTF_8)
        + "&timeout="
        + timeout.toMillis();
  }

  static String since(String token) {
    return "&since=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
  }

  void poll() {
    if (stopped) return;
    Duration max = timeout.plusSeconds(60);
    link.call(HttpMethod.GET, path + since(since), account.authorization(), null, max)
        .onSuccess(this::answered)
        .onFailure(failure -> broke(failure.getClass().getSimpleName()));
  }

  private void answered(Answer answer) {
    if (!answer.ok()) {
      broke(answer.failure());
      return;
    }
    byte[] sync = answer.body().getBytes();
    Scan.nextBatch(sync).ifPresent(token -> since = token);
    told.told(sync);
    poll();
  }

  private void broke(String failure) {
    if (stopped) return;
    told.broke(failure);
    wire.after(BROKEN_PAUSE, this::poll);
  }

  void stop() {
    stopped = true;
    link.close();
  }
}
