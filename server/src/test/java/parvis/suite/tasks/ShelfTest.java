package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;
import static parvis.suite.tasks.Crew.into;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// What is kept of a board for later, and whom it tells what changes.
class ShelfTest {
  private static final int WAIT_SECONDS = 30;

  @AutoClose
  static final World world = World.start(Map.of("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32"));

  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;
  private static int asked;

  private static Answer keep(Client who, String what, Object... said) {
    var wish = JsonObject.of(said).with("request_id", "keep " + asked++);
    return who.post(crew.here() + "/" + what, wish);
  }

  private static List<String> names(Client who, String what) {
    return Crew.objects(who.get(crew.here() + "/" + what).ok().json(), what).stream()
        .map(one -> one.string("name").orElseThrow())
        .toList();
  }

  private static final JsonObject LOOK = JsonObject.of("assignee", "me", "lanes", "priority");

  @Test
  void a_view_is_ones_own_or_of_all() {
    var own = keep(bruno, "views", "name", "À moi", "look", LOOK).ok().json();
    var shared = keep(alice, "views", "name", "À tous", "look", LOOK, "shared", true).ok().json();
    assertThat(own.object("look")).contains(LOOK);
    assertThat(names(bruno, "views")).containsExactly("À tous", "À moi");
    assertThat(names(crew.chloe, "views")).contains("À tous").doesNotContain("À moi");
    assertThat(crew.eve.get(crew.here() + "/views").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(keep(bruno, "views", "name", "Non", "look", LOOK, "shared", true).errcode())
        .isEqualTo("M_FORBIDDEN");
    var path = crew.here() + "/views/";
    var renamed = JsonObject.of("name", "Autre", "look", LOOK);
    assertThat(alice.put(path + id(own), renamed).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(bruno.put(path + id(shared), renamed).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(bruno.put(path + id(own), renamed.with("shared", true)).errcode())
        .isEqualTo("M_FORBIDDEN");
    bruno.put(path + id(own), renamed).ok();
    assertThat(names(bruno, "views")).contains("Autre");
    assertThat(bruno.delete(path + id(shared)).errcode()).isEqualTo("M_FORBIDDEN");
    alice.delete(path + id(shared)).ok();
    bruno.delete(path + id(own)).ok();
    assertThat(names(bruno, "views")).isEmpty();
    var tooLong = JsonObject.of("x", "x".repeat(4_001));
    assertThat(keep(bruno, "views", "name", "Long", "look", tooLong).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(keep(bruno, "views", "name", "a\u0007", "look", LOOK).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void nobody_keeps_more_views_than_a_bound() {
    var wish = JsonObject.of("name", "Une", "look", LOOK);
    for (int i = 0; i < Shelf.OWN_MAX; i++) {
      crew.chloe.post(crew.here() + "/views", wish.with("request_id", "v" + i)).ok();
    }
    var again = crew.chloe.post(crew.here() + "/views", wish.with("request_id", "v1")).ok().json();
    assertThat(names(crew.chloe, "views")).hasSize(Shelf.OWN_MAX);
    assertThat(keep(crew.chloe, "views", "name", "Trop", "look", LOOK).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    crew.chloe.delete(crew.here() + "/views/" + id(again)).ok();
    keep(crew.chloe, "views", "name", "Assez", "look", LOOK).ok();
  }

  private static final JsonObject DOSSIER =
      JsonObject.of(
          "name",
          "Dossier",
          "set",
          JsonObject.of("title", "Instruire", "priority", "high"),
          "due_in_days",
          10,
          "parts",
          JsonArray.of(JsonObject.of("title", "Recevoir"), JsonObject.of("title", "Répondre")));

  @Test
  void a_template_makes_a_task_and_its_parts_all_at_once() {
    var kept =
        alice.post(crew.here() + "/templates", DOSSIER.with("request_id", "template")).ok().json();
    var use = crew.here() + "/templates/" + id(kept) + "/tasks";
    var wish = JsonObject.of("request_id", "used", "today", "2026-11-26");
    var made = Crew.objects(bruno.post(use, wish).ok().json(), "tasks");
    assertThat(made).hasSize(3);
    assertThat(made.getFirst().string("due")).contains("2026-12-06");
    assertThat(made.getFirst().string("priority")).contains("high");
    assertThat(crew.titles(alice, "parent=" + id(made.getFirst())))
        .containsExactly("Recevoir", "Répondre");
    bruno.post(use, wish).ok();
    assertThat(crew.titles(alice, "limit=1000").stream().filter("Instruire"::equals)).hasSize(1);
    assertThat(crew.chloe.post(use, wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(bruno.post(crew.here() + "/templates", DOSSIER.with("request_id", "x")).errcode())
        .isEqualTo("M_FORBIDDEN");
    for (var wrong :
        List.of(
            DOSSIER.with("set", JsonObject.EMPTY),
            DOSSIER.with("parts", JsonArray.of(JsonObject.EMPTY)),
            DOSSIER.with("due_in_days", -1),
            DOSSIER.with("set", JsonObject.of("title", "x", "moon", 1)))) {
      assertThat(alice.post(crew.here() + "/templates", wrong.with("request_id", "w")).status())
          .isEqualTo(400);
    }
    alice.delete(crew.here() + "/templates/" + id(kept)).ok();
    assertThat(bruno.post(use, wish.with("request_id", "late")).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void what_is_kept_of_a_board_has_a_bound_in_bytes() {
    var site = crew.space("project", "Modèles");
    var text = "x".repeat(Values.DESCRIPTION_CHARS_MAX);
    var part = JsonObject.of("title", "Partie", "description", text);
    var wish = JsonObject.of("name", "Gros", "set", JsonObject.of("title", "Tout"));
    var tooLong = wish.with("parts", JsonArray.of(part, part, part, part));
    var templates = in(site) + "/templates";
    assertThat(alice.post(templates, tooLong.with("request_id", "long")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    var large = wish.with("parts", JsonArray.of(part, part, part));
    long fit = Shelf.HELD_BYTES_MAX / (3 * Values.DESCRIPTION_CHARS_MAX);
    var kept =
        IntStream.range(0, (int) fit)
            .mapToObj(i -> alice.post(templates, large.with("request_id", "m" + i)).ok().json())
            .toList();
    assertThat(alice.post(templates, large.with("request_id", "more")).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    alice.put(templates + "/" + id(kept.getFirst()), large).ok();
    assertThat(Crew.objects(alice.get(templates).ok().json(), "templates")).hasSize((int) fit);
  }

  @Test
  void a_board_is_the_template_of_another() {
    var model = crew.space("project", "Modèle");
    var copy = crew.space("project", "Copie");
    var column = JsonObject.of("id", "un", "name", "Un", "state", "open");
    var field = JsonObject.of("id", "f", "name", "Champ", "kind", "text");
    var arranged =
        JsonObject.of("base", 0, "columns", JsonArray.of(column), "fields", JsonArray.of(field));
    var board = alice.put(in(model) + "/board", arranged).ok().json();
    alice.post(in(model) + "/templates", DOSSIER.with("request_id", "of the model")).ok();
    var wish = JsonObject.of("from", model, "base", 0);
    assertThat(bruno.post(in(copy) + "/board/copy", wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(alice.post(in(copy) + "/board/copy", wish.with("from", "!none:x")).errcode())
        .isEqualTo("M_NOT_FOUND");
    var copied = alice.post(in(copy) + "/board/copy", wish).ok().json();
    assertThat(copied).isEqualTo(board);
    assertThat(Crew.objects(alice.get(in(copy) + "/templates").ok().json(), "templates"))
        .hasSize(1);
    assertThat(alice.post(in(copy) + "/board/copy", wish).errcode()).isEqualTo("FR_PARVIS_CHANGED");
    alice.post(in(copy) + "/tasks", crew.wish("title", "T")).ok();
    assertThat(
            alice
                .post(in(copy) + "/board/copy", wish.with("from", crew.space).with("base", 1))
                .status())
        .isEqualTo(409);
  }

  @Test
  void who_wants_to_be_reminded_is_and_nobody_learns_of_it() {
    var today = LocalDate.now(ZoneOffset.UTC);
    var task =
        crew.make(alice, "title", "Rappel", "due", today.plusDays(30).toString()).ok().json();
    var path = TASKS + id(task) + "/reminder";
    assertThat(bruno.get(path).ok().json()).isEqualTo(JsonObject.EMPTY);
    var wish = JsonObject.of("days_before", 2, "minute", 540, "zone", "Europe/Paris");
    var set = bruno.put(path, wish).ok().json();
    assertThat(bruno.get(path).ok().json()).isEqualTo(set);
    assertThat(crew.chloe.get(path).ok().json()).isEqualTo(JsonObject.EMPTY);
    assertThat(crew.eve.get(path).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(crew.dan.put(path, wish).errcode()).isEqualTo("M_NOT_FOUND");
    for (var wrong :
        List.of(
            wish.with("days_before", -1),
            wish.with("minute", 1_440),
            wish.with("zone", "Mars"),
            wish.without("minute"))) {
      assertThat(bruno.put(path, wrong).status()).isEqualTo(400);
    }
    var sooner = crew.change(alice, task, "due", today.plusDays(1).toString()).ok().json();
    Race.until(() -> told(bruno).contains("task_reminded"));
    assertThat(told(crew.chloe)).doesNotContain("task_reminded");
    crew.change(alice, sooner, "due", today.plusDays(60).toString()).ok();
    assertThat(bruno.get(path).ok().json().integer("at").orElseThrow())
        .isGreaterThan(set.integer("at").orElseThrow());
    bruno.delete(path).ok();
    assertThat(bruno.get(path).ok().json()).isEqualTo(JsonObject.EMPTY);
  }

  private static List<String> told(Client who) {
    return NewsTest.told(who);
  }

  private record Heard(Map<String, List<String>> headers, String body) {}

  @Test
  void a_program_is_told_again_until_it_answers_and_can_see_who_tells_it() throws Exception {
    var heard = new LinkedBlockingQueue<Heard>();
    var refusals = new AtomicInteger(1);
    var server = program(heard, refusals);
    try {
      var uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/tasks";
      var hooks = crew.here() + "/webhooks";
      assertThat(bruno.post(hooks, JsonObject.of("uri", uri)).errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(bruno.get(hooks).errcode()).isEqualTo("M_FORBIDDEN");
      for (var wrong : List.of("ftp://x", "https://", "https://a:b@c/", "x", "https://c/#d")) {
        assertThat(alice.post(hooks, JsonObject.of("uri", wrong)).errcode())
            .as(wrong)
            .isEqualTo("M_INVALID_PARAM");
      }
      var hook = alice.post(hooks, JsonObject.of("uri", uri)).ok().json();
      var task = crew.make(bruno, "title", "Secret", "place", into("doing")).ok().json();
      var first = next(heard);
      Race.until(() -> failing() == 1);
      world.db().write(tx -> tx.run("update task_hook set due_ms = 0"));
      var second = next(heard);
      assertThat(second.body()).isEqualTo(first.body()).contains(id(task)).doesNotContain("Secret");
      assertThat(JsonReader.read(first.body().getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST))
          .isInstanceOfSatisfying(
              JsonObject.class, said -> assertThat(said.string("type")).contains("task.changed"));
      assertSigned(first, hook);
      assertSigned(second, hook);
      assertThat(first.headers().get("Webhook-id")).isEqualTo(second.headers().get("Webhook-id"));
      Race.until(() -> waiting() == 0);
      var all = Crew.objects(alice.get(hooks).ok().json(), "webhooks");
      assertThat(all.getFirst().integer("answered")).hasValue(204);
      assertThat(all.getFirst().has("secret")).isFalse();
      alice.delete(hooks + "/" + id(hook)).ok();
      assertThat(alice.delete(hooks + "/" + id(hook)).errcode()).isEqualTo("M_NOT_FOUND");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer program(BlockingQueue<Heard> heard, AtomicInteger refusals)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/tasks",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
          exchange.close();
          heard.add(new Heard(Map.copyOf(exchange.getRequestHeaders()), body));
        });
    server.start();
    return server;
  }

  private static Heard next(BlockingQueue<Heard> heard) throws InterruptedException {
    var one = heard.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    assertThat(one).isNotNull();
    return one;
  }

  private static long waiting() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from task_delivery"))
        .orElseThrow();
  }

  private static long failing() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select max(failing) as n from task_hook"))
        .orElseThrow();
  }

  private static void assertSigned(Heard heard, JsonObject hook) throws Exception {
    var secret = hook.string("secret").orElseThrow();
    assertThat(secret).startsWith("whsec_");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
    var signed =
        heard.headers().get("Webhook-id").getFirst()
            + "."
            + heard.headers().get("Webhook-timestamp").getFirst()
            + "."
            + heard.body();
    var expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    assertThat(heard.headers().get("Webhook-signature"))
        .containsExactly("v1," + Base64.getEncoder().encodeToString(expected));
  }

  @Test
  void what_was_somebodys_alone_goes_with_their_account() {
    var gina = world.register("gina");
    gina.post(crew.here() + "/join", JsonObject.EMPTY).ok();
    keep(gina, "views", "name", "À Gina", "look", LOOK).ok();
    var task = crew.make(gina, "title", "De Gina").ok().json();
    var wish = JsonObject.of("minute", 1, "zone", "UTC");
    gina.put(TASKS + id(task) + "/reminder", wish).ok();
    var proof = JsonObject.of("auth", Client.proof(gina.user(), World.PASSWORD));
    gina.post("/_matrix/client/v3/account/deactivate", proof).ok();
    Race.until(
        () -> own("task_shelf where owner", gina) + own("task_reminder where \"user\"", gina) == 0);
    assertThat(crew.read(task).string("title")).contains("De Gina");
  }

  private static long own(String where, Client who) {
    var sql = "select count(*) as n from " + where + " = ?";
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, who.user())).orElseThrow();
  }

  @Test
  void a_board_has_no_more_webhooks_than_a_bound() {
    var hooks = in(crew.space("project", "Crochets")) + "/webhooks";
    for (int i = 0; i < Webhooks.OF_SPACE_MAX; i++) {
      alice.post(hooks, JsonObject.of("uri", "https://nobody.invalid/" + i)).ok();
    }
    assertThat(alice.post(hooks, JsonObject.of("uri", "https://nobody.invalid/")).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
  }
}
