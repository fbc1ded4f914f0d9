package parvis.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the head of a request says about its body and its sender.
final class Heads {
  private Heads() {}

  static OptionalLong contentLength(HttpServerRequest request) {
    String text = request.getHeader("Content-Length");
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException malformed) {
      return OptionalLong.of(Long.MAX_VALUE);
    }
  }

  /// Whether no body follows.
  static boolean bodiless(HttpServerRequest request) {
    OptionalLong length = contentLength(request);
    if (length.isPresent()) {
      return length.getAsLong() == 0;
    }
    return request.version() == HttpVersion.HTTP_2
        ? request.isEnded()
        : request.getHeader("Transfer-Encoding") == null;
  }

  static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
  }

  static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /// The client's address: behind trusted proxies the last hop that is not one of them.
  static String clientAddress(HttpServerRequest request, Set<String> trustedProxies) {
    String peer = host(request);
    if (!trustedProxies.contains(peer)) {
      return peer;
    }
    String forwarded = request.getHeader("X-Forwarded-For");
    if (forwarded == null) {
      return peer;
    }
    String[] hops = forwarded.split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].strip();
      if (!hop.isEmpty() && !trustedProxies.contains(hop)) {
        return hop;
      }
    }
    return peer;
  }

  private static String host(HttpServerRequest request) {
    @Nullable String address =
        request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    return address == null ? "" : address;
  }
}
