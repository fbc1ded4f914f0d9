package parvis.platform.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;

/// A request's body as a blocking stream for one virtual thread, with back-pressure down to the
/// socket.
///
/// The event loop puts chunks in, at most `CHUNKS_MAX` at a time: the request is paused, and asked
/// for one chunk more each time one is taken out.
final class BodyStream extends InputStream {
  /// Chunks that wait to be read; each is what one read of the socket gave (≤ 64 kB).
  static final int CHUNKS_MAX = 4;

  private final HttpServerRequest request;
  private final Context context;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Buffer> chunks = new ArrayDeque<>(CHUNKS_MAX);
  private Buffer current = Buffer.buffer();
  private int offset;
  private boolean asked;
  private boolean ended;
  private @Nullable Throwable failure;

  BodyStream(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  /// On the event loop: another chunk.
  void put(Buffer chunk) {
    signalling(() -> chunks.add(chunk));
  }

  /// On the event loop: the body is complete.
  void end() {
    signalling(() -> ended = true);
  }

  /// On the event loop: there will be no more, for this reason; what has not been read is dropped.
  void fail(Throwable reason) {
    signalling(
        () -> {
          if (!ended && failure == null) {
            failure = reason;
            chunks.clear();
          }
        });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (offset == current.length() && !next()) {
      return -1;
    }
    int count = Math.min(length, current.length() - offset);
    current.getBytes(offset, offset + count, into, from);
    offset += count;
    return count;
  }

  private boolean next() throws IOException {
    ask();
    lock.lock();
    try {
      while (chunks.isEmpty() && !ended && failure == null) {
        arrived.awaitUninterruptibly();
      }
      if (failure instanceof Refused refused) {
        throw refused;
      }
      if (failure != null) {
        throw new IOException("The client left", failure);
      }
      Buffer chunk = chunks.poll();
      current = chunk == null ? Buffer.buffer() : chunk;
      offset = 0;
    } finally {
      lock.unlock();
    }
    return current.length() > 0;
  }

  /// The first read opens the tap by a few chunks, each further one by as many as it took.
  private void ask() {
    long amount = asked ? 1 : CHUNKS_MAX;
    boolean first = !asked;
    asked = true;
    context.runOnContext(
        none -> {
          if (first && Heads.expectsContinue(request)) {
            request.response().writeContinue();
          }
          request.fetch(amount);
        });
  }

  private void signalling(Runnable change) {
    lock.lock();
    try {
      change.run();
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }
}
