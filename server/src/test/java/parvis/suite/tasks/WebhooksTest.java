package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.in;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonWriter;

/// Programs are told what changes each in its turn, whatever waits for others.
class WebhooksTest {
  private static final int WAITING = 1_000;

  /// So many are told in less time than so many looks take, which bring few each.
  private static final int TOLD = 160;

  private static final long WAIT_MS = 10_000;
  private static final long DAY_MS = 24 * 60 * 60 * 1_000L;

  @AutoClose
  static final World world = World.start(Map.of("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32"));

  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static HttpServer programs;

  @BeforeAll
  static void listen() throws IOException {
    programs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    programs.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    programs.start();
  }

  @AfterAll
  static void close() {
    programs.stop(0);
  }

  /// A program that listens, and what it heard.
  private static final class Listener {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger status;
    final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger asking = new AtomicInteger();

    Listener(String path, int status) {
      this.status = new AtomicInteger(status);
      programs.createContext(
          path,
          exchange -> {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            var said =
                JsonReader.read(exchange.getRequestBody().readAllBytes(), JsonLimits.REQUEST);
            heard.add(((JsonObject) said).string("task").orElse("board"));
            asking.decrementAndGet();
            exchange.sendResponseHeaders(this.status.get(), -1);
            exchange.close();
          });
    }
  }

  private static JsonObject hook(String site, String path) {
    var uri = "http://127.0.0.1:" + programs.getAddress().getPort() + path;
    return alice.post(in(site) + "/webhooks", JsonObject.of("uri", uri)).ok().json();
  }

  private static void run(String sql, Object... args) {
    world.db().write(tx -> tx.run(sql, args));
  }

  private static long number(String sql, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, args)).orElseThrow();
  }

  private static void leave(JsonObject hook, int count, long atMs) {
    run(
        """
        insert into task_delivery (nid, hook, key, version, at_ms)
        select nextval('nid'), h.nid, 't' || i, 1, ? from task_hook h, generate_series(1, ?) as i
         where h.id = ? order by i""",
        atMs,
        count,
        id(hook));
  }

  private static long waiting(JsonObject hook) {
    return number(
        """
        select count(*) as n from task_delivery d join task_hook h on h.nid = d.hook
         where h.id = ?""",
        id(hook));
  }

  private static long of(String column, JsonObject hook) {
    return number("select " + column + " as n from task_hook where id = ?", id(hook));
  }

  @Test
  void one_for_which_much_waits_holds_nobody_up_and_is_told_in_order_by_one_at_a_time() {
    var much = new Listener("/much", 204);
    var little = new Listener("/little", 204);
    var busy = hook(crew.space("project", "Beaucoup"), "/much");
    var other = hook(crew.space("project", "Peu"), "/little");
    leave(busy, WAITING, System.currentTimeMillis());
    leave(other, 1, System.currentTimeMillis());
    Race.until(() -> !little.heard.isEmpty());
    assertThat(waiting(busy)).isPositive();
    Race.until(() -> much.heard.size() >= TOLD);
    run("delete from task_hook where id = ?", id(busy));
    var expected = IntStream.rangeClosed(1, TOLD).mapToObj(i -> "t" + i).toList();
    assertThat(List.copyOf(much.heard).subList(0, TOLD)).isEqualTo(expected);
    assertThat(much.most).hasValue(1);
  }

  @Test
  void one_that_does_not_answer_is_asked_less_and_less_often_whatever_waits() {
    var listener = new Listener("/dead", 503);
    var hook = hook(crew.space("project", "Mort"), "/dead");
    long before = System.currentTimeMillis();
    leave(hook, 3, before);
    Race.until(() -> of("failing", hook) == 1);
    assertThat(of("due_ms", hook)).isGreaterThanOrEqualTo(before + WAIT_MS);
    assertThat(listener.heard).containsExactly("t1");
    assertThat(of("answered", hook)).isEqualTo(503);
    before = System.currentTimeMillis();
    run("update task_hook set due_ms = 0 where id = ?", id(hook));
    Race.until(() -> of("failing", hook) == 2);
    assertThat(of("due_ms", hook)).isGreaterThanOrEqualTo(before + 2 * WAIT_MS);
    leave(hook, 1, before);
    listener.status.set(204);
    run("update task_hook set due_ms = 0 where id = ?", id(hook));
    Race.until(() -> waiting(hook) == 0);
    assertThat(listener.heard).containsExactly("t1", "t1", "t1", "t2", "t3", "t1");
    Race.until(() -> of("failing", hook) == 0);
    assertThat(of("failed", hook)).isZero();
  }

  @Test
  void what_a_program_was_not_told_for_a_day_it_is_told_no_more() {
    var listener = new Listener("/old", 503);
    var hook = hook(crew.space("project", "Vieux"), "/old");
    long now = System.currentTimeMillis();
    run("update task_hook set due_ms = ? where id = ?", now + DAY_MS, id(hook));
    leave(hook, 5, now - 2 * DAY_MS);
    leave(hook, 2, now);
    run("update task_hook set due_ms = 0 where id = ?", id(hook));
    Race.until(() -> of("failed", hook) == 5);
    assertThat(waiting(hook)).isEqualTo(2);
    assertThat(listener.heard).containsExactly("t1");
  }

  private static JsonObject seen(String site) {
    return Crew.objects(alice.get(in(site) + "/webhooks").ok().json(), "webhooks").getFirst();
  }

  private static Answer change(String site, JsonObject hook, Object... wish) {
    var body = JsonWriter.write(JsonObject.of(wish));
    return alice.send("PATCH", in(site) + "/webhooks/" + id(hook), "application/json", body);
  }

  private static List<String> told(String site) {
    return Crew.objects(seen(site), "told").stream()
        .map(
            one ->
                one.string("event").orElseThrow()
                    + " "
                    + one.integer("status").orElseThrow()
                    + " "
                    + one.string("outcome").orElseThrow())
        .toList();
  }

  @Test
  void one_hears_of_what_it_asks_for_and_of_nothing_while_it_is_paused() {
    var listener = new Listener("/some", 204);
    var site = crew.space("project", "Choisi");
    var hook = hook(site, "/some");
    var gone = JsonArray.of("task.gone", "board.changed");
    assertThat(change(site, hook, "events", JsonArray.of("moon")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(change(site, hook, "events", gone).ok().json().array("events")).contains(gone);
    var wish = crew.wish("title", "Muette");
    alice.post(in(site) + "/tasks", wish).ok();
    assertThat(change(site, hook, "paused", true).ok().json().array("events")).contains(gone);
    assertThat(seen(site).bool("paused")).contains(true);
    var label = JsonObject.of("id", "blue", "name", "Bleu", "colour", 3);
    alice.put(in(site) + "/board", JsonObject.of("base", 0, "labels", JsonArray.of(label))).ok();
    leave(hook, 1, System.currentTimeMillis());
    change(site, hook, "paused", false).ok();
    Race.until(() -> !listener.heard.isEmpty());
    alice.put(in(site) + "/board", JsonObject.of("base", 1, "labels", JsonArray.EMPTY)).ok();
    Race.until(() -> told(site).size() == 2);
    assertThat(listener.heard).containsExactly("t1", "board");
    assertThat(told(site)).containsExactly("board.changed 204 told", "task.changed 204 told");
  }

  @Test
  void who_tries_one_is_told_at_once_what_it_answers() {
    var listener = new Listener("/tried", 204);
    var site = crew.space("project", "Essai");
    var test = in(site) + "/webhooks/" + id(hook(site, "/tried")) + "/test";
    assertThat(alice.post(test, JsonObject.EMPTY).ok().json().string("outcome")).contains("told");
    listener.status.set(410);
    assertThat(alice.post(test, JsonObject.EMPTY).ok().json().integer("status")).hasValue(410);
    assertThat(told(site)).containsExactly("test 410 refused", "test 204 told");
    listener.status.set(204);
    for (int i = 0; i < Webhooks.TOLD_MAX; i++) {
      alice.post(test, JsonObject.EMPTY).ok();
    }
    assertThat(told(site)).hasSize(Webhooks.TOLD_MAX).allMatch("test 204 told"::equals);
    var deaf = JsonObject.of("uri", "http://127.0.0.1:1/");
    var other = id(alice.post(in(site) + "/webhooks", deaf).ok().json());
    var failed = alice.post(in(site) + "/webhooks/" + other + "/test", JsonObject.EMPTY);
    assertThat(failed.ok().json().string("outcome")).contains("failed");
    var barred = JsonObject.of("uri", "http://10.0.0.1/");
    other = id(alice.post(in(site) + "/webhooks", barred).ok().json());
    failed = alice.post(in(site) + "/webhooks/" + other + "/test", JsonObject.EMPTY);
    assertThat(failed.ok().json().string("outcome")).contains("barred");
    assertThat(crew.bruno.post(test, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void who_removes_one_spoils_no_change_of_another() {
    var site = crew.space("project", "Ensemble");
    var hook = hook(site, "/none");
    var making =
        world
            .db()
            .write(
                tx -> {
                  tx.run("delete from task_hook where id = ?", id(hook));
                  var one =
                      Race.later(
                          () -> alice.post(in(site) + "/tasks", crew.wish("title", "Pendant")));
                  Race.until(() -> Race.waiting(tx) > 0);
                  return one;
                });
    Race.ended(making).ok();
  }
}
