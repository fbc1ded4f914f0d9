package parvis.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One simulated client's keep-alive connection; one request at a time, on the loop of its `Wire`.
///
/// A connection that the server closes while it is idle is opened again by the next request.
final class Link {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final Wire wire;
  private @Nullable HttpClientConnection connection;

  Link(Wire wire) {
    this.wire = wire;
  }

  /// The answer to a request; a failure when there was none within `max`.
  Future<Answer> call(
      HttpMethod method,
      String uri,
      @Nullable String authorization,
      @Nullable Buffer body,
      Duration max) {
    HttpClientConnection open = connection;
    if (open != null) return send(open, method, uri, authorization, body, max);
    return wire.connect()
        .compose(
            opened -> {
              connection = opened;
              opened.closeHandler(ignored -> forget(opened));
              return send(opened, method, uri, authorization, body, max);
            });
  }

  void close() {
    HttpClientConnection open = connection;
    if (open != null) open.close();
    connection = null;
  }

  private void forget(HttpClientConnection closed) {
    if (closed.equals(connection)) connection = null;
  }

  private static Future<Answer> send(
      HttpClientConnection connection,
      HttpMethod method,
      String uri,
      @Nullable String authorization,
      @Nullable Buffer body,
      Duration max) {
    var options = new RequestOptions().setMethod(method).setURI(uri).setIdleTimeout(max.toMillis());
    if (authorization != null) options.putHeader(HttpHeaders.AUTHORIZATION, authorization);
    if (body != null) options.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    return connection
        .request(options)
        .compose(request -> answered(request, body))
        .compose(Link::whole);
  }

  private static Future<HttpClientResponse> answered(
      HttpClientRequest request, @Nullable Buffer body) {
    return body == null ? request.send() : request.send(body);
  }

  private static Future<Answer> whole(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), body));
  }
}
