package parvis.contract;

import static parvis.harness.Client.segment;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.ImageIO;
import parvis.harness.Client;
import parvis.harness.Photograph;
import parvis.protocol.json.JsonObject;

/// Files and pictures.
final class MediaPart {
  private static final String V1 = "/_matrix/client/v1/media";
  private static final String V3 = "/_matrix/media/v3";

  private static final String PHOTOGRAPHS = "/api/v1/photographs";

  /// Why its routes refuse that the specification does not know.
  static final Map<String, String> REFUSED =
      Map.of("POST " + PHOTOGRAPHS, "400 M_UNKNOWN, 404 M_NOT_FOUND, 413 M_TOO_LARGE");

  private final Traffic traffic;
  private final Client alice;

  MediaPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("media-alice");
  }

  void play() {
    traffic.part("media", this::media);
    traffic.part("photographs", this::photographs);
    traffic.part("previews of links", this::previews);
  }

  private static byte[] picture() {
    return picture(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB));
  }

  private static byte[] picture(BufferedImage image) {
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Uploads a picture of few bytes and too many pixels for a thumbnail.
  static String vast(Traffic traffic, Client who) {
    byte[] vast = picture(new BufferedImage(8_000, 5_000, BufferedImage.TYPE_BYTE_BINARY));
    return item(
        traffic.raw(200, who, "POST", V3 + "/upload", "image/png", vast).string("content_uri"));
  }

  /// Uploads a picture that has a thumbnail.
  static String small(Traffic traffic, Client who) {
    return item(
        traffic
            .raw(200, who, "POST", V3 + "/upload", "image/png", picture())
            .string("content_uri"));
  }

  /// Uploads what is no picture.
  static String text(Traffic traffic, Client who) {
    byte[] text = Traffic.bytes("no picture");
    return item(
        traffic.raw(200, who, "POST", V3 + "/upload", "text/plain", text).string("content_uri"));
  }

  static String item(String uri) {
    return uri.substring("mxc:/".length());
  }

  private void media() {
    byte[] picture = picture();
    String item =
        item(
            traffic
                .raw(200, alice, "POST", V3 + "/upload?filename=a.png", "image/png", picture)
                .string("content_uri"));
    byte[] large = new byte[Traffic.UPLOAD_BYTES_MAX + 1];
    ThreadLocalRandom.current().nextBytes(large);
    traffic.raw(413, alice, "POST", V3 + "/upload", "text/plain", large);
    String announced = item(traffic.post(alice, "/_matrix/media/v1/create").string("content_uri"));
    none(504, V1 + "/download" + announced + "?timeout_ms=0");
    none(504, V1 + "/download" + announced + "/b.png?timeout_ms=0");
    none(504, V1 + "/thumbnail" + announced + "?width=8&height=8&timeout_ms=0");
    Client bruno = traffic.world().register("media-bruno");
    byte[] half = new byte[Traffic.UPLOAD_BYTES_TOTAL / 2];
    traffic.raw(200, bruno, "POST", V3 + "/upload", "text/plain", half);
    traffic.raw(200, bruno, "POST", V3 + "/upload", "text/plain", half);
    traffic.raw(403, bruno, "POST", V3 + "/upload", "text/plain", half);
    traffic.raw(403, bruno, "PUT", V3 + "/upload" + announced, "image/png", picture);
    traffic.raw(413, alice, "PUT", V3 + "/upload" + announced, "image/png", large);
    traffic.raw(404, alice, "PUT", V3 + "/upload/parvis.example/absent", "image/png", picture);
    traffic.raw(200, alice, "PUT", V3 + "/upload" + announced, "image/png", picture);
    traffic.raw(409, alice, "PUT", V3 + "/upload" + announced, "image/png", picture);
    traffic.get(alice, V1 + "/config");
    traffic.get(alice, V3 + "/config");
    traffic.get(alice, V1 + "/download" + item);
    traffic.get(alice, V1 + "/download" + item + "/renamed.png");
    traffic.get(alice, V1 + "/thumbnail" + item + "?width=32&height=32&method=crop");
    none(400, V1 + "/thumbnail" + item + "?width=none&height=32");
    none(413, V1 + "/thumbnail" + vast(traffic, alice) + "?width=32&height=32");
    for (String from : new String[] {V1, V3}) {
      none(404, from + "/download/parvis.example/absent");
      none(404, from + "/download/parvis.example/absent/c.png");
      none(404, from + "/thumbnail/parvis.example/absent?width=8&height=8");
    }
  }

  private void photographs() {
    traffic.raw(200, alice, "POST", PHOTOGRAPHS, "image/heic", Photograph.heic(64, 48));
    traffic.raw(400, alice, "POST", PHOTOGRAPHS, "image/heic", picture());
    byte[] large = new byte[Traffic.UPLOAD_BYTES_MAX + 1];
    traffic.raw(413, alice, "POST", PHOTOGRAPHS, "image/heic", large);
  }

  /// Where no program of the machine reads them.
  static void unread(Traffic traffic, Client who) {
    traffic.raw(404, who, "POST", PHOTOGRAPHS, "image/heic", Traffic.bytes("none"));
  }

  private void previews() {
    HttpServer web = web(picture());
    try {
      String link = "http://127.0.0.1:" + web.getAddress().getPort() + "/a.png";
      for (String from : new String[] {V1, V3}) {
        traffic.get(alice, from + "/preview_url?url=" + segment(link));
        none(400, from + "/preview_url?url=nothing");
        none(400, from + "/preview_url");
      }
    } finally {
      web.stop(0);
    }
  }

  /// A web server that has one picture.
  private static HttpServer web(byte[] picture) {
    try {
      var here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
      HttpServer web = HttpServer.create(here, 0);
      web.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "image/png");
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
            exchange.close();
          });
      web.start();
      return web;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void none(int status, String path) {
    traffic.ask(status, alice, "GET", path, JsonObject.EMPTY);
  }
}
