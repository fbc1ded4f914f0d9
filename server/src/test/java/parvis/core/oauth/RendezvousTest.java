package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Two devices meet while one of them signs in by a QR code, as Element X calls it.
class RendezvousTest {
  private static final String PATH = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous";

  static final TestClock clock = new TestClock();
  @AutoClose static final World world = World.start(Map.of(), clock);
  static final Client device = world.stranger();

  private static Answer open(String text) {
    return device.send("POST", PATH, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String path(Answer opened) {
    return URI.create(opened.string("url")).getPath();
  }

  private static Answer asked(String method, String path, String body, String... headers) {
    HttpRequest.Builder request = device.request(path).headers(headers);
    return device.send(request.method(method, BodyPublishers.ofString(body)).build());
  }

  private static Answer leave(String path, String text, String tag) {
    return asked("PUT", path, text, "Content-Type", "text/plain", "If-Match", tag);
  }

  @Test
  void each_reads_what_the_other_left() {
    var opened = open("de A");
    assertThat(opened.status()).isEqualTo(201);
    var path = path(opened);
    assertThat(path).startsWith(PATH + "/");
    var first = device.get(path).ok();
    assertThat(first.text()).isEqualTo("de A");
    assertThat(first.header("Content-Type")).isEqualTo("text/plain");
    assertThat(first.header("ETag")).isEqualTo(opened.header("ETag")).matches("\"[^\"]+\"");
    assertThat(first.header("Cache-Control")).contains("no-store");
    assertThat(first.header("Pragma")).isEqualTo("no-cache");
    assertThat(first.header("Expires")).endsWith(" GMT");
    assertThat(first.header("Last-Modified")).endsWith(" GMT");
    assertThat(first.header("Access-Control-Expose-Headers")).isEqualTo("ETag");
    assertThat(asked("GET", path, "", "If-None-Match", first.header("ETag")).status())
        .isEqualTo(304);
    var left = leave(path, "de B", first.header("ETag"));
    assertThat(left.status()).isEqualTo(202);
    var second = asked("GET", path, "", "If-None-Match", first.header("ETag")).ok();
    assertThat(second.text()).isEqualTo("de B");
    assertThat(second.header("ETag")).isEqualTo(left.header("ETag"));
    assertThat(leave(path, "de B", second.header("ETag")).header("ETag"))
        .isNotEqualTo(second.header("ETag"));
    assertThat(device.delete(path).status()).isEqualTo(204);
    assertThat(device.get(path).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(device.delete(path).status()).isEqualTo(404);
  }

  @Test
  void who_has_not_seen_the_last_message_writes_over_nothing() {
    var opened = open("un");
    var path = path(opened);
    leave(path, "deux", opened.header("ETag"));
    var late = leave(path, "trois", opened.header("ETag"));
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.json().string("org.matrix.msc4108.errcode")).contains("M_CONCURRENT_WRITE");
    var now = device.get(path).ok();
    assertThat(now.text()).isEqualTo("deux");
    assertThat(late.header("ETag")).isEqualTo(now.header("ETag"));
    for (var wrong : new String[] {"W/\"x\"", "x", "*", "\"a\", \"b\"", "\""}) {
      assertThat(leave(path, "x", wrong).errcode()).as(wrong).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(asked("PUT", path, "x", "Content-Type", "text/plain").errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void messages_are_small_and_plain() {
    var most = "x".repeat(Rendezvous.PAYLOAD_BYTES_MAX);
    var opened = open(most);
    assertThat(opened.status()).isEqualTo(201);
    assertThat(device.get(path(opened)).ok().text()).isEqualTo(most);
    assertThat(open(most + "x").errcode()).isEqualTo("M_TOO_LARGE");
    assertThat(leave(path(opened), most + "x", opened.header("ETag")).errcode())
        .isEqualTo("M_TOO_LARGE");
    assertThat(device.post(PATH, JsonObject.EMPTY).errcode()).isEqualTo("M_INVALID_PARAM");
    var untyped = device.request(PATH).POST(BodyPublishers.noBody()).build();
    assertThat(device.send(untyped).errcode()).isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void a_place_ends_by_itself() {
    var path = path(open("un"));
    clock.advance(Rendezvous.LIFE.minusSeconds(1));
    var tag = device.get(path).ok().header("ETag");
    var left = leave(path, "deux", tag);
    clock.advance(Rendezvous.LIFE.minusSeconds(1));
    device.get(path).ok();
    clock.advance(Rendezvous.LIFE);
    assertThat(device.get(path).status()).isEqualTo(404);
    assertThat(leave(path, "trois", left.header("ETag")).status()).isEqualTo(404);
    var busy = open("un");
    tag = busy.header("ETag");
    for (var age = Rendezvous.LIFE; age.compareTo(Rendezvous.WHOLE_LIFE) < 0; ) {
      tag = leave(path(busy), "encore", tag).header("ETag");
      clock.advance(Rendezvous.LIFE.dividedBy(2));
      age = age.plus(Rendezvous.LIFE.dividedBy(2));
    }
    clock.advance(Rendezvous.LIFE);
    assertThat(device.get(path(busy)).status()).isEqualTo(404);
  }

  @Test
  void the_oldest_place_makes_room_for_one_too_many() {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into rendezvous (id, tag, payload, made_ms, modified_ms, expires_ms)
                    select 'filled' || n, 't', '', 0, 0, ? + n from generate_series(1, ?) n
                    """,
                    clock.millis(),
                    Rendezvous.PLACES_MAX));
    var opened = open("un de plus");
    assertThat(opened.status()).isEqualTo(201);
    assertThat(device.get(PATH + "/filled1").status()).isEqualTo(404);
    assertThat(device.get(PATH + "/filled" + Rendezvous.PLACES_MAX).status()).isEqualTo(200);
    world.db().write(tx -> tx.run("delete from rendezvous"));
  }

  @Test
  void one_address_takes_no_places_of_others() {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into rendezvous
                      (id, tag, payload, made_ms, modified_ms, expires_ms, opened_from)
                    values ('elsewhere', 't', '', 0, 0, ?, 'elsewhere')
                    """,
                    clock.millis()));
    var first = path(open("un"));
    var second = "";
    for (int i = 0; i < Rendezvous.OF_ADDRESS_MAX; i++) {
      clock.advance(Duration.ofMillis(1));
      var path = path(open("encore"));
      second = i == 0 ? path : second;
    }
    assertThat(device.get(first).status()).isEqualTo(404);
    assertThat(device.get(second).status()).isEqualTo(200);
    var there = world.db().read(tx -> tx.list(row -> row.text("id"), "select id from rendezvous"));
    assertThat(there).contains("elsewhere").hasSize(Rendezvous.OF_ADDRESS_MAX + 1);
    world.db().write(tx -> tx.run("delete from rendezvous"));
  }

  @Test
  void a_browser_of_another_site_may_ask_and_clients_are_told_that_it_is_there() {
    var allowed = device.options(PATH + "/x").header("Access-Control-Allow-Headers");
    assertThat(allowed).contains("If-Match", "If-None-Match");
    var versions = device.get("/_matrix/client/versions").ok().json();
    assertThat(versions.object("unstable_features").orElseThrow().bool("org.matrix.msc4108"))
        .contains(true);
  }

  @Test
  void who_opens_too_many_waits() {
    try (var counting = World.start(Map.of("PARVIS_RATE_LIMITS", "on"))) {
      var many = counting.stranger();
      var status = 0;
      for (int i = 0; i < 1_000 && status != 429; i++) {
        status = many.send("POST", PATH, "text/plain", new byte[] {'x'}).status();
      }
      assertThat(status).isEqualTo(429);
    }
  }
}
