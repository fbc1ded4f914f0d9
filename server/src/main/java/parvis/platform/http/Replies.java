package parvis.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// How a reply is put on the wire.
final class Replies {
  /// Bytes of a stream that are read at a time.
  static final int CHUNK_BYTES = 64 * 1024;

  private static final CharSequence ANYONE = HttpHeaders.createOptimized("*");
  private static final CharSequence METHODS =
      HttpHeaders.createOptimized("GET, HEAD, POST, PUT, DELETE, OPTIONS");
  private static final CharSequence HEADERS =
      HttpHeaders.createOptimized(
          "X-Requested-With, Content-Type, Authorization, If-Match, If-None-Match, Last-Event-ID");
  private static final CharSequence CONTENT_TYPE_OPTIONS =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");

  private Replies() {}

  static long length(Reply reply) {
    return switch (reply.payload()) {
      case Reply.Payload.Segments(List<byte[]> segments) -> {
        long length = 0;
        for (byte[] segment : segments) {
          length += segment.length;
        }
        yield length;
      }
      case Reply.Payload.Part part -> part.length();
      case Reply.Payload.Stream(InputStream stream, long length) -> length;
    };
  }

  /// spec: cs-api#web-browser-clients
  private static MultiMap common(HttpServerResponse response, String date) {
    var headers = response.headers();
    headers.set(HttpHeaders.DATE, date);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANYONE);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
    headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
    return headers;
  }

  /// The head of an answer that goes on. Nobody on the way is to keep it, gather it or pack it.
  static void live(HttpServerResponse response, String date) {
    var headers = common(response, date);
    headers.set(HttpHeaders.CONTENT_TYPE, Live.TYPE);
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
    headers.set("X-Accel-Buffering", "no");
  }

  static void head(HttpServerResponse response, Reply reply, String date) {
    response.setStatusCode(reply.status());
    var headers = common(response, date);
    if (!reply.contentType().isEmpty()) {
      headers.set(HttpHeaders.CONTENT_TYPE, reply.contentType());
    }
    for (Reply.Header header : reply.headers()) {
      headers.add(header.name(), header.value());
    }
    if (reply.status() != 204 && reply.status() != 304) {
      headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(length(reply)));
    }
  }

  /// Writes the body, or leaves it away for `HEAD`. The future ends when the client has taken the
  /// last byte.
  static Future<Void> body(Loop loop, HttpServerResponse response, Reply reply, boolean bodiless) {
    if (bodiless) {
      discard(reply);
      return response.end();
    }
    return switch (reply.payload()) {
      case Reply.Payload.Segments(List<byte[]> segments) -> segments(response, segments);
      case Reply.Payload.Part part ->
          part.length() == 0
              ? response.end()
              : response.sendFile(part.file().toString(), part.offset(), part.length());
      case Reply.Payload.Stream source -> pump(loop, response, source);
    };
  }

  /// Closes what an unwritten reply holds.
  static void discard(Reply reply) {
    if (reply.payload() instanceof Reply.Payload.Stream(InputStream stream, long length)) {
      close(stream);
    }
  }

  private static Future<Void> segments(HttpServerResponse response, List<byte[]> segments) {
    if (segments.isEmpty()) {
      return response.end();
    }
    ByteBuf bytes =
        segments.size() == 1
            ? Unpooled.wrappedBuffer(segments.getFirst())
            : Unpooled.wrappedBuffer(segments.toArray(byte[][]::new));
    return response.end(BufferInternal.buffer(bytes));
  }

  /// Copies the stream on a virtual thread, each chunk once the one before has been taken.
  private static Future<Void> pump(
      Loop loop, HttpServerResponse response, Reply.Payload.Stream source) {
    Promise<Void> ended = Promise.promise();
    loop.server()
        .execute(
            () -> {
              try (InputStream stream = source.stream()) {
                copy(loop, response, stream, source.length());
                loop.context().runOnContext(none -> response.end().onComplete(ended));
              } catch (IOException | RuntimeException broken) {
                loop.context()
                    .runOnContext(
                        none -> {
                          response.reset();
                          ended.tryFail(broken);
                        });
              }
            });
    return ended.future();
  }

  private static void copy(Loop loop, HttpServerResponse response, InputStream stream, long length)
      throws IOException {
    long left = length;
    while (left > 0) {
      byte[] chunk = stream.readNBytes((int) Math.min(CHUNK_BYTES, left));
      if (chunk.length == 0) {
        throw new IOException("The stream is shorter than it said");
      }
      left -= chunk.length;
      Promise<Void> taken = Promise.promise();
      loop.context()
          .runOnContext(
              none ->
                  response
                      .write(BufferInternal.buffer(Unpooled.wrappedBuffer(chunk)))
                      .onComplete(taken));
      taken.future().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException unread) {
      // Nothing of it was wanted any more.
      return;
    }
  }
}
