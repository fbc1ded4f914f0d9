package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.tasks.Crew.TASKS;
import static parvis.suite.tasks.Crew.id;
import static parvis.suite.tasks.Crew.people;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.Gateway;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What is said of a task stays with those who see it: no room of the space has it, nor anybody's
/// sync, nor a search, nor what programs and sleeping devices are told.
class DiscreetTest {
  /// No other text has it.
  private static final String SECRET = "zanzibarois";

  private static final Gateway gateway = Gateway.start();

  @AutoClose
  static final World world =
      World.start(
          Map.of(
              "PARVIS_REACHABLE_NETWORKS",
              "127.0.0.0/8, ::1",
              "PARVIS_TRUSTED_AUTHORITIES",
              gateway.certificate().toString()));

  private static final Crew crew = new Crew(world);
  private static final Client alice = crew.alice;
  private static final Client bruno = crew.bruno;
  private static final List<String> heard = new CopyOnWriteArrayList<>();
  private static HttpServer programs;

  @BeforeAll
  static void listen() throws IOException {
    programs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    programs.createContext(
        "/",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          heard.add(new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    programs.start();
  }

  @AfterAll
  static void close() {
    programs.stop(0);
    gateway.close();
  }

  private static List<Client> everybody() {
    return List.of(alice, bruno, crew.chloe, crew.dan, crew.eve, crew.outsider);
  }

  /// A room of the space, with all who are in the space.
  private static String room() {
    var wish = JsonObject.of("name", "Salle", "private", false);
    var room = alice.post(crew.here() + "/rooms", wish).ok().string("room_id");
    for (var who : List.of(bruno, crew.chloe, crew.dan, crew.eve)) {
      who.post("/_matrix/client/v3/join/" + Client.segment(room), JsonObject.EMPTY).ok();
    }
    return room;
  }

  @Test
  void what_is_said_of_a_task_is_nowhere_but_with_it() {
    var uri = "http://127.0.0.1:" + programs.getAddress().getPort() + "/";
    alice.post(crew.here() + "/webhooks", JsonObject.of("uri", uri)).ok();
    bruno.post("/_matrix/client/v3/pushers/set", gateway.pusher("bruno")).ok();
    var rooms =
        new ArrayList<>(List.of(crew.space, alice.get(crew.here()).ok().string("feed_room")));
    rooms.add(room());
    var task = crew.make(alice, "title", "Discrète").ok().json();
    var comments = TASKS + id(task) + "/comments";
    var wish =
        JsonObject.of("request_id", "said", "text", SECRET, "mentions", people(bruno, crew.chloe));
    var said = alice.post(comments, wish).ok().json();
    alice.put(comments + "/" + id(said), JsonObject.of("text", SECRET + " encore")).ok();
    assertThat(bruno.get(comments).ok().text()).contains(SECRET);
    // Who is called has heard of it, and so have the program and the device, by now.
    Race.until(() -> NewsTest.told(bruno).contains("task_mentioned"));
    Race.until(() -> heard.stream().filter(body -> body.contains(id(task))).count() >= 3);
    assertThat(heard).noneMatch(body -> body.contains(SECRET));
    assertThat(gateway.next().toString()).doesNotContain(SECRET);
    for (var who : everybody()) {
      assertThat(who.get("/_matrix/client/v3/sync").ok().text())
          .as(who.user())
          .doesNotContain(SECRET);
      assertThat(found(who)).as(who.user()).isEmpty();
    }
    for (var room : rooms) {
      var path = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/messages?dir=b&limit=100";
      assertThat(alice.get(path).ok().text()).contains("event_id").doesNotContain(SECRET);
      assertThat(alice.get(path.replace("/messages?dir=b&limit=100", "/state")).ok().text())
          .doesNotContain(SECRET);
    }
    assertThat(events(SECRET)).isZero();
    assertThat(events("Discrète")).isPositive();
  }

  /// What somebody finds by the word, in all that can be searched.
  private static List<JsonObject> found(Client who) {
    var everything = who.get("/api/v1/search?q=" + SECRET).ok().json();
    var criteria = JsonObject.of("search_term", SECRET);
    var wish = JsonObject.of("search_categories", JsonObject.of("room_events", criteria));
    var said = who.post("/_matrix/client/v3/search", wish).ok().json();
    var results =
        said.object("search_categories")
            .flatMap(all -> all.object("room_events"))
            .flatMap(all -> all.array("results"))
            .orElse(JsonArray.EMPTY)
            .objects();
    var all = new ArrayList<>(results);
    for (var kind : Crew.objects(everything, "kinds")) {
      all.addAll(Crew.objects(kind, "results"));
    }
    return all;
  }

  /// Events of any room that hold a word.
  private static long events(String word) {
    var sql = "select count(*) as n from event_bytes where position(? in bytes) > 0";
    var bytes = word.getBytes(StandardCharsets.UTF_8);
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, bytes)).orElseThrow();
  }
}
