package parvis.platform.http;

import java.time.Duration;

/// An answer that goes on: its head is sent, and events follow from any thread for as long as its
/// client stays. It holds no thread, and a client that leaves or is too slow costs nobody else
/// anything.
/// spec: https://html.spec.whatwg.org/multipage/server-sent-events.html
public interface Live {
  String TYPE = "text/event-stream";

  /// How far it goes.
  ///
  /// @param waitingBytesMax what may wait for a slow client when more is to be told; over it, it is
  ///     cut, and the client comes back with its position
  /// @param silence after how long without anything a line is sent that says nothing, so that
  ///     proxies keep the connection, and both sides notice when the other one is no more
  /// @param life how long it goes on at most; then it ends, and the client asks anew
  record Bounds(long waitingBytesMax, Duration silence, Duration life) {
    public static final Bounds USUAL =
        new Bounds(256 * 1024, Duration.ofSeconds(15), Duration.ofMinutes(5));
  }

  /// Tells something, as one event in its form on the wire. The bytes may be given to many, and are
  /// never changed afterwards.
  ///
  /// @return false when nobody hears it: it has ended, or was cut
  boolean tell(byte[] event);

  /// Ends it, after what was told.
  void end();

  /// Runs once when it is over, whoever ended it; at once when it is over already. It may run on an
  /// event loop: it must be short.
  void onClose(Runnable action);
}
