package parvis.platform.http;

import java.time.Duration;

/// How long the server waits for slow clients before it cuts them off.
///
/// @param firstHead until a new connection has sent a whole head
/// @param idle without a request, whether silent or sending a head slowly; longer than the 60 s for
///     which proxies keep idle connections
/// @param body until a body has arrived; a streamed one gets a second more for every 4,096 bytes
/// @param reply until a reply was taken; a second more for every 4,096 bytes
/// @param linger how long what is still sent after an early refusal is thrown away, so that the
///     refusal can be read
/// @param check how often the clocks are looked at
public record Patience(
    Duration firstHead,
    Duration idle,
    Duration body,
    Duration reply,
    Duration linger,
    Duration check) {

  /// Each of these many bytes buys one more second.
  static final long BYTES_PER_SECOND_MIN = 4096;

  /// What a server on the open network does.
  public static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(15),
          Duration.ofSeconds(75),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1));
}
