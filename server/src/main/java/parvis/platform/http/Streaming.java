package parvis.platform.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// An answer that goes on, as it stands on the wire: chunks in HTTP/1.1, frames in HTTP/2; in
/// HTTP/1.0 it ends with the connection.
///
/// What is not final or atomic belongs to the event loop.
final class Streaming implements Live {
  private static final byte[] SILENCE = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Exchange exchange;
  private final Loop loop;
  private final HttpServerRequest request;
  private final Bounds bounds;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicReference<Runnable> onClose = new AtomicReference<>(Streaming::nothing);

  /// Nothing more is taken.
  private volatile boolean ended;

  private volatile boolean over;
  private Future<Void> last = Future.succeededFuture();
  private long toldNanos;
  private long lifeEndNanos;

  Streaming(Exchange exchange, Loop loop, HttpServerRequest request, Bounds bounds) {
    this.exchange = exchange;
    this.loop = loop;
    this.request = request;
    this.bounds = bounds;
  }

  // ---- from any thread

  @Override
  public boolean tell(byte[] event) {
    if (ended) {
      return false;
    }
    if (waiting.getAndAdd(event.length) > bounds.waitingBytesMax()) {
      ended = true;
      loop.context().runOnContext(none -> cut());
      return false;
    }
    loop.context().runOnContext(none -> write(event));
    return true;
  }

  @Override
  public void end() {
    ended = true;
    loop.context().runOnContext(none -> finish());
  }

  @Override
  public void onClose(Runnable action) {
    onClose.set(action);
    if (over && onClose.compareAndSet(action, Streaming::nothing)) {
      action.run();
    }
  }

  // ---- on the event loop

  /// Sends the head, and a first line that says nothing: whoever asks learns at once that what
  /// comes is not held back on the way.
  void begin(String date) {
    HttpServerResponse response = request.response();
    Replies.live(response, date);
    if (request.version() == HttpVersion.HTTP_1_0) {
      response.putHeader("Connection", "close");
    } else if (request.version() == HttpVersion.HTTP_1_1) {
      response.setChunked(true);
    }
    long now = System.nanoTime();
    lifeEndNanos = now + bounds.life().toNanos();
    waiting.addAndGet(SILENCE.length);
    send(SILENCE, now);
  }

  private void write(byte[] event) {
    if (!over) {
      send(event, System.nanoTime());
    }
  }

  private void send(byte[] event, long nowNanos) {
    toldNanos = nowNanos;
    last =
        request
            .response()
            .write(BufferInternal.buffer(Unpooled.wrappedBuffer(event)))
            .onComplete(none -> waiting.addAndGet(-event.length));
  }

  /// Looks whether it is silent for too long, or old.
  void check(long nowNanos) {
    if (over) {
      return;
    }
    if (nowNanos - lifeEndNanos >= 0) {
      ended = true;
      finish();
    } else if (nowNanos - toldNanos >= bounds.silence().toNanos() && waiting.get() == 0) {
      waiting.addAndGet(SILENCE.length);
      send(SILENCE, nowNanos);
    }
  }

  private void finish() {
    if (!over) {
      closed();
      exchange.finish(last);
    }
  }

  private void cut() {
    if (!over) {
      loop.server().metrics().cut();
      closed();
      exchange.cut();
    }
  }

  /// Nobody hears it any more.
  void closed() {
    if (!over) {
      ended = true;
      over = true;
      onClose.getAndSet(Streaming::nothing).run();
    }
  }

  private static void nothing() {}
}
