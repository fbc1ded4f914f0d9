package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Links are looked at in the one way out, and tell what their pages say of themselves.
class LinkPreviewsTest {
  private static final String PREVIEW = "/_matrix/client/v1/media/preview_url";
  private static final byte[] PNG = png(30, 20);

  /// What a web server says.
  private record Said(int status, String type, byte[] body, String location) {}

  static final Map<String, Said> said = new ConcurrentHashMap<>();
  static final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private static final Semaphore arrived = new Semaphore(0);
  private static final CountDownLatch gate = new CountDownLatch(1);
  static HttpServer near;
  static HttpServer hidden;
  private static HttpServer elsewhere;
  static World world;
  static Client alice;

  @BeforeAll
  static void start() throws IOException {
    near = server("127.0.0.1");
    hidden = server("127.0.0.2");
    elsewhere = server("127.0.0.1");
    world =
        World.start(
            Map.of(
                "PARVIS_LINK_PREVIEWS",
                "on",
                "PARVIS_LINK_PREVIEW_PORTS",
                near.getAddress().getPort() + ", " + hidden.getAddress().getPort(),
                "PARVIS_REACHABLE_NETWORKS",
                "127.0.0.1/32"));
    alice = world.register("alice");
  }

  @AfterAll
  static void stop() {
    world.close();
    near.stop(0);
    hidden.stop(0);
    elsewhere.stop(0);
  }

  @BeforeEach
  void forget() {
    asked.clear();
  }

  private static HttpServer server(String address) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          asked.add(address + path);
          if (path.startsWith("/slow")) hold();
          var what = said.getOrDefault(path, new Said(404, "text/html", new byte[0], ""));
          exchange.getResponseHeaders().set("Content-Type", what.type());
          if (!what.location().isEmpty()) {
            exchange.getResponseHeaders().set("Location", what.location());
          }
          exchange.sendResponseHeaders(
              what.status(), what.body().length == 0 ? -1 : what.body().length);
          if (what.body().length > 0) {
            exchange.getResponseBody().write(what.body());
          }
          exchange.close();
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  private static void hold() {
    arrived.release();
    try {
      gate.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] png(int width, int height) {
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void page(String path, String html) {
    said.put(
        path, new Said(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), ""));
  }

  private static void redirects(String path, String to) {
    said.put(path, new Said(302, "text/html", new byte[0], to));
  }

  private static String url(HttpServer server, String path) {
    var address = server.getAddress();
    return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path;
  }

  private static Answer ask(String url) {
    return alice.get(PREVIEW + "?url=" + Client.segment(url));
  }

  private static JsonObject preview(String url) {
    return ask(url).ok().json();
  }

  @Test
  void a_page_is_told_by_its_own_words_and_picture() {
    page(
        "/rock",
        """
        <html><head><title>Le Rocher (1996)</title><meta name="description" content="Une île">
        <meta property="og:title" content="Le Rocher"><meta property="og:type" content="video.movie">
        <meta property="og:image" content="affiche.png"></head></html>""");
    said.put("/affiche.png", new Said(200, "text/plain", PNG, ""));
    var told = preview(url(near, "/rock"));
    assertThat(told.string("og:title")).contains("Le Rocher");
    assertThat(told.string("og:type")).contains("video.movie");
    assertThat(told.string("og:description")).contains("Une île");
    assertThat(told.string("og:image:type")).contains("image/png");
    assertThat(told.integer("og:image:width")).hasValue(30);
    assertThat(told.integer("og:image:height")).hasValue(20);
    assertThat(told.integer("matrix:image:size")).hasValue(PNG.length);
    var picture = told.string("og:image").orElseThrow().substring("mxc://".length());
    var bytes = alice.get("/_matrix/client/v1/media/download/" + picture).ok().bytes();
    assertThat(bytes).isEqualTo(PNG);
  }

  @Test
  void a_page_is_asked_for_once_by_whoever_wants_to_know_and_by_either_route() {
    page("/once", "<title>Une fois</title>");
    var bruno = world.register("bruno");
    assertThat(preview(url(near, "/once")).string("og:title")).contains("Une fois");
    var old =
        bruno.get("/_matrix/media/v3/preview_url?ts=1&url=" + Client.segment(url(near, "/once")));
    assertThat(old.ok().string("og:title")).isEqualTo("Une fois");
    assertThat(asked).containsExactly("127.0.0.1/once");
  }

  @Test
  void a_port_that_nobody_named_is_not_asked_even_by_a_redirection() {
    page("/service", "<title>Un service</title>");
    assertThat(preview(url(elsewhere, "/service")).isEmpty()).isTrue();
    redirects("/there", url(elsewhere, "/service"));
    assertThat(preview(url(near, "/there")).isEmpty()).isTrue();
    assertThat(asked).containsExactly("127.0.0.1/there");
    assertThat(preview(url(near, "/service")).string("og:title")).contains("Un service");
  }

  @Test
  void what_may_not_be_reached_is_not_asked_even_by_a_redirection_or_a_picture() {
    page("/secret", "<title>Secret</title>");
    assertThat(preview(url(hidden, "/secret")).isEmpty()).isTrue();
    redirects("/away", url(hidden, "/secret"));
    assertThat(preview(url(near, "/away")).isEmpty()).isTrue();
    page(
        "/poor",
        "<title>Sans image</title><meta property='og:image' content='"
            + url(hidden, "/x.png")
            + "'>");
    assertThat(preview(url(near, "/poor")).keys()).containsExactly("og:title");
    redirects("/file", "file:///etc/passwd");
    assertThat(preview(url(near, "/file")).isEmpty()).isTrue();
    assertThat(asked).allSatisfy(path -> assertThat(path).startsWith("127.0.0.1/"));
  }

  @Test
  void redirections_are_followed_and_not_for_ever() {
    page("/end", "<title>Arrivée</title>");
    redirects("/begin", "/end");
    assertThat(preview(url(near, "/begin")).string("og:title")).contains("Arrivée");
    redirects("/circle", "/circle");
    assertThat(preview(url(near, "/circle")).isEmpty()).isTrue();
    assertThat(asked.stream().filter("127.0.0.1/circle"::equals))
        .hasSize(LinkPreviews.REDIRECTIONS_MAX + 1);
  }

  @Test
  void a_picture_is_its_own_preview_and_the_same_one_is_kept_once() {
    said.put("/photo", new Said(200, "image/png", PNG, ""));
    said.put("/copie", new Said(200, "image/png", PNG, ""));
    var one = preview(url(near, "/photo")).string("og:image");
    assertThat(one).isPresent().isEqualTo(preview(url(near, "/copie")).string("og:image"));
    said.put(
        "/faux", new Said(200, "image/png", "pas une image".getBytes(StandardCharsets.UTF_8), ""));
    assertThat(preview(url(near, "/faux")).isEmpty()).isTrue();
  }

  @Test
  void what_is_read_has_bounds() {
    var much = "x".repeat(LinkedPage.VALUE_CHARS_MAX + 10);
    page("/long", "<title>" + much + "</title>" + " ".repeat(LinkPreviews.PAGE_BYTES_MAX));
    assertThat(preview(url(near, "/long")).string("og:title").orElseThrow())
        .hasSize(LinkedPage.VALUE_CHARS_MAX);
    var many = new StringBuilder();
    for (int i = 0; i < 2 * LinkedPage.PROPERTIES_MAX; i++) {
      many.append("<meta property='og:p").append(i).append("' content='a'>");
    }
    page("/many", many.toString());
    assertThat(preview(url(near, "/many")).keys()).hasSize(LinkedPage.PROPERTIES_MAX);
    said.put(
        "/large.png", new Said(200, "image/png", new byte[LinkPreviews.PICTURE_BYTES_MAX + 1], ""));
    page("/large", "<title>Grand</title><meta property='og:image' content='/large.png'>");
    assertThat(preview(url(near, "/large")).keys()).containsExactly("og:title");
  }

  @Test
  void what_says_nothing_or_is_not_there_is_empty() {
    said.put("/pdf", new Said(200, "application/pdf", new byte[] {1}, ""));
    for (var path : List.of("/pdf", "/absent")) {
      assertThat(preview(url(near, path)).isEmpty()).isTrue();
    }
    assertThat(preview("http://127.0.0.1:1/").isEmpty()).isTrue();
  }

  @Test
  void what_is_no_page_is_refused() {
    var long_ = "http://a.example/" + "a".repeat(LinkPreviews.URL_CHARS_MAX);
    for (var url :
        List.of("ftp://a.example/", "nothing", "http://a b/", "file:///etc/passwd", long_)) {
      assertThat(ask(url).errcode()).as(url).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(alice.get(PREVIEW).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(world.stranger().get(PREVIEW + "?url=http%3A%2F%2Fa.example").status())
        .isEqualTo(401);
  }

  @Test
  void slow_pages_of_one_account_hold_up_nobody_else() throws InterruptedException {
    page("/fast", "<title>Vite</title>");
    var bruno = world.register("patient");
    var slow =
        List.of("/slow1", "/slow2").stream()
            .map(path -> alice.later(PREVIEW + "?url=" + Client.segment(url(near, path))))
            .toList();
    assertThat(arrived.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
    try {
      assertThat(ask(url(near, "/fast")).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
      var theirs = bruno.get(PREVIEW + "?url=" + Client.segment(url(near, "/fast"))).ok();
      assertThat(theirs.string("og:title")).isEqualTo("Vite");
    } finally {
      gate.countDown();
    }
    slow.forEach(one -> one.join().ok());
    ask(url(near, "/fast")).ok();
  }

  @Test
  void unless_the_operator_wants_it_nothing_is_looked_at() {
    page("/off", "<title>Non</title>");
    try (var silent = World.start(Map.of("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32"))) {
      var anna = silent.register("anna");
      var answer = anna.get(PREVIEW + "?url=" + Client.segment(url(near, "/off")));
      assertThat(answer.errcode()).isEqualTo("M_UNRECOGNIZED");
    }
    assertThat(asked).isEmpty();
  }
}
