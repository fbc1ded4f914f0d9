package parvis.platform.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The built web client, as files that were listed once at start: what is not on the list is never
/// opened.
///
/// Variants compressed at build (`.br`, `.gz`) are chosen by `Accept-Encoding`. Files under
/// `/assets/` carry a hash in their names and may be kept for ever; all others are asked for again.
/// An address of the client's own (`/room/…`) that a browser navigates to gets the index, from
/// which the client reads it.
final class WebFiles {
  /// Files of a web client; a folder with more is a mistake.
  static final int FILES_MAX = 10_000;

  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
          + "img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; "
          + "worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; object-src 'none'; "
          + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

  private static final String PERMISSIONS =
      "camera=(self), microphone=(self), display-capture=(self), geolocation=(self), payment=(), usb=()";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";
  private static final String INDEX = "/index.html";

  /// Where the server's own addresses begin: an unknown one below is an error and never the index.
  private static final List<String> OURS =
      List.of("/_matrix", "/_synapse", "/api", "/metrics", "/health", "/.well-known");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /// The bytes of a file in one encoding.
  private record Variant(Path path, long length) {}

  private record WebFile(
      Variant plain, @Nullable Variant brotli, @Nullable Variant gzip, String type, String tag) {}

  private final Map<String, WebFile> files;

  private WebFiles(Map<String, WebFile> files) {
    this.files = files;
  }

  static WebFiles in(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> regular = paths.filter(Files::isRegularFile).limit(FILES_MAX + 1L).toList();
      if (regular.size() > FILES_MAX) {
        throw new IllegalArgumentException("More than " + FILES_MAX + " files in " + folder);
      }
      Map<String, WebFile> files = new HashMap<>();
      for (Path path : regular) {
        String name = "/" + folder.relativize(path).toString().replace('\\', '/');
        if (!name.endsWith(".br") && !name.endsWith(".gz")) {
          files.put(name, webFile(path));
        }
      }
      return new WebFiles(Map.copyOf(files));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// What the web client has at an address, if anything.
  Optional<Reply> find(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Optional.empty();
    }
    Optional<String> path = PercentText.segment(Heads.path(request));
    if (path.isEmpty() || isOurs(path.get())) {
      return Optional.empty();
    }
    String name = path.get().equals("/") ? INDEX : path.get();
    WebFile file = files.get(name);
    if (file == null && navigates(request)) {
      name = INDEX;
      file = files.get(INDEX);
    }
    return file == null ? Optional.empty() : Optional.of(reply(request, name, file));
  }

  private static Reply reply(HttpServerRequest request, String name, WebFile file) {
    String encodings = request.getHeader("Accept-Encoding");
    Variant chosen = file.plain();
    String encoding = "";
    if (file.brotli() != null && accepts(encodings, "br")) {
      chosen = file.brotli();
      encoding = "br";
    } else if (file.gzip() != null && accepts(encodings, "gzip")) {
      chosen = file.gzip();
      encoding = "gzip";
    }
    String tag = "\"" + file.tag() + encoding + "\"";
    Reply reply =
        tag.equals(request.getHeader("If-None-Match"))
            ? Reply.bytes(304, "", List.of())
            : Reply.file(200, file.type(), chosen.path(), 0, chosen.length());
    if (!encoding.isEmpty() && reply.status() == 200) {
      reply.header("Content-Encoding", encoding);
    }
    return reply
        .header("ETag", tag)
        .header("Vary", "Accept-Encoding")
        .header("Cache-Control", name.startsWith("/assets/") ? FOR_EVER : ASK_AGAIN)
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("Permissions-Policy", PERMISSIONS)
        .header("X-Frame-Options", "DENY")
        .header("Cross-Origin-Opener-Policy", "same-origin");
  }

  private static boolean isOurs(String path) {
    for (String prefix : OURS) {
      if (path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
        return true;
      }
    }
    return false;
  }

  private static boolean navigates(HttpServerRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }

  /// Whether an encoding is named, and not with a weight of zero.
  private static boolean accepts(@Nullable String header, String encoding) {
    if (header == null) {
      return false;
    }
    for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] pieces = part.strip().split(";", 2);
      if (pieces[0].strip().equals(encoding)) {
        return pieces.length == 1 || !pieces[1].strip().matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static WebFile webFile(Path path) throws IOException {
    String name = path.toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Variant plain = new Variant(path, Files.size(path));
    String tag =
        Long.toHexString(Files.getLastModifiedTime(path).toMillis())
            + "-"
            + Long.toHexString(plain.length());
    return new WebFile(
        plain,
        variant(Path.of(name + ".br")),
        variant(Path.of(name + ".gz")),
        TYPES.getOrDefault(extension, "application/octet-stream"),
        tag);
  }

  private static @Nullable Variant variant(Path path) throws IOException {
    return Files.isRegularFile(path) ? new Variant(path, Files.size(path)) : null;
  }
}
