package parvis.suite.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.platform.config.StartRefused;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// The demonstration as its visitors meet it.
class DemoTest {
  private static final String MASTER_KEY = "master.key";
  private static final String PEOPLE = "/api/v1/demo/people";

  @TempDir private static Path folders;

  private static final String database = TestDatabase.freshUrl();
  @AutoClose private static World world;

  /// A new data folder, with the master key of all folders here: databases move between them.
  private static String folder(String name) {
    try {
      var folder = Files.createDirectory(folders.resolve(name));
      var first = folders.resolve("demo").resolve(MASTER_KEY);
      if (Files.exists(first)) Files.copy(first, folder.resolve(MASTER_KEY));
      return folder.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String marked(String name) {
    var folder = folder(name);
    try {
      Files.writeString(Path.of(folder).resolve("demo"), "fictitious people live here\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static World demo(String database, String folder) {
    return World.demo(Map.of("PARVIS_DATABASE_URL", database, "PARVIS_DATA", folder));
  }

  private static World house(String database, String folder) {
    return World.start(Map.of("PARVIS_DATABASE_URL", database, "PARVIS_DATA", folder));
  }

  @BeforeAll
  static void moveIn() {
    world = demo(database, folder("demo"));
    var messages = messages();
    world.close();
    world = demo(database, folders.resolve("demo").toString());
    assertThat(messages()).as("a second start adds nothing").isEqualTo(messages);
  }

  private static long messages() {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.number("n"),
                    "select count(*) as n from event where type = 'm.room.message'"
                        + " and rel_type is distinct from 'm.replace'"))
        .orElse(0L);
  }

  private Client become(String user) {
    var answer =
        world
            .stranger()
            .post(PEOPLE + "/" + Client.segment(user) + "/session", JsonObject.EMPTY)
            .ok();
    return world
        .stranger()
        .signedIn(
            answer.string("user_id"), answer.string("device_id"), answer.string("access_token"));
  }

  private Client helene() {
    return become("@helene.marchetti:" + World.SERVER);
  }

  @Test
  void a_town_of_twenty_and_two_thousand_messages_is_there() {
    var people = world.stranger().get(PEOPLE).ok().json().array("people").orElseThrow().values();
    assertThat(people).hasSizeGreaterThanOrEqualTo(20);
    assertThat(messages()).isGreaterThanOrEqualTo(2_000);
  }

  @Test
  void spaces_have_posts_comments_and_a_poll() {
    var spaces = helene().get("/api/v1/spaces").ok().json().array("spaces").orElseThrow().objects();
    assertThat(spaces)
        .extracting(space -> space.string("visibility").orElse(""))
        .containsExactlyInAnyOrder("public", "private", "secret");
    var feed =
        spaces.stream()
            .filter(space -> space.string("name").equals(Optional.of("Vie des agents")))
            .flatMap(space -> space.string("feed_room").stream())
            .findFirst()
            .orElseThrow();
    var path = "/_matrix/client/v3/rooms/" + Client.segment(feed) + "/messages?dir=b&limit=100";
    assertThat(helene().get(path).ok().text())
        .contains("fr.parvis.post", "m.thread", "poll.start", "fr.parvis.confirmation");
    var stranger = become("@bruno.castel:" + World.SERVER);
    assertThat(stranger.get("/api/v1/spaces").ok().text()).doesNotContain("Comité de sécurité");
  }

  @Test
  void nobody_says_de_le() {
    var wrong =
        world
            .db()
            .read(
                tx ->
                    tx.list(
                        row -> row.text("body"),
                        "select convert_from(bytes, 'UTF8') as body from event_bytes"
                            + " where convert_from(bytes, 'UTF8') ~ ' (de|à) les? '"));
    assertThat(wrong).isEmpty();
  }

  @Test
  void anybody_may_be_anybody() {
    for (JsonValue value :
        world.stranger().get(PEOPLE).ok().json().array("people").orElseThrow().values()) {
      var person = (JsonObject) value;
      assertThat(person.string("role").orElse("")).isNotBlank();
      var somebody = become(person.string("user").orElseThrow());
      var profile =
          somebody.get("/_matrix/client/v3/profile/" + Client.segment(somebody.user())).ok();
      assertThat(profile.string("displayname")).isEqualTo(person.string("name").orElseThrow());
    }
  }

  @Test
  void nobody_else_can_be_chosen() {
    var answer =
        world
            .stranger()
            .post(
                PEOPLE + "/" + Client.segment("@nobody:" + World.SERVER) + "/session",
                JsonObject.EMPTY);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void what_waits_looks_natural() {
    var sync = helene().get("/_matrix/client/v3/sync").ok().json();
    var rooms = sync.object("rooms").orElseThrow();
    var joined = rooms.object("join").orElseThrow();
    assertThat(joined.size()).isGreaterThanOrEqualTo(14);
    assertThat(rooms.object("invite").orElseThrow().size()).isEqualTo(1);
    var counts = new HashSet<Long>();
    var mentions = 0L;
    for (var room : joined.keys()) {
      var unread = joined.object(room).flatMap(r -> r.object("unread_notifications")).orElseThrow();
      counts.add(unread.integer("notification_count").orElse(0));
      mentions += unread.integer("highlight_count").orElse(0);
    }
    assertThat(counts).contains(0L).hasSizeGreaterThan(2);
    assertThat(mentions).isBetween(1L, 5L);
    assertThat(sync.toString()).contains("m.direct").contains("m.favourite");
  }

  @Test
  void the_past_is_in_the_past() {
    var young =
        world
            .db()
            .read(
                tx ->
                    tx.first(
                        row -> row.number("n"),
                        """
                        select count(*) as n from event
                        where ts > (extract(epoch from now()) * 1000)::bigint
                        """))
            .orElse(-1L);
    assertThat(young).isZero();
    var span =
        world
            .db()
            .read(
                tx -> tx.first(row -> row.number("n"), "select max(ts) - min(ts) as n from event"))
            .orElse(0L);
    assertThat(span).isGreaterThan(21L * 24 * 3_600_000);
  }

  @Test
  void every_kind_of_message_is_shown() {
    for (var kind : new String[] {"m.replace", "m.thread", "m.annotation"}) {
      var count =
          world
              .db()
              .read(
                  tx ->
                      tx.first(
                          row -> row.number("n"),
                          "select count(*) as n from event where rel_type = ?",
                          kind))
              .orElse(0L);
      assertThat(count).as(kind).isPositive();
    }
    var files =
        world.db().read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from media"));
    assertThat(files.orElse(0L)).isGreaterThanOrEqualTo(10);
  }

  @Test
  void somebody_answers_in_a_room() {
    var helene = helene();
    var rooms = helene.get("/_matrix/client/v3/joined_rooms").ok().json();
    var room =
        rooms.array("joined_rooms").orElseThrow().strings().stream()
            .filter(id -> isConversation(helene, id))
            .findFirst()
            .orElseThrow();
    helene
        .put(
            "/_matrix/client/v3/rooms/" + Client.segment(room) + "/send/m.room.message/1",
            JsonObject.of("msgtype", "m.text", "body", "Bien reçu."))
        .ok();
  }

  /// A space holds state alone.
  private static boolean isConversation(Client person, String room) {
    var made = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/state/m.room.create/";
    return person.get(made).ok().json().string("type").isEmpty();
  }

  @Test
  void a_house_that_is_no_demonstration_has_no_such_routes() {
    try (var house = World.start()) {
      var answer = house.stranger().get(PEOPLE);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.errcode()).isEqualTo("M_UNRECOGNIZED");
    }
  }

  @Test
  void real_people_and_the_demonstration_do_not_meet() {
    assertThatThrownBy(() -> house(database, folder("mixed")).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("is a demonstration");
    var url = TestDatabase.freshUrl();
    try (var house = house(url, folder("house"))) {
      house.register("alice");
    }
    assertThatThrownBy(() -> demo(url, marked("guest")).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("People have accounts");
  }

  @Test
  void a_filling_that_was_interrupted_is_refused_clearly() {
    var url = TestDatabase.freshUrl();
    try (var house = house(url, folder("half"))) {
      house.db().write(tx -> tx.run("insert into demo (begun_ms) values (1)"));
    }
    assertThatThrownBy(() -> demo(url, marked("other half")).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("interrupted");
  }

  @Test
  void words_become_what_matrix_carries() {
    var town = Town.read();
    var words =
        new Words(town, p -> UserId.parse("@" + p.localpart() + ":x.example").orElseThrow());
    var content = words.content("@helene **deux** choses :¶- l’une < l’autre¶- `ls`");
    assertThat(content.string("body"))
        .isEqualTo(
            Optional.of("Hélène Marchetti **deux** choses\u00a0:\n- l’une < l’autre\n- `ls`"));
    assertThat(content.string("formatted_body").orElseThrow())
        .isEqualTo(
            "<a href=\"https://matrix.to/#/@helene.marchetti:x.example\">Hélène Marchetti</a>"
                + " <strong>deux</strong> choses\u00a0:<ul><li>l’une &lt; l’autre</li>"
                + "<li><code>ls</code></li></ul>");
    assertThat(content.object("m.mentions").orElseThrow().array("user_ids").orElseThrow().strings())
        .containsExactly("@helene.marchetti:x.example");
    assertThat(words.content("Bonjour.").has("formatted_body")).isFalse();
  }
}
