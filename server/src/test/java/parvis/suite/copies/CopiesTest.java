package parvis.suite.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// A person gets all that is kept of them, nobody else gets it, and what was taken back is not in
/// it.
class CopiesTest {
  private static final String V3 = "/_matrix/client/v3/";
  private static final String HOSTILE = "<script>alert(1)</script>";

  private static final TestClock clock = new TestClock();
  @AutoClose private static final World world = World.start(Map.of(), clock);
  private static int sent;

  private static String room(Client who, String name) {
    return who.post(V3 + "createRoom", JsonObject.of("name", name)).ok().string("room_id");
  }

  private static String send(Client who, String room, String type, JsonObject content) {
    var path = V3 + "rooms/" + Client.segment(room) + "/send/" + type + "/" + sent++;
    return who.put(path, content).ok().string("event_id");
  }

  private static String say(Client who, String room, String text) {
    return send(who, room, "m.room.message", JsonObject.of("msgtype", "m.text", "body", text));
  }

  private static String edit(Client who, String room, String event, String text) {
    var text2 = JsonObject.of("msgtype", "m.text", "body", text);
    var relation = JsonObject.of("rel_type", "m.replace", "event_id", event);
    return send(
        who,
        room,
        "m.room.message",
        text2.with("m.new_content", text2).with("m.relates_to", relation));
  }

  private static void redact(Client who, String room, String event) {
    var path = V3 + "rooms/" + Client.segment(room) + "/redact/" + Client.segment(event);
    who.put(path + "/" + sent++, JsonObject.EMPTY).ok();
  }

  private static void made(Client who, String lang) {
    who.post(CopyRoutes.MINE, JsonObject.of("lang", lang)).ok();
    Race.until(() -> state(who).equals("ready"));
  }

  private static String state(Client who) {
    return who.get(CopyRoutes.MINE).ok().string("state");
  }

  private static Answer link(Client who, String name) {
    var proof = JsonObject.of("auth", Client.proof(name, World.PASSWORD));
    return who.post(CopyRoutes.MINE + "/link", proof);
  }

  private static Map<String, String> fetched(Client who, String name) throws IOException {
    var zip = world.stranger().get(link(who, name).ok().string("path")).ok();
    var entries = new LinkedHashMap<String, String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip.bytes()))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private static JsonObject json(String text) {
    return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
  }

  private static List<Path> kept() throws IOException {
    try (var files = Files.list(world.data().resolve("copies"))) {
      return files.toList();
    }
  }

  private static void fill(Client alice) {
    var room = room(alice, "Salon " + HOSTILE);
    say(alice, room, "Le marché ouvre à huit heures");
    say(alice, room, HOSTILE);
    var taken = say(alice, room, "repris");
    edit(alice, room, taken, "repris et corrigé");
    redact(alice, room, taken);
    send(alice, room, "m.room.encrypted", JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"));
    var uploaded =
        alice
            .send(
                "POST",
                "/_matrix/media/v3/upload?filename=..%2Fplan%20%3Cb%3E.txt",
                "text/plain",
                "le plan".getBytes(StandardCharsets.UTF_8))
            .ok()
            .string("content_uri");
    var file = JsonObject.of("msgtype", "m.file", "body", "plan.txt", "url", uploaded);
    send(alice, room, "m.room.message", file);
    var user = Client.segment(alice.user());
    alice.put(V3 + "user/" + user + "/account_data/note", JsonObject.of("mot", "secret")).ok();
    alice.post(V3 + "rooms/" + Client.segment(room) + "/report", JsonObject.of("reason", "essai"));
    var other = world.register("other");
    var invited = JsonObject.of("user_id", other.user());
    alice.post(V3 + "rooms/" + Client.segment(room) + "/invite", invited).ok();
    other.post(V3 + "join/" + Client.segment(room), JsonObject.EMPTY).ok();
    say(other, room, "ce que dit une autre");
  }

  @Test
  void a_copy_holds_what_is_kept_of_somebody_and_nothing_of_others() throws IOException {
    var alice = world.register("alice");
    fill(alice);
    assertThat(state(alice)).isEqualTo("none");
    made(alice, "fr");
    var copy = fetched(alice, "alice");
    var all = String.join("\n", copy.values());
    assertThat(copy).containsKeys("data.json", "index.html");
    assertThat(all).contains("Le marché ouvre à huit heures", "le plan", "essai");
    assertThat(all).doesNotContain("ce que dit une autre", "repris");
    var data = json(copy.get("data.json"));
    assertThat(data.object("account").orElseThrow().string("user_id")).contains(alice.user());
    assertThat(objects(data, "devices")).hasSize(1);
    assertThat(objects(data, "reports")).hasSize(1);
    assertThat(objects(data, "rooms").getFirst().string("role")).contains("animation");
    assertThat(objects(data, "account_data").toString()).contains("secret");
    var file = objects(data, "files").getFirst().string("file").orElseThrow();
    assertThat(file).matches("files/00001-[A-Za-z0-9._-]+");
    assertThat(copy).containsEntry(file, "le plan");
    pages(copy);
  }

  @Test
  void a_copy_of_a_guest_says_that_they_asked_for_more_time() throws IOException {
    var admin = world.administrator("maire");
    var town = Town.organisation(admin, "Ville");
    var marie = world.register("marie");
    Town.put(admin, town, marie, "member").ok();
    var zoe = world.register("zoe");
    var wish = JsonObject.of("user_id", zoe.user(), "expires_in_ms", 86_400_000);
    marie.post(Town.one(town) + "/externals", wish).ok();
    zoe.post("/api/v1/organisation/longer", JsonObject.EMPTY).ok();
    made(zoe, "fr");
    assertThat(fetched(zoe, "zoe").get("data.json")).containsPattern("\"more_time\" ?: ?\"open\"");
  }

  private static List<JsonObject> objects(JsonObject data, String name) {
    return data.array(name).map(JsonArray::objects).orElseThrow();
  }

  /// Whatever somebody wrote is text, and nothing runs.
  private static void pages(Map<String, String> copy) {
    var pages = copy.keySet().stream().filter(name -> name.endsWith(".html")).toList();
    assertThat(pages).hasSize(2);
    for (var page : pages) {
      assertThat(copy.get(page)).doesNotContain("<script", "<b>").contains("<html lang=\"fr\">");
    }
    var messages = pages.stream().filter(name -> name.startsWith("messages/")).findFirst();
    assertThat(copy.get(messages.orElseThrow()))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "Message chiffré de bout en bout");
  }

  @Test
  void it_is_fetched_by_its_person_alone_and_for_some_minutes() {
    var bruno = world.register("bruno");
    var chloe = world.register("chloe");
    made(bruno, "en");
    assertThat(state(chloe)).isEqualTo("none");
    assertThat(link(chloe, "chloe").status()).isEqualTo(404);
    assertThat(bruno.post(CopyRoutes.MINE + "/link", JsonObject.EMPTY).status()).isEqualTo(401);
    assertThat(link(bruno, "chloe").status()).isEqualTo(403);
    var path = link(bruno, "bruno").ok().string("path");
    assertThat(world.stranger().get(path).ok().header("Cache-Control")).isEqualTo("no-store");
    assertThat(world.stranger().get(CopyRoutes.FILE + "guessed").status()).isEqualTo(404);
    clock.advance(Copies.LINK);
    assertThat(world.stranger().get(path).status()).isEqualTo(404);
  }

  @Test
  void it_is_made_once_in_a_while_and_forgotten_after_a_week_or_before() throws IOException {
    var denis = world.register("denis");
    made(denis, "fr");
    assertThat(denis.post(CopyRoutes.MINE, JsonObject.EMPTY).errcode())
        .isEqualTo("M_LIMIT_EXCEEDED");
    clock.advance(Copies.BETWEEN);
    made(denis, "fr");
    var files = kept().size();
    denis.delete(CopyRoutes.MINE).ok();
    assertThat(state(denis)).isEqualTo("none");
    assertThat(kept()).hasSize(files - 1);
    made(denis, "fr");
    clock.advance(Copies.KEPT.plus(Duration.ofSeconds(1)));
    assertThat(state(denis)).isEqualTo("none");
    assertThat(link(denis, "denis").status()).isEqualTo(404);
    world.restart();
    Race.until(CopiesTest::isEmpty);
  }

  private static boolean isEmpty() {
    try {
      return kept().isEmpty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void it_goes_with_the_account() {
    var emma = world.register("emma");
    made(emma, "fr");
    var path = link(emma, "emma").ok().string("path");
    var proof = JsonObject.of("auth", Client.proof("emma", World.PASSWORD));
    emma.post(V3 + "account/deactivate", proof).ok();
    Race.until(() -> world.stranger().get(path).status() == 404);
  }
}
